namespace Alexandria.OrganizerBot.Storage;

/// <summary>Where the store keeps its files.</summary>
internal sealed record StoreOptions
{
    /// <summary>The database, its lock and its side file.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// The first key share and the backups' keys; never inside the data directory or the backups' nor around one, so that a copy
    /// of those opens nothing.
    /// </summary>
    public required string KeysDirectory { get; init; }

    /// <summary>Where the second key share comes from; more than one is refused.</summary>
    public IReadOnlyList<SecondShare> SecondShares { get; init; } = [];

    /// <summary>Where backups are laid; null: the bot makes none by itself.</summary>
    public string? BackupDirectory { get; init; }

    /// <summary>False: damage is only met where it is read. For tests of that second line.</summary>
    public bool IsExaminedAtOpen { get; init; } = true;

    /// <summary>Streams in the place of the files of a new database, for a model of power cuts; null: the files.</summary>
    public StoreStreams? Streams { get; init; }
}

/// <summary>What a database is written to.</summary>
/// <param name="Data">The database.</param>
/// <param name="Log">Its log of transactions.</param>
internal sealed record StoreStreams(Stream Data, Stream Log);
