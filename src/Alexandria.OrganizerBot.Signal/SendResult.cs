using System.Text.Json;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>What became of a send, recipient by recipient. With one success or more it is a result and no error.</summary>
/// <param name="Timestamp">Milliseconds since 1970 in UTC: with the account's own ACI, the id of what was sent.</param>
/// <param name="Recipients">In no particular order. A group's entries are its members without the account itself.</param>
public sealed record SendResult(long Timestamp, IReadOnlyList<RecipientResult> Recipients)
{
    /// <summary>Whether it reached everyone. True of an empty list: a group without other members.</summary>
    public bool ReachedEveryone => Recipients.All(recipient => recipient.Outcome is SendOutcome.Success);

    /// <summary>Whether it reached anyone.</summary>
    public bool ReachedAnyone => Recipients.Any(recipient => recipient.Outcome is SendOutcome.Success);

    /// <summary>The rate limit that somebody's entry tells of: one with a token before one without, then the longest.</summary>
    public SendOutcome.RateLimited? RateLimit =>
        Recipients
            .Select(recipient => recipient.Outcome)
            .OfType<SendOutcome.RateLimited>()
            .OrderByDescending(limit => limit.Token is not null)
            .ThenByDescending(limit => limit.RetryAfter ?? TimeSpan.Zero)
            .FirstOrDefault();

    /// <summary>Counts only.</summary>
    public override string ToString()
    {
        var counts = Recipients.CountBy(recipient => recipient.Outcome.Name, StringComparer.Ordinal);
        return $"{nameof(SendResult)} {{ {string.Join(", ", counts.Select(count => $"{count.Key}: {count.Value}"))} }}";
    }

    /// <summary>Reads <c>{"timestamp":…,"results":[…]}</c>; null where there is no timestamp.</summary>
    internal static SendResult? Read(JsonElement answer) =>
        answer.Long("timestamp") is { } timestamp
            ? new SendResult(timestamp, [.. answer.Items("results").Select(ReadRecipient)])
            : null;

    private static RecipientResult ReadRecipient(JsonElement entry) =>
        new(
            Aci.ParseOrNull(entry.Field("recipientAddress")?.Text("uuid")),
            entry.Field("recipientAddress")?.Text("username"),
            entry.Text("groupId"),
            entry.Text("type") switch
            {
                "SUCCESS" => new SendOutcome.Success(),
                "NETWORK_FAILURE" => new SendOutcome.NetworkFailure(),
                "UNREGISTERED_FAILURE" => new SendOutcome.Unregistered(),
                "IDENTITY_FAILURE" => new SendOutcome.IdentityFailure(),
                "RATE_LIMIT_FAILURE" => new SendOutcome.RateLimited(
                    entry.Text("token"),
                    entry.Long("retryAfterSeconds") is { } seconds and >= 0 and <= int.MaxValue
                        ? TimeSpan.FromSeconds(seconds)
                        : null
                ),
                "INVALID_PRE_KEY_FAILURE" => new SendOutcome.InvalidPreKey(),
                var other => new SendOutcome.Unknown(other ?? "none"),
            }
        );
}

/// <summary>One recipient of a send. Numbers are not kept.</summary>
/// <param name="Aci">Null only for somebody whom signal-cli knows by number or username alone.</param>
/// <param name="Username">Where it was sent to a username.</param>
/// <param name="GroupId">Where it was sent to a group.</param>
public sealed record RecipientResult(Aci? Aci, string? Username, string? GroupId, SendOutcome Outcome)
{
    /// <summary>The outcome only.</summary>
    public override string ToString() => $"{nameof(RecipientResult)} {{ {Outcome.Name} }}";
}

/// <summary>What became of a send for one recipient.</summary>
public abstract record SendOutcome
{
    private SendOutcome() { }

    /// <summary>Signal's server has it.</summary>
    public sealed record Success : SendOutcome;

    /// <summary>The connection to Signal failed. The server may have it all the same.</summary>
    public sealed record NetworkFailure : SendOutcome;

    /// <summary>There is no such account any more.</summary>
    public sealed record Unregistered : SendOutcome;

    /// <summary>The recipient has a new identity key (a new phone, a fresh install) that is not trusted yet.</summary>
    public sealed record IdentityFailure : SendOutcome;

    /// <summary>Signal refuses for now. Pause everything that is sent, not only to this recipient.</summary>
    /// <param name="Token">Where a captcha is demanded: the challenge to solve. Not for logs.</param>
    /// <param name="RetryAfter">How long Signal asks to wait, where it says so.</param>
    public sealed record RateLimited(string? Token, TimeSpan? RetryAfter) : SendOutcome
    {
        /// <inheritdoc/>
        public override string ToString() =>
            $"{nameof(RateLimited)} {{ {(Token is null ? "no captcha" : "captcha")}, {RetryAfter} }}";
    }

    /// <summary>The recipient's keys on the server are broken; only their own app can mend that.</summary>
    public sealed record InvalidPreKey : SendOutcome;

    /// <summary>A type that this version does not know. It is no success.</summary>
    public sealed record Unknown(string Type) : SendOutcome;

    internal string Name => GetType().Name;
}

/// <summary>What is asked of the outcome of a send, wherever it stands.</summary>
public static class SendResults
{
    /// <summary>The entries, whether they came as a result or inside an error; null where none came.</summary>
    public static SendResult? Sent(this SignalResult<SendResult> result) =>
        result switch
        {
            SignalResult<SendResult>.Ok(var sent) => sent,
            SignalResult<SendResult>.Refused no => no.Sent,
            _ => null,
        };
}
