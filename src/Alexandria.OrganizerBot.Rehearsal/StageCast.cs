namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>
/// Who and what is on the stage: the people, and one or more servers (or groups) with their roles and channels. A cast
/// with one server states it by <see cref="Server"/>, <see cref="ServerId"/>, <see cref="Roles"/> and
/// <see cref="Channels"/>; further ones stand in <see cref="Servers"/>.
/// </summary>
public sealed record StageCast
{
    /// <summary>The first server's name.</summary>
    public string Server { get; init; } = "Rehearsal";

    /// <summary>The first server's numeric id; a campaign is bound to it in its data. 0: all servers stand in <see cref="Servers"/>.</summary>
    public ulong ServerId { get; init; }

    /// <summary>Role ids of the first server by name.</summary>
    public IReadOnlyDictionary<string, ulong> Roles { get; init; } = new Dictionary<string, ulong>();

    /// <summary>Channel ids of the first server by name, without the <c>#</c>.</summary>
    public IReadOnlyDictionary<string, ulong> Channels { get; init; } = new Dictionary<string, ulong>();

    /// <summary>Permissions of the first server.</summary>
    public StagePermissions Permissions { get; init; } = StagePermissions.Usual;

    /// <summary>Further servers.</summary>
    public IReadOnlyList<StageServer> Servers { get; init; } = [];

    /// <summary>Groups on Signal.</summary>
    public IReadOnlyList<StageGroup> Groups { get; init; } = [];

    /// <summary>Whether anything of the cast is on Signal.</summary>
    public bool HasSignal { get; init; }

    /// <summary>Everyone who may act.</summary>
    public IReadOnlyList<StagePerson> People { get; init; } = [];

    /// <summary>Every server of the cast, the first one first.</summary>
    public IReadOnlyList<StageServer> AllServers =>
        ServerId == 0
            ? Servers
            :
            [
                new StageServer(Server, ServerId)
                {
                    Roles = Roles,
                    Channels = Channels,
                    Permissions = Permissions,
                },
                .. Servers,
            ];
}

/// <summary>A server with its roles and channels.</summary>
/// <param name="Name">Unique in the cast.</param>
/// <param name="Id">Its numeric id.</param>
public sealed record StageServer(string Name, ulong Id)
{
    /// <summary>Role ids by name.</summary>
    public IReadOnlyDictionary<string, ulong> Roles { get; init; } = new Dictionary<string, ulong>();

    /// <summary>Channel ids by name, without the <c>#</c>.</summary>
    public IReadOnlyDictionary<string, ulong> Channels { get; init; } = new Dictionary<string, ulong>();

    /// <summary>What deviates from the usual permissions.</summary>
    public StagePermissions Permissions { get; init; } = StagePermissions.Usual;
}

/// <summary>A group on Signal.</summary>
/// <param name="Name">Unique in the cast; people and scenarios write it as <c>#name</c>.</param>
/// <param name="Id">Its id: 32 bytes in base64, 44 characters. A campaign is bound to it in its data.</param>
public sealed record StageGroup(string Name, string Id)
{
    /// <summary>Life of its messages in seconds, 0 for ever.</summary>
    public int ExpiresInSeconds { get; init; }

    /// <summary>Whether the bot is a member from the beginning; else it can be added, or join by <see cref="InviteLink"/>.</summary>
    public bool BotIsMember { get; init; } = true;

    /// <summary>Whether the bot is an admin.</summary>
    public bool BotIsAdmin { get; init; }

    /// <summary>Whether only admins may write (an announcement group).</summary>
    public bool OnlyAdminsWrite { get; init; }

    /// <summary>The link by which one joins; null: there is none.</summary>
    public string? InviteLink { get; init; }

    /// <summary>Names of the people who are admins.</summary>
    public IReadOnlyList<string> Admins { get; init; } = [];
}

/// <summary>
/// What deviates from the usual permissions in a server. Keys name who: <c>bot</c>, <c>everyone</c>, a role, or (in a
/// channel) a person.
/// </summary>
/// <param name="InServer">In the whole server.</param>
/// <param name="InChannel">In one channel, by its name without the <c>#</c>: Discord's overwrites.</param>
public sealed record StagePermissions(
    IReadOnlyDictionary<string, StageOverwrite> InServer,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, StageOverwrite>> InChannel
)
{
    /// <summary>Nothing deviates.</summary>
    public static StagePermissions Usual { get; } =
        new(
            new Dictionary<string, StageOverwrite>(),
            new Dictionary<string, IReadOnlyDictionary<string, StageOverwrite>>()
        );
}

/// <summary>Permission bits that are given and taken.</summary>
public sealed record StageOverwrite(ulong Allow, ulong Deny);

/// <summary>A person on the stage.</summary>
/// <param name="Name">Unique in the cast.</param>
/// <param name="Roles">Names of the first server's roles that the person holds.</param>
/// <param name="Locale">The client's language, a Discord locale such as <c>en-US</c> or <c>es-419</c>.</param>
/// <param name="DirectMessagesOpen">False: the service refuses direct messages to this person (Discord error 50007).</param>
public sealed record StagePerson(
    string Name,
    IReadOnlyList<string> Roles,
    string Locale = "en-US",
    bool DirectMessagesOpen = true
)
{
    /// <summary>
    /// Roles by the name of each server that the person belongs to; null: they belong to the first server, with
    /// <see cref="Roles"/>. Empty: to none, and direct messages are refused (Discord error 50278).
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Servers { get; init; }

    /// <summary>Since when they have been on their servers; null: since long before the stage's time.</summary>
    public DateTimeOffset? Joined { get; init; }

    /// <summary>Names of the networks that the person is on; null: every network of the stage.</summary>
    public IReadOnlyList<string>? Networks { get; init; }

    /// <summary>Names of the Signal groups that the person belongs to.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Whether Signal tells others the person's number; by default it does not.</summary>
    public bool SharesNumber { get; init; }

    /// <summary>Whether the person is on that network.</summary>
    public bool IsOn(string network) => Networks is null || Networks.Contains(network, StringComparer.Ordinal);
}
