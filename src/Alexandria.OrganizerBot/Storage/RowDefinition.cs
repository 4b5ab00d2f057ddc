using LiteDB;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>What can be said of a kind of row without knowing the record in it: enough to find and examine every row.</summary>
/// <param name="Collection">The collection's name.</param>
internal abstract record RowDefinition(string Collection)
{
    /// <summary>The fields beside the sealed record, in the order in which they are bound into the seal.</summary>
    public abstract IReadOnlyList<RowColumn> Columns { get; }
}

/// <summary>One kind of row: its collection, how its id is built, and the few values of it that stand in the open.</summary>
/// <param name="Collection">The collection's name.</param>
/// <param name="Id">The row's id, built from what it is; ordinal, ASCII, and never a network's id of a person.</param>
/// <param name="Fields">What stands beside the sealed record.</param>
internal sealed record RowDefinition<T>(string Collection, Func<T, string> Id, params IReadOnlyList<RowField<T>> Fields)
    : RowDefinition(Collection)
{
    /// <inheritdoc/>
    public override IReadOnlyList<RowColumn> Columns { get; } =
    [.. Fields.Select(field => new RowColumn(field.Name, field.Indexed))];
}

/// <summary>A value beside the sealed record: a number or a short string that names nobody.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">The value; null is left out of every range.</param>
/// <param name="Indexed">False: it is only filtered or deleted by, in rare walks over the whole collection.</param>
internal sealed record RowField<T>(string Name, Func<T, BsonValue> Value, bool Indexed = true);

/// <summary>A field's name, and whether there is an index over it.</summary>
internal sealed record RowColumn(string Name, bool Indexed);
