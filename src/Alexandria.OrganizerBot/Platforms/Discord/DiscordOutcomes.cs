using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;
using NodaTime;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>Reads Discord's answers as what became of a message.</summary>
/// <remarks>https://docs.discord.com/developers/topics/opcodes-and-status-codes#json</remarks>
internal static class DiscordOutcomes
{
    /// <summary>Discord gives no figure; users report hours. The row waits, and nothing new is opened meanwhile.</summary>
    private static readonly Duration OpeningTooFast = Duration.FromMinutes(10);

    /// <summary>Edits of a message older than an hour are limited by the hour.</summary>
    private static readonly Duration OldEdits = Duration.FromHours(1);

    /// <summary>A new message: where the answer is missing, it may stand there all the same.</summary>
    public static SendOutcome OfMessage(RestResult<DiscordMessage> result) =>
        result switch
        {
            RestResult<DiscordMessage>.Ok(var message) => new SendOutcome.Sent(message.Id, message.ChannelId),
            RestResult<DiscordMessage>.Unavailable { MayHaveArrived: true } => new SendOutcome.Uncertain("no-answer"),
            _ => NotApplied(result),
        };

    /// <summary>An edit: doing it twice is doing it once.</summary>
    public static SendOutcome OfEdit(RestResult<DiscordMessage> result) =>
        result is RestResult<DiscordMessage>.Ok(var message)
            ? new SendOutcome.Sent(message.Id, message.ChannelId)
            : NotApplied(result);

    /// <summary>Anything that was surely not applied, or may be repeated without harm.</summary>
    public static SendOutcome NotApplied<T>(RestResult<T> result) =>
        result switch
        {
            RestResult<T>.RateLimited(var after, _, _) => new SendOutcome.TryLater(
                Duration.FromTimeSpan(after),
                "rate-limited"
            ),
            RestResult<T>.Unavailable => new SendOutcome.TryLater(After: null, "unavailable"),
            RestResult<T>.Refused { Status: 401 } => new SendOutcome.TryLater(After: null, "unauthorized"),
            RestResult<T>.Refused refused => refused.Code switch
            {
                DiscordErrorCodes.CannotMessageUser or DiscordErrorCodes.NoMutualGuilds => new SendOutcome.Unreachable(
                    DeliverySupport.UnreachableReason
                ),
                DiscordErrorCodes.OpeningDirectMessagesTooFast => new SendOutcome.TryLater(
                    OpeningTooFast,
                    SendOutcome.TryLater.OpeningTooFast
                ),
                DiscordErrorCodes.TooManyEditsOfOldMessage => new SendOutcome.TryLater(OldEdits, "old-edits"),
                DiscordErrorCodes.MissingAccess or DiscordErrorCodes.MissingPermissions => new SendOutcome.Refused(
                    "no-permission"
                ),
                DiscordErrorCodes.UnknownChannel => new SendOutcome.Refused("channel-gone"),
                DiscordErrorCodes.UnknownMessage => new SendOutcome.Refused("message-gone"),
                DiscordErrorCodes.UnknownScheduledEvent => new SendOutcome.Refused("event-gone"),
                DiscordErrorCodes.TooManyScheduledEvents => new SendOutcome.Refused("too-many-events"),
                DiscordErrorCodes.ThreadIsLocked => new SendOutcome.Refused("thread-locked"),
                var code => new SendOutcome.Refused(
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"discord-{refused.Status}-{code}")
                ),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.GetType().Name, message: null),
        };
}
