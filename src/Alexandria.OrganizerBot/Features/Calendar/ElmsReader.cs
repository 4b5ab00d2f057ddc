using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Meetings of Chicago's eLMS (<c>data[]</c> with <c>meetingId</c>, <c>date</c> and <c>status</c>). Its dates carry their
/// offset and are points in time.
/// </summary>
internal sealed class ElmsReader : ICalendarSource
{
    /// <inheritdoc/>
    public string Kind => "elms";

    /// <inheritdoc/>
    public string MediaType => "application/json";

    /// <inheritdoc/>
    public Uri FirstPage(Uri feed, DateInterval window) => feed;

    /// <inheritdoc/>
    public CalendarReading Read(IReadOnlyList<ReadOnlyMemory<byte>> pages, FeedRules rules) =>
        JsonAnswer.Read(
            pages,
            new MeetingCollector(rules),
            RowsOf,
            row => DraftOf(row, rules),
            row => FeedIds.Short(JsonAnswer.Text(row, "meetingId"))
        );

    /// <summary>The rows of an answer of this kind; null: it is another.</summary>
    public static JsonElement? RowsOf(JsonElement root) => JsonAnswer.RowsIn(root, "data", "meetingId");

    private static EntryDraft? DraftOf(JsonElement row, FeedRules rules)
    {
        if (
            FeedIds.Short(JsonAnswer.Text(row, "meetingId")) is not { } id
            || StartOf(JsonAnswer.Text(row, "date"), rules) is not { } start
        )
            return null;
        var name = JsonAnswer.Text(row, "body");
        var status = JsonAnswer.Text(row, "status")?.Trim();
        return new EntryDraft
        {
            Id = id,
            Name = name,
            Start = start,
            Location = JsonAnswer.Text(row, "location"),
            DocketDocument = AgendaOf(row),
            Verdict = CancellationWords.Of(
                status,
                minutesStatus: null,
                FeedText.Clean(name, 120, []),
                time: null,
                JsonAnswer.Text(row, "location"),
                JsonAnswer.Text(row, "comment"),
                agendaFile: null
            ),
            // "Rescheduled" does not say whether to this day or from it, and a recessed meeting goes on elsewhere.
            IsDoubtful = status is "Rescheduled" or "Recessed",
        };
    }

    private static EntryStart? StartOf(string? date, FeedRules rules)
    {
        if (date is null || !OffsetDateTimePattern.GeneralIso.Parse(date.Trim()).TryGetValue(default, out var stated))
            return null;
        return rules.Feed.ZIsLocal
            ? new EntryStart.OnWall(stated.LocalDateTime, rules.Feed.Zone ?? rules.Zone)
            : new EntryStart.Moment(stated.ToInstant());
    }

    private static string? AgendaOf(JsonElement row) =>
        row.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Array
            ? files
                .EnumerateArray()
                .Where(file => JsonAnswer.Text(file, "attachmentType") == "Agenda")
                .Select(file => JsonAnswer.Text(file, "path"))
                .FirstOrDefault()
            : null;
}
