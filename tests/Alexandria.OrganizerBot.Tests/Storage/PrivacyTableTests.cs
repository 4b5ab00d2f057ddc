using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>docs/privacy.md names every field that the store writes, and no other, and says whether it is sealed.</summary>
public sealed partial class PrivacyTableTests
{
    private const string Open = "open";
    private const string Sealed = "sealed";

    private static readonly Lazy<IReadOnlyDictionary<string, Section>> Page = new(ReadPage);

    static PrivacyTableTests() => RowJson.Options.MakeReadOnly(populateMissingResolver: true);

    public static TheoryData<string> Collections => [.. StoreSchema.All.Select(definition => definition.Collection)];

    [Theory]
    [MemberData(nameof(Collections))]
    public void Every_field_of_a_collection_is_on_the_page_and_sealed_as_it_says(string collection)
    {
        var definition = StoreSchema.All.Single(one => one.Collection == collection);
        Assert.True(Page.Value.ContainsKey(collection), $"docs/privacy.md has no table for '{collection}'.");

        var (stored, named) = (Stored(definition).ToList(), Page.Value[collection].Fields);
        // A list of fields says more here than where two sequences part.
        Assert.True(
            stored.ToHashSet().SetEquals(named),
            $"docs/privacy.md, table '{collection}', lacks [{string.Join(", ", stored.Except(named))}] and names [{string.Join(", ", named.Except(stored))}], which is not stored so."
        );
        Assert.Equal(named.Distinct(StringComparer.Ordinal), named);
    }

    [Fact]
    public void The_page_has_no_table_for_what_is_not_stored_and_each_says_why_and_how_long()
    {
        Assert.Equal(
            StoreSchema.All.Select(definition => definition.Collection).Append(StoreDatabase.Meta).Order(),
            Page.Value.Keys.Order()
        );
        Assert.All(Page.Value.Values, section => Assert.True(section.SaysWhy && section.SaysHowLong, section.Name));
    }

    /// <summary>A value inside a sealed record is found at every depth, or the page could not be complete.</summary>
    [Fact]
    public void The_fields_are_those_that_a_row_is_written_with()
    {
        var fields = Stored(StoreSchema.Outbox).ToList();

        Assert.Contains($"{Open} queue", fields);
        Assert.Contains($"{Sealed} Message.To.Member", fields);
        Assert.Contains($"{Sealed} Message.Content.Action", fields);
        Assert.DoesNotContain(fields, field => field.EndsWith("MayBeForgotten", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Stored(RowDefinition definition)
    {
        var record = definition.GetType().GetGenericArguments().Single();
        return definition
            .Columns.Select(column => column.Name)
            .Prepend("id")
            .Select(name => $"{Open} {name}")
            .Concat(Leaves(record, path: "", []).Select(path => $"{Sealed} {path}"))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
    }

    /// <summary>
    /// The values that a record is written as, each with the way to it. A record inside one of its own kind is one value: the
    /// same fields once more.
    /// </summary>
    private static IEnumerable<string> Leaves(Type type, string path, ImmutableHashSet<Type> around)
    {
        if (around.Contains(type))
            return [path];
        var written = RowJson.Options.GetTypeInfo(type);
        var within = around.Add(type);
        return written switch
        {
            { PolymorphismOptions.DerivedTypes: { Count: > 0 } kinds } => kinds.SelectMany(kind =>
                Properties(RowJson.Options.GetTypeInfo(kind.DerivedType), path, within.Add(kind.DerivedType))
            ),
            { Kind: JsonTypeInfoKind.Object } => Properties(written, path, within),
            { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } => Leaves(element, path, within),
            _ => [path],
        };
    }

    private static IEnumerable<string> Properties(JsonTypeInfo record, string path, ImmutableHashSet<Type> around) =>
        record
            // What a record derives from its own values is not stored.
            .Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null)
            .SelectMany(property =>
                Leaves(property.PropertyType, path.Length == 0 ? property.Name : $"{path}.{property.Name}", around)
            );

    private static Dictionary<string, Section> ReadPage()
    {
        var sections = new Dictionary<string, Section>(StringComparer.Ordinal);
        Section? section = null;
        foreach (var line in File.ReadLines(Checkout.At("docs", "privacy.md")))
        {
            if (Heading().Match(line) is { Success: true } heading)
                sections.Add(heading.Groups["name"].Value, section = new Section(heading.Groups["name"].Value));
            else if (line.StartsWith('#'))
                section = null;
            else if (section is not null && Row().Match(line) is { Success: true } row)
                section.Fields.AddRange(
                    Name()
                        .Matches(row.Groups["names"].Value)
                        .Select(name => $"{row.Groups["seal"].Value} {name.Groups["name"].Value}")
                );
            else if (section is not null)
                section.Text.Add(line);
        }

        return sections;
    }

    [GeneratedRegex("^### `(?<name>[a-z]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\| (?<names>`[^|]+`) \| (?<seal>open|sealed) \| [^|]+ \|$", RegexOptions.NonBacktracking)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Name();

    private sealed record Section(string Name)
    {
        public List<string> Fields { get; } = [];
        public List<string> Text { get; } = [];
        public bool SaysWhy => Text.Exists(line => line.StartsWith("**Why:**", StringComparison.Ordinal));
        public bool SaysHowLong => Text.Exists(line => line.Contains("**How long:**", StringComparison.Ordinal));
    }
}
