namespace Alexandria.OrganizerBot.Storage;

/// <summary>Where the store keeps its files.</summary>
internal sealed record StoreOptions
{
    /// <summary>The database, its lock and its side file.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The master key; never inside the data directory nor around it, so that a copy of one opens nothing.</summary>
    public required string KeysDirectory { get; init; }

    /// <summary>False: damage is only met where it is read. For tests of that second line.</summary>
    public bool IsExaminedAtOpen { get; init; } = true;

    /// <summary>Streams in the place of the files of a new database, for a model of power cuts; null: the files.</summary>
    public StoreStreams? Streams { get; init; }
}

/// <summary>What a database is written to.</summary>
/// <param name="Data">The database.</param>
/// <param name="Log">Its log of transactions.</param>
internal sealed record StoreStreams(Stream Data, Stream Log);
