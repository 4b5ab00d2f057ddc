using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Rows of a Legistar web calendar, as scrapers export its table ("Name", "Meeting Date", "Meeting Time", …). Dates are
/// American, month before day; times are local.
/// </summary>
internal sealed partial class LegistarWebReader : ICalendarSource
{
    /// <summary>Columns with addresses that hold the meeting's number.</summary>
    private static readonly string[] OwnPages = ["iCalendar", "Meeting Details"];

    private static readonly LocalDatePattern AmericanDate = LocalDatePattern.CreateWithInvariantCulture("M/d/uuuu");

    /// <inheritdoc/>
    public string Kind => "legistar-web";

    /// <inheritdoc/>
    public string MediaType => "application/json";

    /// <inheritdoc/>
    public Uri FirstPage(Uri feed, DateInterval window) => feed;

    /// <inheritdoc/>
    public CalendarReading Read(IReadOnlyList<ReadOnlyMemory<byte>> pages, FeedRules rules) =>
        JsonAnswer.Read(pages, new MeetingCollector(rules), root => root, row => DraftOf(row, rules), IdOf);

    /// <summary>Whether rows look like this kind's.</summary>
    public static bool Knows(JsonElement row) => row.TryGetProperty("Meeting Date", out _);

    private static EntryDraft? DraftOf(JsonElement row, FeedRules rules)
    {
        if (
            IdOf(row) is not { } id
            || JsonAnswer.Text(row, "Meeting Date")?.Trim() is not { } text
            || !AmericanDate.Parse(text).TryGetValue(default, out var date)
            || !MeetingCollector.IsPlausible(date)
        )
            return null;
        var name = Label(row, "Name");
        var time = JsonAnswer.Text(row, "Meeting Time");
        var location = JsonAnswer.Text(row, "Meeting Location");
        return new EntryDraft
        {
            Id = id,
            Name = name,
            Start = LocalRows.StartOf(date, time, rules),
            Location = location,
            Link = Address(row, "Meeting Details"),
            DocketDocument = Address(row, "Agenda"),
            // "Cancellation Notice" stands where the agenda would.
            Verdict = CancellationWords.Of(
                agendaStatus: null,
                minutesStatus: null,
                FeedText.Clean(name, 120, []),
                time,
                location,
                comment: null,
                Label(row, "Agenda")
            ),
        };
    }

    /// <summary>The number in the addresses of the row's own pages.</summary>
    private static string? IdOf(JsonElement row) =>
        OwnPages
            .Select(column => Address(row, column))
            .Select(address => address is null ? null : IdInAddress().Match(address))
            .Where(match => match is { Success: true })
            .Select(match => JsonAnswer.WholeNumber(match!.Groups["id"].Value))
            .FirstOrDefault(id => id is not null);

    /// <summary>A column holds plain text, or a label with an address.</summary>
    private static string? Label(JsonElement row, string column) =>
        JsonAnswer.Part(row, column) is { } part ? JsonAnswer.Text(part, "label") : JsonAnswer.Text(row, column);

    private static string? Address(JsonElement row, string column) =>
        JsonAnswer.Part(row, column) is { } part ? JsonAnswer.Text(part, "url") : null;

    [GeneratedRegex("[?&]ID=(?<id>[0-9]{1,18})(&|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex IdInAddress();
}
