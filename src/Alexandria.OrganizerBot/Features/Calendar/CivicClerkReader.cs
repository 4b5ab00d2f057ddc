using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Events of a CivicClerk API (<c>/v1/Events</c>, OData: <c>value[]</c>). Its times end in <c>Z</c> and are local all the
/// same, whatever the feed's own settings say.
/// </summary>
internal sealed class CivicClerkReader : ICalendarSource
{
    private static readonly string[] PlaceFields = ["address1", "address2", "city"];

    /// <inheritdoc/>
    public string Kind => "civicclerk";

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
            row => JsonAnswer.Number(row, "id")
        );

    /// <summary>The rows of an answer of this kind; null: it is another.</summary>
    public static JsonElement? RowsOf(JsonElement root) => JsonAnswer.RowsIn(root, "value", "eventName");

    private static EntryDraft? DraftOf(JsonElement row, FeedRules rules)
    {
        if (
            JsonAnswer.Number(row, "id") is not { } id
            || (JsonAnswer.Text(row, "startDateTime") ?? JsonAnswer.Text(row, "eventDate")) is not { } text
            || !OffsetDateTimePattern.GeneralIso.Parse(text.Trim()).TryGetValue(default, out var stated)
        )
            return null;
        var name = JsonAnswer.Text(row, "eventName");
        var location = LocationOf(row);
        return new EntryDraft
        {
            Id = id,
            Name = name,
            Start = new EntryStart.OnWall(stated.LocalDateTime, rules.Feed.Zone ?? rules.Zone),
            Location = location,
            DocketStamp = JsonAnswer.Text(row, "publishedAgendaTimeStamp"),
            Verdict = IsTrue(row, "isDeleted")
                ? CancellationWords.Verdict.Off
                : CancellationWords.Of(
                    agendaStatus: null,
                    minutesStatus: null,
                    FeedText.Clean(name, 120, []),
                    time: null,
                    location,
                    JsonAnswer.Text(row, "eventNotice") is { Length: > 0 } notice
                        ? notice
                        : JsonAnswer.Text(row, "eventDescription"),
                    agendaFile: null
                ),
        };
    }

    private static bool IsTrue(JsonElement row, string field) =>
        row.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? LocationOf(JsonElement row) =>
        JsonAnswer.Part(row, "eventLocation") is not { } place
            ? null
            : string.Join(
                ", ",
                PlaceFields
                    .Select(line => JsonAnswer.Text(place, line)?.Trim())
                    .Where(line => !string.IsNullOrEmpty(line))
                    .Distinct(StringComparer.Ordinal)
            );
}
