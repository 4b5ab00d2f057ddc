using System.Text.Json.Serialization;

namespace Alexandria.OrganizerBot.Signal;

// What is null is not written: signal-cli ignores parameters that it does not know, so a misspelt one would go unnoticed.
// Positions and permissions are strings of its command line. Timestamps must be JSON numbers.

internal sealed record NoParameters;

internal sealed record AccountParameters(string Account);

internal sealed record SendParameters(string Account, IReadOnlyList<string>? Recipient, string? GroupId)
{
    public required string Message { get; init; }
    public IReadOnlyList<string>? TextStyle { get; init; }
    public IReadOnlyList<string>? Mention { get; init; }
    public long? QuoteTimestamp { get; init; }
    public string? QuoteAuthor { get; init; }
    public string? QuoteMessage { get; init; }
    public long? EditTimestamp { get; init; }
    public IReadOnlyList<string>? Attachment { get; init; }
    public string? PreviewUrl { get; init; }
    public string? PreviewTitle { get; init; }
    public string? PreviewDescription { get; init; }
}

internal sealed record ReactionParameters(
    string Account,
    IReadOnlyList<string>? Recipient,
    string? GroupId,
    string Emoji,
    string TargetAuthor,
    long TargetTimestamp,
    bool Remove
);

internal sealed record DeleteParameters(
    string Account,
    IReadOnlyList<string>? Recipient,
    string? GroupId,
    long TargetTimestamp
);

internal sealed record PollCreateParameters(
    string Account,
    IReadOnlyList<string>? Recipient,
    string? GroupId,
    string Question,
    IReadOnlyList<string> Option,
    bool NoMulti
);

internal sealed record PollTerminateParameters(
    string Account,
    IReadOnlyList<string>? Recipient,
    string? GroupId,
    long PollTimestamp
);

internal sealed record ListGroupsParameters(string Account, IReadOnlyList<string>? GroupId);

internal sealed record JoinGroupParameters(string Account, string Uri);

internal sealed record QuitGroupParameters(string Account, string GroupId, bool Delete);

internal sealed record UpdateGroupParameters(string Account, string? GroupId)
{
    public string? Name { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? Member { get; init; }
    public IReadOnlyList<string>? Admin { get; init; }
    public string? Link { get; init; }
    public string? SetPermissionSendMessages { get; init; }
    public int? Expiration { get; init; }
}

internal sealed record ProfileParameters(string Account, string? GivenName, string? FamilyName, string? About);

internal sealed record UpdateAccountParameters(
    string Account,
    string? Username,
    bool? DiscoverableByNumber,
    bool? NumberSharing
);

internal sealed record ConfigurationParameters(
    string Account,
    bool? ReadReceipts,
    bool? TypingIndicators,
    bool? LinkPreviews
);

internal sealed record TrustParameters(
    string Account,
    string Recipient,
    bool? TrustAllKnownKeys,
    string? VerifiedSafetyNumber
);

internal sealed record ListIdentitiesParameters(string Account, string? Number);

internal sealed record RegisterParameters(string Account, bool Voice, string? Captcha);

internal sealed record VerifyParameters(string Account, string VerificationCode, string? Pin);

internal sealed record PinParameters(string Account, string Pin);

internal sealed record ChallengeParameters(string Account, string Challenge, string Captcha);

internal sealed record UnsubscribeParameters(string Account, long Subscription);

/// <summary>All that is written to signal-cli. What comes from it is read by hand, since its members come and go.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization
)]
[JsonSerializable(typeof(NoParameters))]
[JsonSerializable(typeof(AccountParameters))]
[JsonSerializable(typeof(SendParameters))]
[JsonSerializable(typeof(ReactionParameters))]
[JsonSerializable(typeof(DeleteParameters))]
[JsonSerializable(typeof(PollCreateParameters))]
[JsonSerializable(typeof(PollTerminateParameters))]
[JsonSerializable(typeof(ListGroupsParameters))]
[JsonSerializable(typeof(JoinGroupParameters))]
[JsonSerializable(typeof(QuitGroupParameters))]
[JsonSerializable(typeof(UpdateGroupParameters))]
[JsonSerializable(typeof(ProfileParameters))]
[JsonSerializable(typeof(UpdateAccountParameters))]
[JsonSerializable(typeof(ConfigurationParameters))]
[JsonSerializable(typeof(TrustParameters))]
[JsonSerializable(typeof(ListIdentitiesParameters))]
[JsonSerializable(typeof(RegisterParameters))]
[JsonSerializable(typeof(VerifyParameters))]
[JsonSerializable(typeof(PinParameters))]
[JsonSerializable(typeof(ChallengeParameters))]
[JsonSerializable(typeof(UnsubscribeParameters))]
internal sealed partial class SignalJson : JsonSerializerContext;
