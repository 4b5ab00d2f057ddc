// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
namespace Alexandria.OrganizerBot.Discord;

/// <summary>What to do after a connection has ended.</summary>
internal enum AfterClose
{
    /// <summary>Take the session up again; if there is none, start one.</summary>
    Resume,

    /// <summary>The session is gone: start a new one.</summary>
    NewSession,

    /// <summary>Trying again cannot help.</summary>
    Stop,
}

/// <summary>Gateway close codes and what follows from each.</summary>
internal static class CloseCodes
{
    /// <summary>Our own stop: ends the session and shows the bot as offline.</summary>
    public const int Normal = 1000;

    /// <summary>Our own reconnect. 1000 and 1001 would end the session.</summary>
    public const int OwnReconnect = 4000;

    /// <param name="code">Null where the connection broke without a close frame.</param>
    public static AfterClose Next(int? code) =>
        code switch
        {
            4004 or (>= 4010 and <= 4014) => AfterClose.Stop,
            4003 or 4007 or 4009 => AfterClose.NewSession,
            _ => AfterClose.Resume,
        };

    /// <summary>One plain sentence for the operator about a code that stops the bot.</summary>
    public static string Explain(int code) =>
        code switch
        {
            4004 => "Discord refused the bot token; create a new one in the developer portal and configure it.",
            4010 or 4011 =>
                "Discord wants the bot split into shards, because it is in too many servers; this client cannot.",
            4012 => "Discord no longer accepts this version of its gateway; update the bot.",
            4013 => "Discord does not know the gateway intents that were asked for; check the configured intents.",
            4014 => "Discord does not allow the gateway intents that were asked for; check the configured intents.",
            _ => $"Discord closed the gateway for good with code {code}.",
        };
}
