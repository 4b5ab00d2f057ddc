using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>A meeting as the city's calendar file states it.</summary>
/// <param name="Time">Local to the city; null where the calendar states none that can be read.</param>
internal sealed record StageMeeting(string Id, string Title, LocalDate Date, LocalTime? Time, string Place, bool IsOff)
{
    /// <summary>Local date and time of the start.</summary>
    public LocalDateTime? StartsLocal => Time is { } time ? Date + time : null;
}

/// <summary>
/// The stage's own small reader of Legistar's event rows. It shares nothing with the bot's reader on purpose: what one
/// misreads, the other shall notice.
/// </summary>
internal static class StageCalendar
{
    private static readonly LocalTimePattern[] TimePatterns =
    [
        LocalTimePattern.CreateWithInvariantCulture("h:mm tt"),
        LocalTimePattern.CreateWithInvariantCulture("h:mmtt"),
        LocalTimePattern.CreateWithInvariantCulture("h tt"),
        LocalTimePattern.CreateWithInvariantCulture("H:mm"),
    ];

    private static readonly string[] OffWords = ["cancel", "deferred", "postponed"];

    /// <summary>Reads all rows, in the file's order.</summary>
    /// <exception cref="FormatException">The file is no list of Legistar events; the message says what is wrong.</exception>
    public static IReadOnlyList<StageMeeting> Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return [.. document.RootElement.EnumerateArray().Select(Row)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException(
                $"{Path.GetFileName(file)} is no list of Legistar events: {error.Message}",
                error
            );
        }
    }

    /// <summary>
    /// The first meeting, by start, whose reminders straddle a clock change: it takes place between 10:00 and 19:30 local
    /// time, and the zone's offset changes between seven days and one day before it.
    /// </summary>
    public static StageMeeting? StraddlingClockChange(IEnumerable<StageMeeting> meetings, DateTimeZone zone) =>
        meetings.Where(meeting => Straddles(meeting, zone)).OrderBy(meeting => meeting.StartsLocal).FirstOrDefault();

    private static bool Straddles(StageMeeting meeting, DateTimeZone zone)
    {
        if (meeting.IsOff || meeting.Time is not { } time || meeting.StartsLocal is not { } start)
        {
            return false;
        }

        var weekBefore = WallTime.ToInstant(start.PlusDays(-7), zone);
        var dayBefore = WallTime.ToInstant(start.PlusDays(-1), zone);
        var changes = zone.GetUtcOffset(weekBefore) != zone.GetUtcOffset(dayBefore);
        return changes && time >= new LocalTime(10, 0) && time <= new LocalTime(19, 30);
    }

    private static StageMeeting Row(JsonElement row)
    {
        var date = row.GetProperty("EventDate").GetString() ?? "";
        var parsed = LocalDatePattern.Iso.Parse(date.Length >= 10 ? date[..10] : date);
        if (!parsed.Success)
        {
            throw new FormatException($"an event has the date '{date}'");
        }

        var time = Text(row, "EventTime");
        var title = Text(row, "EventBodyName");
        var place = Text(row, "EventLocation");
        var isOff = new[] { Text(row, "EventAgendaStatusName"), title, time, place }.Any(IsOffWord);
        return new StageMeeting(
            row.GetProperty("EventId").GetRawText().Trim('"'),
            title,
            parsed.Value,
            ParseTime(time),
            place,
            isOff
        );
    }

    private static bool IsOffWord(string text) =>
        OffWords.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Text(JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!.Trim()
            : "";

    private static LocalTime? ParseTime(string text)
    {
        var plain = text.Replace(".", "", StringComparison.Ordinal).ToUpper(CultureInfo.InvariantCulture);
        return TimePatterns
            .Select(pattern => pattern.Parse(plain))
            .Where(result => result.Success)
            .Select(result => (LocalTime?)result.Value)
            .FirstOrDefault();
    }
}
