using System.Text.Json;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>A group that the account is or was in. Members whose ACI is unknown (legacy groups only) are left out.</summary>
/// <param name="Id">Base64, 44 characters; 24 in a legacy group.</param>
/// <param name="IsMember">False where the account has left or was removed.</param>
/// <param name="MessageTimer">How long messages in it stay; null for good.</param>
/// <param name="Requesting">Who asks to be let in: <see cref="GroupChange.AddMembers"/> lets them.</param>
/// <param name="OnlyAdminsSend">An announcement group.</param>
/// <param name="InviteLink">Null where there is none, or where the account may not see it.</param>
public sealed record SignalGroup(
    string Id,
    string Name,
    bool IsMember,
    bool IsBlocked,
    TimeSpan? MessageTimer,
    IReadOnlyList<Aci> Members,
    IReadOnlyList<Aci> Requesting,
    IReadOnlyList<Aci> Admins,
    bool OnlyAdminsSend,
    string? InviteLink
)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SignalGroup)} {{ {Members.Count} members }}";

    internal static SignalGroup? Read(JsonElement group) =>
        group.Text("id") is not { } id
            ? null
            : new SignalGroup(
                id,
                group.Text("name") ?? "",
                group.Bool("isMember"),
                group.Bool("isBlocked"),
                SignalEnvelope.Seconds(group.Long("messageExpirationTime")),
                Acis(group, "members"),
                Acis(group, "requestingMembers"),
                Acis(group, "admins"),
                group.Text("permissionSendMessage") == "ONLY_ADMINS",
                group.Text("groupInviteLink")
            );

    private static List<Aci> Acis(JsonElement group, string name) =>
        [
            .. group
                .Items(name)
                .Select(member => Aci.ParseOrNull(member.Text("uuid")))
                .Where(aci => aci is not null)
                .Select(aci => aci!.Value),
        ];
}

/// <summary>What to change of a group, or how a new one is to be. What is null or empty stays as it is.</summary>
public sealed record GroupChange
{
    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<Aci> AddMembers { get; init; } = [];

    public IReadOnlyList<Aci> AddAdmins { get; init; } = [];

    public GroupLink? Link { get; init; }

    /// <summary>True for an announcement group.</summary>
    public bool? OnlyAdminsSend { get; init; }

    /// <summary>How long messages stay; zero: for good.</summary>
    public TimeSpan? MessageTimer { get; init; }
}

/// <summary>Whether a group can be joined by its link.</summary>
public enum GroupLink
{
    Disabled,
    Enabled,
    EnabledWithApproval,
}

/// <summary>A group that was made, changed or joined. The change is told to each member; not all may have got it.</summary>
/// <param name="GroupId">Null where signal-cli does not say it: on a change of an existing group.</param>
/// <param name="OnlyRequested">An admin must still let the account in.</param>
public sealed record GroupResult(string? GroupId, bool OnlyRequested, SendResult Sent)
{
    internal static GroupResult? Read(JsonElement answer) =>
        SendResult.Read(answer) is { } sent
            ? new GroupResult(answer.Text("groupId"), answer.Bool("onlyRequested"), sent)
            : null;
}

/// <summary>How the account can be found without its number.</summary>
/// <param name="Username">Such as <c>tenants.42</c>.</param>
/// <param name="Link">The address behind a QR code, which does not show the username.</param>
public sealed record AccountNames(string? Username, string? Link)
{
    internal static AccountNames Read(JsonElement answer) => new(answer.Text("username"), answer.Text("usernameLink"));
}

/// <summary>What to change of the account. What is null stays as it is.</summary>
/// <param name="Username">With or without the digits; without, the server chooses them.</param>
/// <param name="DiscoverableByNumber">Whether people who know the number find the account.</param>
/// <param name="NumberSharing">Whether people see the number.</param>
public sealed record AccountChange(string? Username, bool? DiscoverableByNumber, bool? NumberSharing);

/// <summary>What others see of the account.</summary>
public sealed record ProfileChange(string? GivenName, string? FamilyName, string? About);

/// <summary>The account's privacy settings. What is null stays as it is.</summary>
public sealed record ConfigurationChange(bool? ReadReceipts, bool? TypingIndicators, bool? LinkPreviews);

/// <summary>An identity key of somebody's.</summary>
/// <param name="TrustLevel"><c>UNTRUSTED</c>, <c>TRUSTED_UNVERIFIED</c>, <c>TRUSTED_VERIFIED</c> or later ones.</param>
/// <param name="SafetyNumber">60 digits in groups of five, to compare with the other side's.</param>
/// <param name="Added">Milliseconds since 1970 in UTC.</param>
public sealed record SignalIdentity(Aci Who, string TrustLevel, string? SafetyNumber, long? Added)
{
    /// <summary>Whether messages to this key are refused (-4, <see cref="SendOutcome.IdentityFailure"/>).</summary>
    public bool IsUntrusted => TrustLevel == "UNTRUSTED";

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SignalIdentity)} {{ {TrustLevel} }}";

    internal static SignalIdentity? Read(JsonElement identity) =>
        Aci.TryParse(identity.Text("uuid"), out var who)
            ? new SignalIdentity(
                who,
                identity.Text("trustLevel") ?? "",
                identity.Text("safetyNumber"),
                identity.Long("addedTimestamp")
            )
            : null;
}
