using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// The arrows between the states of a message, as pure functions: see docs/delivery-lifecycle.md for the same in words.
/// </summary>
internal static class DeliveryLifecycle
{
    /// <summary>The reason of a message that an error of the bot's own kept from being sent.</summary>
    public const string DefectReason = "defect";

    /// <summary>The reason of a message that an organizer gave up.</summary>
    public const string DroppedReason = "dropped";

    private const int MostDefects = 3;

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
    /// A message that was in flight when the process died: it may have left or not, and is tried again at once, or looked for
    /// first where the network's window is over.
    /// </summary>
    public static OutboxMessage Recovered(OutboxMessage inFlight, Duration deduplicationWindow, Instant now)
    {
        var recovered = inFlight with { Recoveries = inFlight.Recoveries + 1 };
        return StillUncertain(recovered, deduplicationWindow, "crash", now) with { NotBefore = now };
    }

    /// <summary>
    /// Whether an earlier try may have gone out so long ago that the network would not recognise a second one: then it must
    /// be looked for before it is sent.
    /// </summary>
    public static bool IsInDoubt(OutboxMessage sending, Duration deduplicationWindow, Instant now) =>
        sending.UncertainSince is { } since && now >= since + deduplicationWindow;

    /// <summary>
    /// A message in doubt after it was looked for: still <see cref="DeliveryState.Sending"/> where it is to be sent now.
    /// </summary>
    public static OutboxMessage AfterLooking(
        OutboxMessage sending,
        Trace trace,
        Duration deduplicationWindow,
        Instant now
    ) =>
        trace switch
        {
            Trace.NotThere => sending with { UncertainSince = null, Doubts = 0, ClaimedAt = now },
            Trace.There => Ended(sending, DeliveryState.Sent, reason: null),
            Trace.LookLater(var later) => Again(sending, later.After, later.Reason, now),
            Trace.MayBeThere or Trace.CannotLook => MayBeRepeatedBlindly(sending, deduplicationWindow)
                ? sending
                : Ended(sending, DeliveryState.Unknown, sending.Reason),
            _ => throw new ArgumentOutOfRangeException(nameof(trace), trace, message: null),
        };

    /// <summary>A message that ended and that an organizer sends again, under its own id: it is as if it had just been written.</summary>
    public static OutboxMessage Anew(OutboxMessage ended, Instant now) =>
        ended with
        {
            State = DeliveryState.Pending,
            NotBefore = now,
            Attempts = 0,
            Recoveries = 0,
            ClaimedAt = null,
            UncertainSince = null,
            Doubts = 0,
            Defects = 0,
            Reason = null,
        };

    /// <summary>A message that is of no use any more. Where it may have arrived, that is not known to be nothing.</summary>
    public static OutboxMessage TooLate(OutboxMessage message) =>
        message.UncertainSince is null
            ? Unwanted(message, "too-late")
            : Ended(message, DeliveryState.Unknown, message.Reason);

    /// <summary>
    /// A message whose sending met an error of the bot's own. It is tried again, since the error may lie in a state that
    /// passes, and given up after the third one.
    /// </summary>
    /// <param name="mayHaveLeft">Whether the network may have been called before.</param>
    public static OutboxMessage AfterDefect(
        OutboxMessage sending,
        bool mayHaveLeft,
        Duration deduplicationWindow,
        Instant now
    )
    {
        var after = sending with { Defects = sending.Defects + 1 };
        after = mayHaveLeft
            ? StillUncertain(after, deduplicationWindow, DefectReason, now)
            : Again(after, after: null, DefectReason, now);
        return after.State == DeliveryState.Retry && after.Defects >= MostDefects
            ? GivenUp(after, DefectReason)
            : after;
    }

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
        var wait = Backoff.After(Math.Max(1, message.Attempts));
        if (message.Content.IsRepeatable)
            return Again(message, wait, reason, now);
        var uncertain = message with
        {
            UncertainSince = message.UncertainSince ?? message.ClaimedAt ?? now,
            Doubts = message.Doubts + 1,
        };
        // A network that recognises nothing shows nothing either: waiting would settle no doubt.
        return deduplicationWindow == Duration.Zero && !MayBeRepeatedBlindly(uncertain, deduplicationWindow)
            ? Ended(uncertain, DeliveryState.Unknown, reason)
            : Again(uncertain, wait, reason, now);
    }

    /// <summary>
    /// Where the network recognises no second copy at all, a message gets one further try: missing a reminder harms more than
    /// reading it twice. Where it does for a while, a copy is never risked.
    /// </summary>
    private static bool MayBeRepeatedBlindly(OutboxMessage message, Duration deduplicationWindow) =>
        deduplicationWindow == Duration.Zero && message.Doubts <= 1 && message.Content.IsWorthASecondCopy;

    private static OutboxMessage Again(OutboxMessage message, Duration? after, string reason, Instant now) =>
        message.Attempts >= Backoff.MaxAttempts
            ? GivenUp(message, reason)
            : message with
            {
                State = DeliveryState.Retry,
                NotBefore = now + (after ?? Backoff.After(Math.Max(1, message.Attempts))),
                ClaimedAt = null,
                Reason = reason,
            };

    private static OutboxMessage GivenUp(OutboxMessage message, string reason) =>
        Ended(message, message.UncertainSince is null ? DeliveryState.Dead : DeliveryState.Unknown, reason);

    private static OutboxMessage Ended(OutboxMessage message, DeliveryState state, string? reason) =>
        message with
        {
            State = state,
            ClaimedAt = null,
            Reason = reason,
        };
}
