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

    /// <summary>How many rows were removed since the store was opened, by transactions that are committed.</summary>
    public long Removed => Interlocked.Read(ref _removed);

    /// <summary>Whether the transaction in progress added or removed rows.</summary>
    public bool Changed => _changes.Values.Any(change => change != 0);

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
    public void Write(ILiteDatabase database) => Write(database, After());

    /// <summary>Starts from rows that were counted one by one, at the present start of the store.</summary>
    public void Begin(ILiteDatabase database, IReadOnlyDictionary<string, int> counted, int boots)
    {
        _counts = new Dictionary<string, int>(counted, StringComparer.Ordinal);
        _boots = boots;
        Write(database, _counts);
    }

    /// <summary>What the file says; null: it was written before there were counts.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The row was damaged.</exception>
    public (IReadOnlyDictionary<string, int> Counts, int Boots)? Read(ILiteDatabase database)
    {
        if (Meta(database).FindById(Key) is not { } row)
            return null;
        var saved = RowJson.Read<Saved>(seal.Open(row[Sealed].AsBinary, Place));
        return (saved.Counts, saved.Boots);
    }

    private Dictionary<string, int> After()
    {
        var after = new Dictionary<string, int>(_counts, StringComparer.Ordinal);
        foreach (var (collection, change) in _changes)
            after[collection] = after.GetValueOrDefault(collection) + change;
        return after;
    }

    private void Write(ILiteDatabase database, Dictionary<string, int> counts) =>
        Meta(database)
            .Upsert(
                new BsonDocument
                {
                    [RowPlace.Id] = Key,
                    [Sealed] = seal.Seal(RowJson.Write(new Saved(counts, _boots)), Place),
                }
            );

    private static ILiteCollection<BsonDocument> Meta(ILiteDatabase database) =>
        database.GetCollection(StoreDatabase.Meta, BsonAutoId.ObjectId);

    /// <summary>The counts, and the start of the store that wrote them.</summary>
    private sealed record Saved(Dictionary<string, int> Counts, int Boots);
}
