using Alexandria.OrganizerBot.Signal;
using NodaTime;
using Outcome = Alexandria.OrganizerBot.Delivery.SendOutcome;
using Recipient = Alexandria.OrganizerBot.Signal.SendOutcome;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>Reads what signal-cli says of a send as what became of a message.</summary>
internal static class SignalOutcomes
{
    /// <summary>signal-cli does not have the account, or cannot reach Signal: an operator has to look.</summary>
    private static readonly Duration OperatorNeeded = Duration.FromMinutes(10);

    /// <summary>The reader has a new phone: nothing is sent until they have written themselves.</summary>
    public const string IdentityChanged = "identity-changed";

    /// <param name="result">The answer, or why there is none.</param>
    /// <param name="place">Where it went, as rows name it: a group's id, or the reader's.</param>
    public static Outcome Of(SignalResult<SendResult> result, string place) =>
        result switch
        {
            SignalResult<SendResult>.Ok(var sent) => OfSend(sent, place),
            SignalResult<SendResult>.Refused { Sent: { } sent } => OfSend(sent, place),
            SignalResult<SendResult>.Refused no => OfError(no.Kind),
            SignalResult<SendResult>.Unavailable(_, var mayHaveArrived) => mayHaveArrived
                ? new Outcome.Uncertain("signal-cli-gone")
                : new Outcome.TryLater(After: null, "signal-cli-gone"),
            _ => throw new InvalidOperationException($"Unknown result {result.GetType().Name}."),
        };

    /// <summary>
    /// A group has got it when one of its members has, or when it has no other members. Of several failures the one that
    /// leaves most open counts.
    /// </summary>
    private static Outcome OfSend(SendResult sent, string place)
    {
        if (sent.ReachedAnyone || sent.Recipients.Count == 0)
            return new Outcome.Sent(SignalEvents.Name(sent.Timestamp), place);
        var outcomes = sent.Recipients.Select(recipient => recipient.Outcome).ToList();
        if (outcomes.Exists(outcome => outcome is Recipient.RateLimited))
            return new Outcome.TryLater(After: null, Outcome.TryLater.RateLimited);
        if (outcomes.Exists(outcome => outcome is Recipient.Unknown))
            return new Outcome.Uncertain("signal-cli-failed");
        // Nearly always signal-cli had no connection to Signal. Where Signal took it and only the answer was lost, somebody
        // reads it twice; in every other case they would not have read it at all. docs/decisions/0010.
        if (outcomes.Exists(outcome => outcome is Recipient.NetworkFailure))
            return new Outcome.TryLater(After: null, "network-failure");
        return outcomes[0] switch
        {
            Recipient.IdentityFailure => new Outcome.Unreachable(IdentityChanged),
            Recipient.Unregistered => new Outcome.Unreachable("not-registered"),
            Recipient.InvalidPreKey => new Outcome.Unreachable("broken-keys"),
            var other => throw new InvalidOperationException($"Unknown outcome {other.GetType().Name}."),
        };
    }

    /// <summary>Errors that say nothing of recipients.</summary>
    /// <remarks>Codes: <c>man signal-cli-jsonrpc</c>.</remarks>
    private static Outcome OfError(SignalErrorKind kind) =>
        kind switch
        {
            SignalErrorKind.RateLimited => new Outcome.TryLater(After: null, Outcome.TryLater.RateLimited),
            SignalErrorKind.UntrustedIdentity => new Outcome.Unreachable(IdentityChanged),
            // Unforeseen trouble inside signal-cli, also in the midst of a send.
            SignalErrorKind.Unexpected or SignalErrorKind.Unknown => new Outcome.Uncertain("signal-cli-failed"),
            SignalErrorKind.Io => new Outcome.TryLater(OperatorNeeded, "signal-unreachable"),
            SignalErrorKind.InvalidParams => new Outcome.TryLater(OperatorNeeded, "no-such-account"),
            SignalErrorKind.UserError => new Outcome.Refused("refused-by-signal"),
            _ => new Outcome.Refused("not-understood-by-signal-cli"),
        };
}
