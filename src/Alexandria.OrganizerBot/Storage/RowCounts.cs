using System.Text;
using LiteDB;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// How many rows each collection holds, sealed in a row of its own and changed within each transaction that adds or removes
/// rows. A row that vanished from the file is told by it; a seal alone would not miss what is not there.
/// </summary>
/// <param name="seal">Seals the counts.</param>
internal sealed class RowCounts(RowSeal seal)
{
    private const string Key = "counts";
    private const string Sealed = "v";
    private static readonly byte[] Place = Encoding.UTF8.GetBytes("meta/counts");

    private readonly Dictionary<string, int> _changes = new(StringComparer.Ordinal);
    private Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _boots;
    private long _removing;
    private long _removed;

    /// <summary>How many rows were ever removed, by transactions that are committed: what is in a backup of the same number stands yet.</summary>
    public long Removed => Interlocked.Read(ref _removed);

    /// <summary>Whether the transaction in progress added or removed rows.</summary>
    public bool Changed => _removing > 0 || _changes.Values.Any(change => change != 0);

    public int Of(string collection) => _counts.GetValueOrDefault(collection);

    /// <summary>Notes, within a transaction, that rows were added or (below 0) removed.</summary>
    public void Add(string collection, int change)
    {
        _changes[collection] = _changes.GetValueOrDefault(collection) + change;
        _removing += Math.Max(0, -change);
    }

    /// <summary>The transaction was rolled back, or a new one begins: nothing of it counts.</summary>
    public void Discard()
    {
        _changes.Clear();
        _removing = 0;
    }

    /// <summary>The transaction was committed, the counts with it.</summary>
    public void Accept()
    {
        _counts = After();
        Interlocked.Add(ref _removed, _removing);
        Discard();
    }

    /// <summary>Writes the counts as they are after the transaction in progress, as a part of it.</summary>
    public void Write(ILiteDatabase database) => Write(database, After(), Removed + _removing);

    /// <summary>Starts from rows that were counted one by one, at the present start of the store.</summary>
    public void Begin(ILiteDatabase database, IReadOnlyDictionary<string, int> counted, int boots)
    {
        _counts = new Dictionary<string, int>(counted, StringComparer.Ordinal);
        _boots = boots;
        Interlocked.Exchange(ref _removed, Saved(database)?.Removed ?? 0);
        Write(database, _counts, Removed);
    }

    /// <summary>What the file says; null: it was written before there were counts.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The row was damaged.</exception>
    public (IReadOnlyDictionary<string, int> Counts, int Boots)? Read(ILiteDatabase database)
    {
        return Saved(database) is { } saved ? (saved.Counts, saved.Boots) : null;
    }

    private SavedCounts? Saved(ILiteDatabase database) =>
        Meta(database).FindById(Key) is { } row
            ? RowJson.Read<SavedCounts>(seal.Open(row[Sealed].AsBinary, Place))
            : null;

    private Dictionary<string, int> After()
    {
        var after = new Dictionary<string, int>(_counts, StringComparer.Ordinal);
        foreach (var (collection, change) in _changes)
            after[collection] = after.GetValueOrDefault(collection) + change;
        return after;
    }

    private void Write(ILiteDatabase database, Dictionary<string, int> counts, long removed) =>
        Meta(database)
            .Upsert(
                new BsonDocument
                {
                    [RowPlace.Id] = Key,
                    [Sealed] = seal.Seal(RowJson.Write(new SavedCounts(counts, _boots) { Removed = removed }), Place),
                }
            );

    private static ILiteCollection<BsonDocument> Meta(ILiteDatabase database) =>
        database.GetCollection(StoreDatabase.Meta, BsonAutoId.ObjectId);

    /// <summary>The counts, and the start of the store that wrote them.</summary>
    private sealed record SavedCounts(Dictionary<string, int> Counts, int Boots)
    {
        /// <summary>How many rows were ever removed.</summary>
        public long Removed { get; init; }
    }
}
