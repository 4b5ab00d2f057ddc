using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>
/// Registers the bot's commands, but only when they changed: Discord counts new ones against a daily limit.
/// </summary>
internal sealed partial class DiscordCommandSync(
    DiscordRest rest,
    FeatureCatalog catalog,
    Store store,
    ProtocolTime protocol,
    ILogger<DiscordCommandSync> logger
)
{
    /// <summary>Brings Discord's list up to date. A refusal is logged and leaves the old list; the bot goes on.</summary>
    public async Task SyncAsync(string applicationId, CancellationToken cancellationToken)
    {
        var commands = DiscordCommands.From(catalog.Commands, catalog.Words);
        var fingerprint = ApplicationCommand.Fingerprint(commands);
        var setting = $"discord.commands.{applicationId}";
        if (store.Read(session => session.GetSetting(setting)) == fingerprint)
            return;

        for (var attempt = 1; ; attempt++)
        {
            switch (await rest.OverwriteGlobalCommandsAsync(applicationId, commands, cancellationToken))
            {
                case RestResult<IReadOnlyList<RegisteredCommand>>.Ok:
                    await store.WriteAsync(session => session.SetSetting(setting, fingerprint), cancellationToken);
                    Log.Registered(logger, commands.Count);
                    return;
                case RestResult<IReadOnlyList<RegisteredCommand>>.Refused refused:
                    Log.Refused(logger, refused.Status, refused.Code);
                    return;
                case var other:
                    Log.Later(logger, other.GetType().Name);
                    await Task.Delay(Backoff.After(attempt).ToTimeSpan(), protocol.Clock, cancellationToken);
                    break;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Discord: {Count} commands registered")]
        public static partial void Registered(ILogger logger, int count);

        [LoggerMessage(Level = LogLevel.Error, Message = "Discord refused the list of commands: {Status} {Code}")]
        public static partial void Refused(ILogger logger, int status, int code);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Discord did not take the list of commands ({Result}); trying again"
        )]
        public static partial void Later(ILogger logger, string result);
    }
}
