namespace Alexandria.OrganizerBot.Storage;

/// <summary>Where the store keeps its files.</summary>
internal sealed record StoreOptions
{
    /// <summary>The database, its lock and its side file.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The master key; never inside the data directory nor around it, so that a copy of one opens nothing.</summary>
    public required string KeysDirectory { get; init; }
}
