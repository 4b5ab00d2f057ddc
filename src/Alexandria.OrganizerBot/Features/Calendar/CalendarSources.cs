using System.Text.Json;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>The kinds of calendars that the bot reads: the whole list.</summary>
/// <param name="tokens">For Legistar's API.</param>
internal sealed class CalendarSources(LegistarTokens tokens)
{
    public static CalendarSources WithoutTokens { get; } = new(LegistarTokens.None);

    public IReadOnlyList<ICalendarSource> All { get; } =
    [new LegistarReader(tokens), new IcsReader(), new LegistarWebReader(), new ElmsReader(), new CivicClerkReader()];

    /// <summary>The source of a kind; null: there is none.</summary>
    public ICalendarSource? Find(string kind) => All.FirstOrDefault(source => source.Kind == kind);

    /// <summary>The source of a kind that the campaign's file was checked for.</summary>
    public ICalendarSource Of(string kind) =>
        Find(kind) ?? throw new ArgumentException($"'{kind}' is no kind of calendar.", nameof(kind));

    /// <summary>The kind that an address alone tells; null: it does not tell.</summary>
    public ICalendarSource? Recognize(Uri address) =>
        LegistarTokens.IsApi(address) ? Of("legistar")
        : address.AbsolutePath.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) ? Of("ics")
        : null;

    /// <summary>Which kind an answer looks like; null: none. A list without rows says nothing, and is taken as Legistar's.</summary>
    public ICalendarSource? Recognize(ReadOnlyMemory<byte> answer)
    {
        if (IcsText.LooksLikeIt(answer))
            return Of("ics");
        if (JsonAnswer.Open(answer, out var document) is not null)
            return null;
        using (document)
            return KindOf(document!.RootElement) is { } kind ? Of(kind) : null;
    }

    private static string? KindOf(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            var rows = root.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Object).ToList();
            return rows.Exists(LegistarWebReader.Knows) ? "legistar-web"
                : rows.Exists(LegistarReader.Knows) || root.GetArrayLength() == 0 ? "legistar"
                : null;
        }
        return ElmsReader.RowsOf(root) is not null ? "elms"
            : CivicClerkReader.RowsOf(root) is not null ? "civicclerk"
            : null;
    }
}
