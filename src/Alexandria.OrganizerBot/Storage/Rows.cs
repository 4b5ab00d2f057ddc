using System.Text;
using LiteDB;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// The rows of one kind, within one session. A row is <c>_id</c>, the definition's fields in the open, and <c>v</c>: the
/// record as JSON, sealed together with all of these. A row that does not open is reported and never served.
/// </summary>
internal sealed class Rows<T>(RowDefinition<T> definition, SessionScope scope)
    where T : class
{
    private const string Id = RowPlace.Id;
    private const string Sealed = RowPlace.Sealed;

    /// <summary>LiteDB takes keys of at most 1023 bytes.</summary>
    private const int LongestId = 500;

    public T? Find(string id) => Touch(rows => rows.FindById(id) is { } row ? OpenRow(row, Id, id, id) : null);

    public bool Exists(string id) => Touch(rows => rows.FindById(id) is not null);

    /// <summary>Inserts the record, or replaces the row with its id.</summary>
    public void Save(T record)
    {
        var id = definition.Id(record);
        if (id.Length is 0 or > LongestId || !Ascii.IsValid(id))
            throw new ArgumentException(
                $"An id of '{definition.Collection}' is empty, too long or not ASCII.",
                nameof(record)
            );
        var row = new BsonDocument { [Id] = id };
        foreach (var field in definition.Fields)
            row[field.Name] = field.Value(record);
        row[Sealed] = scope.Seal.Seal(RowJson.Write(record), RowPlace.Of(definition, row));
        if (Change(rows => rows.Upsert(row)))
            scope.Counted(definition.Collection, 1);
    }

    public bool Delete(string id)
    {
        var deleted = Change(rows => rows.Delete(id));
        if (deleted)
            scope.Counted(definition.Collection, -1);
        return deleted;
    }

    /// <summary>Deletes the rows whose field lies between both values, these included, and not more than the limit; says how many.</summary>
    public int DeleteBetween(string field, BsonValue from, BsonValue to, int limit = int.MaxValue)
    {
        // Two steps, so that nothing is deleted under the feet of a walk along the same index.
        var deleted = Change(rows =>
            Range(rows, field, from, to).Select("$._id").Limit(limit).ToList().Count(row => rows.Delete(row[Id]))
        );
        scope.Counted(definition.Collection, -deleted);
        return deleted;
    }

    /// <summary>Deletes the rows whose id begins with the text; says how many.</summary>
    public int DeleteStartingWith(string prefix, int limit = int.MaxValue) =>
        DeleteBetween(Id, prefix, After(prefix), limit);

    /// <summary>The rows whose field lies between both values, these included, in the field's order.</summary>
    public List<T> Between(string field, BsonValue from, BsonValue to, int limit = int.MaxValue) =>
        Touch(rows =>
            Range(rows, field, from, to)
                .OrderBy($"$.{field}")
                .Limit(limit)
                .ToList()
                .ConvertAll(row => OpenRow(row, field, from, to))
        );

    public List<T> WithField(string field, BsonValue value) => Between(field, value, value);

    public bool AnyWithField(string field, BsonValue value) => Touch(rows => Range(rows, field, value, value).Exists());

    /// <summary>The rows whose id begins with the text, in the order of their ids.</summary>
    public List<T> StartingWith(string prefix) => Between(Id, prefix, After(prefix));

    /// <summary>So many of the rows whose id begins with the text, from the first one after an id on.</summary>
    /// <param name="prefix">What their ids begin with.</param>
    /// <param name="after">The id, of the same length as all of theirs; null: from the beginning.</param>
    /// <param name="limit">At most so many.</param>
    public List<T> StartingWith(string prefix, string? after, int limit) =>
        Between(Id, after is null ? prefix : After(after), After(prefix), limit);

    public int CountWithField(string field, BsonValue value) => Touch(rows => Range(rows, field, value, value).Count());

    public int CountBetween(string field, BsonValue from, BsonValue to) =>
        Touch(rows => Range(rows, field, from, to).Count());

    /// <summary>The lowest value of the field between both, these included; null: there is none.</summary>
    public string? FirstValue(string field, string from, string to) =>
        Touch(rows =>
        {
            if (Range(rows, field, from, to).OrderBy($"$.{field}").Limit(1).ToList() is not [var row])
                return null;
            // Opened only to see that the value is the row's own.
            OpenRow(row, field, from, to);
            return row[field].AsString;
        });

    /// <summary>Creates the collection and its indexes where they are missing.</summary>
    public void EnsureIndexes() =>
        Change(rows =>
        {
            foreach (var field in definition.Fields.Where(f => f.Indexed))
                rows.EnsureIndex(field.Name, $"$.{field.Name}");
            return 0;
        });

    /// <summary>Greater than every id that begins with the text: ids are ASCII, and DEL is its last character.</summary>
    private static string After(string prefix) => prefix + '\u007f';

    /// <summary>
    /// The range as a parametrised query. <c>Query.Between</c> and its like write the values into the text, and LiteDB
    /// compiles each new text (3 ms) and keeps it for ever.
    /// </summary>
    private static ILiteQueryable<BsonDocument> Range(
        ILiteCollection<BsonDocument> rows,
        string field,
        BsonValue from,
        BsonValue to
    ) => rows.Query().Where(BsonExpression.Create($"$.{field} BETWEEN @0 AND @1", from, to));

    private T OpenRow(BsonDocument row, string field, BsonValue from, BsonValue to)
    {
        var value = row[field];
        if (value.CompareTo(from, Collation.Binary) < 0 || value.CompareTo(to, Collation.Binary) > 0)
            throw new InvalidDataException("An index leads to another row.");
        return RowJson.Read<T>(scope.Seal.Open(row[Sealed].AsBinary, RowPlace.Of(definition, row)));
    }

    private TResult Touch<TResult>(Func<ILiteCollection<BsonDocument>, TResult> work) =>
        scope.Guard(
            definition.Collection,
            () => work(scope.Database.GetCollection(definition.Collection, BsonAutoId.ObjectId))
        );

    private TResult Change<TResult>(Func<ILiteCollection<BsonDocument>, TResult> work)
    {
        scope.DemandWritable();
        return Touch(work);
    }
}
