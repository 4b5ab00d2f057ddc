using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// The events of a Legistar Web API (<c>/v1/{client}/events</c>, https://webapi.legistar.com/Home/Examples). Its dates and
/// times are local to the city and carry no zone.
/// </summary>
/// <param name="tokens">For clients whose API demands one.</param>
internal sealed class LegistarReader(LegistarTokens tokens) : ICalendarSource
{
    /// <summary>An answer has no more rows than this, whatever was asked for.</summary>
    private const int RowsPerPage = 1000;

    /// <inheritdoc/>
    public string Kind => "legistar";

    /// <inheritdoc/>
    public string MediaType => "application/json";

    /// <inheritdoc/>
    /// <remarks>
    /// Only the window is asked for, in an order that stays the same from page to page. An address that has a query already
    /// is left as it is.
    /// </remarks>
    public Uri FirstPage(Uri feed, DateInterval window)
    {
        if (feed.Query.Length > 0)
            return tokens.Sign(feed);
        var from = LocalDatePattern.Iso.Format(window.Start);
        var until = LocalDatePattern.Iso.Format(window.End);
        return tokens.Sign(
            new UriBuilder(feed)
            {
                Query =
                    $"$filter=EventDate+ge+datetime'{from}'+and+EventDate+lt+datetime'{until}'&$orderby=EventDate,EventId",
            }.Uri
        );
    }

    /// <inheritdoc/>
    /// <remarks>Rows may shift between two pages; the ids tell which were seen already.</remarks>
    public Uri? PageAfter(Uri page, ReadOnlyMemory<byte> answer)
    {
        if (JsonAnswer.CountRows(answer) < RowsPerPage)
            return null;
        var parts = page.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries);
        var skipped = parts
            .Where(part => part.StartsWith(Skip, StringComparison.Ordinal))
            .Select(part => int.TryParse(part.AsSpan(Skip.Length), out var rows) ? rows : 0)
            .FirstOrDefault();
        var others = parts.Where(part =>
            !part.StartsWith(Skip, StringComparison.Ordinal) && !part.StartsWith(Top, StringComparison.Ordinal)
        );
        return new UriBuilder(page)
        {
            Query = string.Join('&', [.. others, $"{Top}{RowsPerPage}", $"{Skip}{skipped + RowsPerPage}"]),
        }.Uri;
    }

    private const string Top = "$top=";
    private const string Skip = "$skip=";

    /// <inheritdoc/>
    public CalendarReading Read(IReadOnlyList<ReadOnlyMemory<byte>> pages, FeedRules rules) =>
        JsonAnswer.Read(
            pages,
            // The address asked for the window; an address of one's own is taken at its word.
            new MeetingCollector(rules with { WholeCalendar = true }),
            root => root,
            row => DraftOf(row, rules),
            row => JsonAnswer.Number(row, "EventId")
        );

    /// <summary>Whether rows look like this kind's.</summary>
    public static bool Knows(JsonElement row) => row.TryGetProperty("EventBodyName", out _);

    private static EntryDraft? DraftOf(JsonElement row, FeedRules rules)
    {
        if (JsonAnswer.Number(row, "EventId") is not { } id || DateOf(row) is not { } date)
            return null;
        var name = JsonAnswer.Text(row, "EventBodyName");
        var time = JsonAnswer.Text(row, "EventTime");
        var location = JsonAnswer.Text(row, "EventLocation");
        return new EntryDraft
        {
            Id = id,
            Name = name,
            Start = LocalRows.StartOf(date, time, rules),
            Location = location,
            Link = JsonAnswer.Text(row, "EventInSiteURL"),
            DocketDocument = JsonAnswer.Text(row, "EventAgendaFile"),
            DocketStamp = JsonAnswer.Text(row, "EventAgendaLastPublishedUTC"),
            Verdict = CancellationWords.Of(
                JsonAnswer.Text(row, "EventAgendaStatusName"),
                JsonAnswer.Text(row, "EventMinutesStatusName"),
                FeedText.Clean(name, 120, []),
                time,
                location,
                JsonAnswer.Text(row, "EventComment"),
                JsonAnswer.Text(row, "EventAgendaFile")
            ),
        };
    }

    /// <summary>Local midnight without a zone: only the day means something, also where a feed puts a time beside it.</summary>
    private static LocalDate? DateOf(JsonElement row)
    {
        if (
            JsonAnswer.Text(row, "EventDate")?.Trim() is not { Length: >= 10 } text
            || (text.Length > 10 && text[10] is not ('T' or ' '))
        )
            return null;
        var parsed = LocalDatePattern.Iso.Parse(text[..10]);
        return parsed.Success && MeetingCollector.IsPlausible(parsed.Value) ? parsed.Value : null;
    }
}
