namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>Who and what is on the stage: one server (or group) with its roles and channels, and the people in it.</summary>
public sealed record StageCast
{
    /// <summary>The server's name.</summary>
    public string Server { get; init; } = "Rehearsal";

    /// <summary>The server's numeric id; a campaign is bound to it in its data.</summary>
    public required ulong ServerId { get; init; }

    /// <summary>Role ids by name.</summary>
    public IReadOnlyDictionary<string, ulong> Roles { get; init; } = new Dictionary<string, ulong>();

    /// <summary>Channel ids by name, without the <c>#</c>.</summary>
    public IReadOnlyDictionary<string, ulong> Channels { get; init; } = new Dictionary<string, ulong>();

    /// <summary>Everyone who may act.</summary>
    public IReadOnlyList<StagePerson> People { get; init; } = [];
}

/// <summary>A person on the stage.</summary>
/// <param name="Name">Unique in the cast.</param>
/// <param name="Roles">Names of the server's roles that the person holds.</param>
/// <param name="Locale">The client's language, a Discord locale such as <c>en-US</c> or <c>es-419</c>.</param>
/// <param name="DirectMessagesOpen">False: the service refuses direct messages to this person (Discord error 50007).</param>
public sealed record StagePerson(
    string Name,
    IReadOnlyList<string> Roles,
    string Locale = "en-US",
    bool DirectMessagesOpen = true
);
