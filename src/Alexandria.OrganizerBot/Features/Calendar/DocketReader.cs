using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Reads the items of a meeting's docket as a Legistar Web API gives them
/// (<c>/v1/{client}/events/{id}/eventitems</c>, https://webapi.legistar.com/Home/Examples), and finds those that fit a
/// campaign's keywords. What a feed says never makes it throw.
/// </summary>
internal static class DocketReader
{
    /// <summary>More than the longest docket of a city has; what comes after is not looked at.</summary>
    public const int MostItems = 1000;

    /// <summary>Numbers, titles and keywords are shown to people; the rest is only looked through.</summary>
    private const int LongestNumber = 12;
    private const int LongestTitle = 200;
    private const int LongestText = 20_000;
    private const int MostAttachments = 50;

    /// <summary>Where an item says what it is about, the best title first.</summary>
    private static readonly string[] Titles = ["EventItemTitle", "EventItemMatterName", "EventItemAgendaNote"];

    private static readonly string[] Texts =
    [
        .. Titles,
        "EventItemMinutesNote",
        "EventItemActionText",
        "EventItemMatterType",
    ];

    /// <summary>
    /// The address of a meeting's items, from that of its feed; null: the feed's kind has none, or the meeting's id is no
    /// number. A token in the feed's address goes along.
    /// </summary>
    public static Uri? Address(CalendarFeed feed, string meeting)
    {
        if (feed.Kind != "legistar" || !meeting.All(char.IsAsciiDigit))
            return null;
        var token = feed
            .Url.Query.TrimStart('?')
            .Split('&')
            .FirstOrDefault(part => part.StartsWith("token=", StringComparison.OrdinalIgnoreCase));
        return new UriBuilder(feed.Url)
        {
            Path = $"{feed.Url.AbsolutePath.TrimEnd('/')}/{meeting}/eventitems",
            Query = "AgendaNote=1&MinutesNote=1&Attachments=1" + (token is null ? "" : $"&{token}"),
        }.Uri;
    }

    /// <summary>Reads the answer's bytes.</summary>
    /// <param name="body">The answer as it came.</param>
    /// <param name="campaign">Whose keywords and link hosts count.</param>
    public static DocketReading Read(ReadOnlyMemory<byte> body, Campaign campaign)
    {
        var bytes = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        var start = bytes.Span.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
            return Unreadable("The answer is empty.", "calendar.unreadable.empty");
        if (start[0] == '<')
            return Unreadable("The answer is a web page instead of data.", "calendar.unreadable.html");
        // One broken byte costs one character, not the whole docket.
        if (!Utf8.IsValid(bytes.Span))
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? new DocketReading.Understood([
                    .. document
                        .RootElement.EnumerateArray()
                        .Take(MostItems)
                        .Select(row => Match(row, campaign))
                        .OfType<DocketItem>(),
                ])
                : Unreadable("The answer is not a list of items.", "calendar.unreadable.not-a-list");
        }
        catch (JsonException mistake)
        {
            return Unreadable(
                "The answer is not valid JSON.",
                "calendar.unreadable.not-json",
                ("bytes", mistake.BytePositionInLine ?? 0)
            );
        }
    }

    private static DocketReading.Unreadable Unreadable(
        string reason,
        string key,
        params (string Name, object Value)[] values
    ) => new(reason, key, values);

    /// <summary>The item, where a keyword fits it.</summary>
    private static DocketItem? Match(JsonElement row, Campaign campaign)
    {
        if (row.ValueKind != JsonValueKind.Object)
            return null;
        // Each text for itself, so that the end of one and the beginning of the next make no phrase.
        var texts = Texts
            .Select(field => Text(row, field))
            .Concat(Attachments(row))
            .Select(text => DocketWord.In(FeedText.Clean(text, LongestText, [])))
            .ToList();
        var found = campaign
            .Keywords.Where(keyword => texts.Exists(keyword.IsIn))
            .Select(keyword => keyword.Text)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return found.Count == 0
            ? null
            : new DocketItem(
                FeedText.Clean(Text(row, "EventItemAgendaNumber"), LongestNumber, [])?.TrimEnd('.'),
                Titles
                    .Select(field => FeedText.Clean(Text(row, field), LongestTitle, campaign.LinkHosts))
                    .FirstOrDefault(title => title is not null)
                    ?? FeedText.Clean(string.Join(", ", found), LongestTitle, [])!,
                found,
                IsNew: false
            );
    }

    private static IEnumerable<string?> Attachments(JsonElement row) =>
        row.TryGetProperty("EventItemMatterAttachments", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
                .Take(MostAttachments)
                .Where(one => one.ValueKind == JsonValueKind.Object)
                .Select(one => Text(one, "MatterAttachmentName"))
            : [];

    private static string? Text(JsonElement row, string field)
    {
        if (!row.TryGetProperty(field, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.Number)
            return value.GetRawText();
        if (value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: no text can hold it.
            return null;
        }
    }
}

/// <summary>What reading a docket's items gave.</summary>
internal abstract record DocketReading
{
    private DocketReading() { }

    /// <summary>The items that fit a keyword, in the docket's order.</summary>
    public sealed record Understood(IReadOnlyList<DocketItem> Items) : DocketReading;

    /// <summary>Not a list of items. The parameters are those of <see cref="CalendarReading.Unreadable"/>.</summary>
    public sealed record Unreadable(string Reason, string Key, IReadOnlyList<(string Name, object Value)> Values)
        : DocketReading;
}
