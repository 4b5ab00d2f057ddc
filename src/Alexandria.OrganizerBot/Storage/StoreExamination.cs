using LiteDB;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Reads every row on every way that leads to it, before anything is served: LiteDB's pages carry no checksum, and a damaged
/// pointer in one of its indexes hides rows without a word.
/// </summary>
internal static class StoreExamination
{
    /// <summary>Examines every collection.</summary>
    /// <returns>How many rows each one holds.</returns>
    /// <exception cref="StoreDamagedException">A row does not open, or cannot be reached on one of the ways.</exception>
    public static IReadOnlyDictionary<string, int> Examine(ILiteDatabase database, RowSeal seal)
    {
        var counted = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var definition in StoreSchema.All)
        {
            try
            {
                counted[definition.Collection] = Examine(
                    definition,
                    database.GetCollection(definition.Collection, BsonAutoId.ObjectId),
                    seal
                );
            }
            catch (Exception e) when (e is not (StoreDamagedException or IOException))
            {
                throw new StoreDamagedException(definition.Collection, e);
            }
        }

        return counted;
    }

    private static int Examine(RowDefinition definition, ILiteCollection<BsonDocument> rows, RowSeal seal)
    {
        var indexed = definition.Columns.Where(column => column.Indexed).Select(column => column.Name).ToList();
        var entries = indexed.ConvertAll(_ => new List<BsonValue>());
        var ids = new List<BsonValue>();

        // Along the primary index: each row opens, and no id comes twice.
        foreach (var row in All(rows, RowPlace.Id).ToEnumerable())
        {
            var id = row[RowPlace.Id];
            if (ids.Count > 0 && ids[^1].CompareTo(id, Collation.Binary) >= 0)
                throw new InvalidDataException("The ids are out of order.");
            seal.Open(row[RowPlace.Sealed].AsBinary, RowPlace.Of(definition, row));
            ids.Add(id);
            for (var field = 0; field < indexed.Count; field++)
                entries[field].Add(row[indexed[field]]);
        }

        // By its id: the search takes the short cuts of the index, which the walk does not see.
        foreach (var id in ids)
        {
            if (rows.FindById(id) is not { } found || found[RowPlace.Id] != id)
                throw new InvalidDataException("A row is not found by its id.");
        }

        for (var field = 0; field < indexed.Count; field++)
            Examine(rows, indexed[field], entries[field]);
        return ids.Count;
    }

    /// <summary>Along one other index, and by each of its values.</summary>
    private static void Examine(ILiteCollection<BsonDocument> rows, string field, List<BsonValue> entries)
    {
        entries.Sort((one, other) => one.CompareTo(other, Collation.Binary));
        var ids = new HashSet<string>(entries.Count, StringComparer.Ordinal);
        var at = 0;
        foreach (var row in All(rows, field).ToEnumerable())
        {
            if (
                at == entries.Count
                || row[field].CompareTo(entries[at], Collation.Binary) != 0
                || !ids.Add(row[RowPlace.Id].AsString)
            )
                throw new InvalidDataException("An index leads to another row.");
            at++;
        }

        if (at != entries.Count)
            throw new InvalidDataException("An index leads to fewer rows than there are.");

        foreach (var value in entries.Where(value => !value.IsNull).CountBy(value => value))
        {
            if (Between(rows, field, value.Key, value.Key).Count() != value.Value)
                throw new InvalidDataException("A row is not found by a value of its own.");
        }
    }

    private static ILiteQueryable<BsonDocument> All(ILiteCollection<BsonDocument> rows, string field) =>
        Between(rows, field, BsonValue.MinValue, BsonValue.MaxValue).OrderBy($"$.{field}");

    /// <summary>A parametrised query, as in <see cref="Rows{T}"/>, so that it takes the same way through the same index.</summary>
    private static ILiteQueryable<BsonDocument> Between(
        ILiteCollection<BsonDocument> rows,
        string field,
        BsonValue from,
        BsonValue to
    ) => rows.Query().Where(BsonExpression.Create($"$.{field} BETWEEN @0 AND @1", from, to));
}
