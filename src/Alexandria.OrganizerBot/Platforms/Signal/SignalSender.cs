using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Signal;
using Microsoft.Extensions.Logging;
using NodaTime;
using Arrangement = Alexandria.OrganizerBot.Delivery.Arrangement;
using DeliverySupport = Alexandria.OrganizerBot.Delivery.DeliverySupport;
using Outcome = Alexandria.OrganizerBot.Delivery.SendOutcome;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>Everything that the bot sends on Signal leaves here, answers and reminders alike: paced, and guarded.</summary>
internal sealed partial class SignalSender(
    SignalDaemon daemon,
    SignalGuard guard,
    SignalTroubles troubles,
    TimeProvider time,
    ILogger<SignalSender> logger
)
{
    /// <summary>Signal's apps take edits for 24 hours.</summary>
    private static readonly Duration EditsTaken = Duration.FromHours(23);

    /// <summary>What stands in the way of the bot on Signal.</summary>
    public SignalTroubles Troubles => troubles;

    /// <summary>Sends a card to one person.</summary>
    public Task<Outcome> SendAsync(Aci person, Card card, CancellationToken cancellationToken) =>
        SendAsync(
            new SignalTarget.People(person),
            person.Value,
            SignalText.Render(card, isPrivate: true),
            cancellationToken
        );

    /// <summary>Sends a card to a group.</summary>
    /// <param name="groupId">Base64.</param>
    /// <param name="card">What is said.</param>
    /// <param name="quote">The message that it answers; null: none.</param>
    /// <param name="editOf">The message of the bot's own that it replaces, by its first timestamp; null: none.</param>
    /// <param name="cancellationToken">Gives the wait for its turn up.</param>
    public Task<Outcome> SendAsync(
        string groupId,
        Card card,
        Quote? quote,
        long? editOf,
        CancellationToken cancellationToken
    ) =>
        SendAsync(
            new SignalTarget.Group(groupId),
            groupId,
            SignalText.Render(card, isPrivate: false) with
            {
                Quote = quote,
                EditOf = IsStillTaken(editOf) ? editOf : null,
            },
            cancellationToken
        );

    /// <param name="target">To whom.</param>
    /// <param name="place">The same, as rows name it.</param>
    /// <param name="message">What.</param>
    /// <param name="cancellationToken">Gives the wait for its turn up.</param>
    private async Task<Outcome> SendAsync(
        SignalTarget target,
        string place,
        OutgoingMessage message,
        CancellationToken cancellationToken
    )
    {
        var result = await UnlessPausedAsync(
            () => daemon.SendAsync(target, message, cancellationToken),
            cancellationToken
        );
        var outcome = result is null ? Paused() : Judge(result, place);
        // An edit has a timestamp of its own, but people's apps may name either.
        return outcome is Outcome.Sent sent && message.EditOf is { } original
            ? sent with
            {
                MessageId = SignalEvents.Name(original),
                Revision = sent.MessageId,
            }
            : outcome;
    }

    /// <summary>Opens or closes a poll. A signal-cli before 0.13.23 has none; the alert's numbers do there.</summary>
    public async Task<Outcome> ArrangeAsync(Arrangement arrangement, CancellationToken cancellationToken)
    {
        var (group, call) = arrangement switch
        {
            Arrangement.OpenPoll(var channel, var question, var options) => (
                channel,
                (Func<Task<SignalResult<SendResult>>>)(
                    () =>
                        daemon.SendPollCreateAsync(
                            new SignalTarget.Group(channel),
                            question,
                            options,
                            allowSeveral: false,
                            cancellationToken
                        )
                )
            ),
            Arrangement.ClosePoll(var channel, var poll) => (
                channel,
                () =>
                    daemon.SendPollTerminateAsync(
                        new SignalTarget.Group(channel),
                        long.Parse(poll, CultureInfo.InvariantCulture),
                        cancellationToken
                    )
            ),
            _ => (null, null),
        };
        if (call is null)
            return new Outcome.Refused(DeliverySupport.NotOfferedReason);
        var result = await UnlessPausedAsync(call, cancellationToken);
        return result switch
        {
            null => Paused(),
            SignalResult<SendResult>.Refused { Kind: SignalErrorKind.MethodNotImplemented } => new Outcome.Refused(
                DeliverySupport.NotOfferedReason
            ),
            _ => Judge(result, group!),
        };
    }

    /// <summary>Marks a message in a group as done, which costs nobody a message.</summary>
    public async Task MarkAsync(string groupId, MessageId message, string emoji, CancellationToken cancellationToken)
    {
        var result = await UnlessPausedAsync(
            () =>
                daemon.SendReactionAsync(
                    new SignalTarget.Group(groupId),
                    message,
                    emoji,
                    remove: false,
                    cancellationToken
                ),
            cancellationToken
        );
        if (result is not null)
            Judge(result, groupId);
    }

    /// <summary>A new phone of somebody who has just written: they are who they were as far as we can know, and are answered.</summary>
    public async Task TrustAsync(Aci who, CancellationToken cancellationToken)
    {
        if (await daemon.TrustAsync(who, safetyNumber: null, cancellationToken) is SignalResult<Nothing>.Ok)
            Log.Trusted(logger);
    }

    /// <summary>One send in its turn; null: nothing is sent at the moment.</summary>
    private Task<SignalResult<SendResult>?> UnlessPausedAsync(
        Func<Task<SignalResult<SendResult>>> send,
        CancellationToken cancellationToken
    ) => guard.InTurnAsync(async () => guard.Pause is null ? await send() : null, cancellationToken);

    private Outcome Paused() =>
        guard.Pause is { } pause
            ? new Outcome.TryLater(
                pause.Until - time.Now(),
                pause.Token is null ? Outcome.TryLater.RateLimited : Outcome.TryLater.CaptchaWanted
            )
            : new Outcome.TryLater(Duration.FromSeconds(1), Outcome.TryLater.RateLimited);

    private Outcome Judge(SignalResult<SendResult> result, string place)
    {
        var limit =
            result.Sent()?.RateLimit
            ?? (
                result is SignalResult<SendResult>.Refused { Kind: SignalErrorKind.RateLimited }
                    ? new SendOutcome.RateLimited(Token: null, RetryAfter: null)
                    : null
            );
        if (limit is not null)
        {
            var pause = guard.Hold(limit);
            Log.Held(logger, pause.Token is null ? "a limit" : "a captcha that an operator must solve", pause.Until);
        }
        if (result.Sent() is { ReachedAnyone: true, ReachedEveryone: false } partly)
            Log.Partly(logger, partly);
        troubles.Learn(result.Sent());
        var outcome = SignalOutcomes.Of(result, place);
        return outcome is Outcome.TryLater { After: null } && limit is not null ? Paused() : outcome;
    }

    /// <summary>An edit that Signal's apps would not take any more is sent as a new message.</summary>
    private bool IsStillTaken(long? editOf) =>
        editOf is { } original && time.Now() - Instant.FromUnixTimeMilliseconds(original) < EditsTaken;

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Signal: nothing is sent until {Until}, because of {Reason}"
        )]
        public static partial void Held(ILogger logger, string reason, Instant until);

        [LoggerMessage(Level = LogLevel.Information, Message = "Signal: a message did not reach everyone: {Result}")]
        public static partial void Partly(ILogger logger, SendResult result);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Signal: the new identity key of somebody who wrote is trusted"
        )]
        public static partial void Trusted(ILogger logger);
    }
}
