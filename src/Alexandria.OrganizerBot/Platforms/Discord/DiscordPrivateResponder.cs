using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>Answers what somebody wrote to the bot in private, in the same private channel.</summary>
internal sealed partial class DiscordPrivateResponder(
    DiscordRest rest,
    GatewayEvent.DirectMessage written,
    ILogger logger
) : IResponder
{
    /// <summary>Buttons are pressed here, and no number stands for one.</summary>
    public long? AskedAt => null;

    /// <summary>Discord waits for no answer to a message.</summary>
    public Task DeferAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task AnswerAsync(Reply reply, CancellationToken cancellationToken)
    {
        if (reply.CardShown is not { } card)
            return;
        // A replay of the event has the same nonce, so that nobody is answered twice.
        var body = DiscordCards.Render(card, nonce: DiscordPlatform.NonceOf($"answer|{written.MessageId}"));
        var result = await rest.CreateMessageAsync(written.ChannelId, body, cancellationToken);
        if (result is not RestResult<DiscordMessage>.Ok)
            Log.NotAnswered(logger, result.GetType().Name);
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Discord: an answer in private did not get through: {Result}"
        )]
        public static partial void NotAnswered(ILogger logger, string result);
    }
}
