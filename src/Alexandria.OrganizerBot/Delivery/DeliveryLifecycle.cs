using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// The arrows between the states of a message, as pure functions: see docs/delivery-lifecycle.md for the same in words.
/// </summary>
internal static class DeliveryLifecycle
{
    /// <summary>The state of a message after a try.</summary>
    /// <param name="deduplicationWindow">For how long the network recognises a second copy.</param>
    public static OutboxMessage After(
        OutboxMessage sending,
        SendOutcome outcome,
        Duration deduplicationWindow,
        Instant now
    ) =>
        outcome switch
        {
            SendOutcome.Sent => Ended(sending, DeliveryState.Sent, reason: null),
            SendOutcome.Refused(var reason) => Ended(sending, DeliveryState.Dead, reason),
            SendOutcome.Unreachable(var reason) => Ended(sending, DeliveryState.Dead, reason),
            SendOutcome.TryLater(var after, var reason) => Again(sending, after, reason, now),
            SendOutcome.Uncertain(var reason) => StillUncertain(sending, deduplicationWindow, reason, now),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, message: null),
        };

    /// <summary>A message that is no longer wanted.</summary>
    public static OutboxMessage Unwanted(OutboxMessage message, string reason) =>
        Ended(message, DeliveryState.Cancelled, reason);

    /// <summary>A message whose reader does not want to be written to before; unwanted where it would be too late then.</summary>
    public static OutboxMessage Postponed(OutboxMessage message, Instant until) =>
        message.UsefulUntil is { } useful && until >= useful
            ? Ended(message, DeliveryState.Cancelled, "quiet")
            : message with
            {
                State = DeliveryState.Pending,
                NotBefore = until,
                ClaimedAt = null,
                Attempts = message.Attempts - 1,
            };

    /// <summary>
    /// A message that was in flight when the process died. Inside the network's window it is sent again, which the network
    /// recognises; later nobody can know, and a person is asked instead.
    /// </summary>
    public static OutboxMessage Recovered(OutboxMessage inFlight, Duration deduplicationWindow, Instant now)
    {
        var recovered = inFlight with { Recoveries = inFlight.Recoveries + 1 };
        return StillUncertain(recovered, deduplicationWindow, "crash", now) with { NotBefore = now };
    }

    /// <summary>
    /// The end of a message whose next try comes too late: an earlier one may have gone out, and the network would no longer
    /// recognise it. Null: it may be sent. (A limit of the network, or a bot that was not running, made it wait.)
    /// </summary>
    public static OutboxMessage? TooLateToRepeat(OutboxMessage sending, Duration deduplicationWindow, Instant now) =>
        sending.UncertainSince is { } since && now >= since + deduplicationWindow
            ? Ended(sending, DeliveryState.Unknown, sending.Reason)
            : null;

    /// <summary>Whether nothing more will happen to it.</summary>
    public static bool HasEnded(DeliveryState state) =>
        state is DeliveryState.Sent or DeliveryState.Unknown or DeliveryState.Dead or DeliveryState.Cancelled;

    private static OutboxMessage StillUncertain(
        OutboxMessage message,
        Duration deduplicationWindow,
        string reason,
        Instant now
    )
    {
        var since = message.UncertainSince ?? message.ClaimedAt ?? now;
        var wait = Backoff.After(Math.Max(1, message.Attempts));
        if (message.Content.IsRepeatable)
            return Again(message, wait, reason, now);
        // The next try must reach the network while it still recognises the first one.
        return now + wait < since + deduplicationWindow
            ? Again(message with { UncertainSince = since }, wait, reason, now)
            : Ended(message, DeliveryState.Unknown, reason);
    }

    private static OutboxMessage Again(OutboxMessage message, Duration? after, string reason, Instant now) =>
        message.Attempts >= Backoff.MaxAttempts
            ? Ended(message, message.UncertainSince is null ? DeliveryState.Dead : DeliveryState.Unknown, reason)
            : message with
            {
                State = DeliveryState.Retry,
                NotBefore = now + (after ?? Backoff.After(Math.Max(1, message.Attempts))),
                ClaimedAt = null,
                Reason = reason,
            };

    private static OutboxMessage Ended(OutboxMessage message, DeliveryState state, string? reason) =>
        message with
        {
            State = state,
            ClaimedAt = null,
            Reason = reason,
        };
}
