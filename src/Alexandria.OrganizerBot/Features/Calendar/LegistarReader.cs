using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Reads the answer of a Legistar Web API (<c>/v1/{client}/events</c>, https://webapi.legistar.com/Home/Examples). What a
/// feed says never makes it throw, and what it does not say clearly is never guessed.
/// </summary>
internal static class LegistarReader
{
    private const int MaxTitle = 120;
    private const int MaxLocation = 200;

    /// <summary>Public meetings begin between these; one at 1:00 AM is a slip of AM and PM.</summary>
    private static readonly LocalTime EarliestPlausible = new(6, 0);
    private static readonly LocalTime LatestPlausible = new(23, 0);

    /// <summary>Days before today and after it that are asked for.</summary>
    private const int DaysBack = 2;
    private const int DaysAhead = 90;

    /// <summary>
    /// The address to ask: from the day before yesterday to 90 days ahead, because an answer has 1,000 rows at most and
    /// begins with the oldest. An address that has a query already is left as it is.
    /// </summary>
    public static Uri Address(Uri feed, LocalDate today)
    {
        if (feed.Query.Length > 0)
            return feed;
        var from = LocalDatePattern.Iso.Format(today.PlusDays(-DaysBack));
        var until = LocalDatePattern.Iso.Format(today.PlusDays(DaysAhead));
        return new UriBuilder(feed)
        {
            Query =
                $"$filter=EventDate+ge+datetime'{from}'+and+EventDate+lt+datetime'{until}'&$orderby=EventDate,EventId",
        }.Uri;
    }

    /// <summary>Reads the answer's bytes.</summary>
    /// <param name="body">The answer as it came.</param>
    /// <param name="feedId">Id of one of the campaign's feeds, whose bodies of interest count; an unknown id has none.</param>
    /// <param name="campaign">Whose link hosts count.</param>
    /// <param name="fetchedAt">When the answer came.</param>
    public static CalendarReading Read(ReadOnlyMemory<byte> body, string feedId, Campaign campaign, Instant fetchedAt)
    {
        var bytes = WithoutByteOrderMark(body);
        if (WhyUnreadable(bytes.Span) is { } unreadable)
            return unreadable;
        // One broken byte costs one character, not the whole calendar.
        if (!Utf8.IsValid(bytes.Span))
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));
        using var document = JsonDocument.Parse(bytes);
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            return Unreadable("The answer is not a list of meetings.", "calendar.unreadable.not-a-list");

        var bodies = campaign.Feeds.FirstOrDefault(feed => feed.Id == feedId)?.Bodies ?? [];
        var meetings = new List<Meeting>();
        var dropped = new List<DroppedEntry>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var slots = new HashSet<(string, LocalDate, LocalTime?, string?, MeetingStatus)>();
        foreach (var (index, row) in document.RootElement.EnumerateArray().Index())
        {
            if (ReadRow(row, feedId, campaign, fetchedAt) is not { } meeting)
                dropped.Add(new DroppedEntry(index, IdOf(row), DropReason.Malformed));
            else if (bodies.Count > 0 && !bodies.Contains(meeting.Title, StringComparer.OrdinalIgnoreCase))
                dropped.Add(new DroppedEntry(index, meeting.Id, DropReason.OtherBody));
            else if (!ids.Add(meeting.Id) || !slots.Add(SlotOf(meeting)))
                dropped.Add(new DroppedEntry(index, meeting.Id, DropReason.Duplicate));
            else
                meetings.Add(meeting);
        }
        return
            dropped.Count > 0
            && dropped.TrueForAll(entry => entry.Reason == DropReason.Malformed)
            && meetings.Count == 0
            ? Unreadable("No entry of the answer can be read as a meeting.", "calendar.unreadable.no-entry")
            : new CalendarReading.Understood([.. meetings.Order(ByStart.Instance)], dropped);
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

    /// <summary>Looks at the answer as a whole before any entry: a web page, XML, half an answer.</summary>
    private static CalendarReading.Unreadable? WhyUnreadable(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty)
            return Unreadable("The answer is empty.", "calendar.unreadable.empty");
        if (start[0] == '<')
        {
            var head = Encoding.UTF8.GetString(start[..Math.Min(start.Length, 1024)]);
            return
                head.Contains("<html", StringComparison.OrdinalIgnoreCase)
                || head.Contains("<!doctype html", StringComparison.OrdinalIgnoreCase)
                ? Unreadable("The answer is a web page instead of data.", "calendar.unreadable.html")
                : Unreadable("The answer is XML instead of JSON.", "calendar.unreadable.xml");
        }
        if (start[0] is 0xFE or 0xFF or 0)
            return Unreadable("The answer is not in UTF-8.", "calendar.unreadable.encoding");

        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            while (reader.Read()) { }
        }
        catch (JsonException)
        {
            var at = reader.BytesConsumed;
            return Unreadable(
                $"The answer is not valid JSON (at byte {at}).",
                "calendar.unreadable.not-json",
                ("bytes", at)
            );
        }
        // A list that is closed has been read to the end; anything else is waiting for more.
        var isWhole = reader.CurrentDepth == 0 && reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject;
        var isScalar = reader.CurrentDepth == 0 && start[0] is not ((byte)'[' or (byte)'{');
        return isWhole ? null
            : isScalar ? Unreadable("The answer is not a list of meetings.", "calendar.unreadable.not-a-list")
            : Unreadable(
                $"The answer is cut off after {bytes.Length} bytes.",
                "calendar.unreadable.cut-off",
                ("bytes", bytes.Length)
            );
    }

    private static CalendarReading.Unreadable Unreadable(
        string reason,
        string key,
        params (string Name, object Value)[] values
    ) => new(reason, key, values);

    private static Meeting? ReadRow(JsonElement row, string feed, Campaign campaign, Instant fetchedAt)
    {
        if (row.ValueKind != JsonValueKind.Object)
            return null;
        var name = FeedText.Clean(Text(row, "EventBodyName"), MaxTitle, []);
        if (IdOf(row) is not { } id || name is null || DateOf(row) is not { } date)
            return null;

        var timeText = Text(row, "EventTime");
        var rawLocation = Text(row, "EventLocation");
        var verdict = CancellationWords.Of(
            Text(row, "EventAgendaStatusName"),
            Text(row, "EventMinutesStatusName"),
            name,
            timeText,
            rawLocation,
            Text(row, "EventComment"),
            Text(row, "EventAgendaFile")
        );
        var time = MeetingTimeText.Parse(timeText);
        var title = CancellationWords.WithoutMarker(name);
        var location = FeedText.Clean(rawLocation, MaxLocation, campaign.LinkHosts);
        var status = verdict == CancellationWords.Verdict.Off ? MeetingStatus.Cancelled : MeetingStatus.Scheduled;
        return new Meeting
        {
            Campaign = campaign.Id,
            Feed = feed,
            Id = id,
            Title = title,
            Date = date,
            Time = time,
            Location = location,
            Link = FeedText.Link(Text(row, "EventInSiteURL"), campaign.LinkHosts),
            Docket = DocketOf(row, campaign.LinkHosts),
            Status = status,
            Confidence =
                time is null ? MeetingConfidence.TimeUnknown
                : time < EarliestPlausible || time > LatestPlausible || verdict == CancellationWords.Verdict.Unclear
                    ? MeetingConfidence.NeedsReview
                : MeetingConfidence.Ok,
            ContentHash = HashOf(title, date, time, location, status),
            FetchedAt = fetchedAt,
        };
    }

    private static Docket? DocketOf(JsonElement row, IReadOnlyList<string> hosts)
    {
        var document = Text(row, "EventAgendaFile")?.Trim();
        var stamp = Text(row, "EventAgendaLastPublishedUTC")?.Trim();
        if (string.IsNullOrEmpty(document) && string.IsNullOrEmpty(stamp))
            return null;
        return new Docket(FeedText.Link(document, hosts), string.IsNullOrEmpty(stamp) ? document! : stamp);
    }

    /// <summary>Ids are numbers; one in quotation marks is taken too.</summary>
    private static string? IdOf(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty("EventId", out var id))
            return null;
        var written = id.ValueKind == JsonValueKind.Number ? id.GetRawText() : Text(row, "EventId");
        return long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>Local midnight without a zone: only the day means something, also where a feed puts a time beside it.</summary>
    private static LocalDate? DateOf(JsonElement row)
    {
        if (
            Text(row, "EventDate")?.Trim() is not { Length: >= 10 } text
            || (text.Length > 10 && text[10] is not ('T' or ' '))
        )
            return null;
        var parsed = LocalDatePattern.Iso.Parse(text[..10]);
        return parsed.Success && parsed.Value.Year is >= 1900 and <= 2200 ? parsed.Value : null;
    }

    private static string? Text(JsonElement row, string field)
    {
        if (!row.TryGetProperty(field, out var value) || value.ValueKind != JsonValueKind.String)
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

    /// <summary>Two rows of one body at one time are one meeting; without a time they must also name the same place.</summary>
    private static (string, LocalDate, LocalTime?, string?, MeetingStatus) SlotOf(Meeting meeting) =>
        (meeting.Title, meeting.Date, meeting.Time, meeting.Time is null ? meeting.Location : null, meeting.Status);

    private static string HashOf(string title, LocalDate date, LocalTime? time, string? location, MeetingStatus status)
    {
        // A separator that cleaned text cannot contain keeps "ab" + "c" apart from "a" + "bc".
        var noticed = string.Join(
            '\u001f',
            title,
            LocalDatePattern.Iso.Format(date),
            time is { } start ? LocalTimePattern.ExtendedIso.Format(start) : "",
            location,
            status == MeetingStatus.Cancelled ? "cancelled" : "scheduled"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(noticed)));
    }

    private sealed class ByStart : IComparer<Meeting>
    {
        public static ByStart Instance { get; } = new();

        public int Compare(Meeting? x, Meeting? y)
        {
            if (x is null || y is null)
                return x is null ? (y is null ? 0 : -1) : 1;
            var byDate = x.Date.CompareTo(y.Date);
            if (byDate != 0)
                return byDate;
            if (x.Time is null || y.Time is null)
                return (x.Time is null).CompareTo(y.Time is null);
            var byTime = x.Time.Value.CompareTo(y.Time.Value);
            return byTime != 0 ? byTime : string.CompareOrdinal(x.Title, y.Title);
        }
    }
}
