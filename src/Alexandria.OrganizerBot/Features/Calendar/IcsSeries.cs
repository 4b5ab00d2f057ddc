using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// The days of a series. Ical.Net works out the rule on the wall, without any zone, so that a meeting at 7 PM stays at 7 PM
/// across clock changes; which instant that is, is decided here as for every other meeting.
/// </summary>
/// <param name="Start">The first start on its wall.</param>
/// <param name="Rule">RRULE without its UNTIL.</param>
/// <param name="Until">The last moment of the series on the same wall; null: it has none.</param>
internal sealed record IcsSeries(LocalDateTime Start, string Rule, LocalDateTime? Until)
{
    /// <summary>No body of people meets more often within the days of interest.</summary>
    public const int MostInstances = 500;

    /// <summary>A rule that finds nothing in so many steps never will (30 February).</summary>
    private const int MostEmptySteps = 1_000;

    /// <summary>Working from further back costs time and no city's calendar needs it.</summary>
    private static readonly LocalDate Earliest = new(1970, 1, 1);

    /// <summary>Parts of a rule that say more than once a day: nothing that people meet for.</summary>
    private static readonly string[] WithinADay =
    [
        "FREQ=HOURLY",
        "FREQ=MINUTELY",
        "FREQ=SECONDLY",
        "BYHOUR=",
        "BYMINUTE=",
        "BYSECOND=",
    ];

    /// <summary>Whether the series ends by itself.</summary>
    public bool Ends => Until is not null || Rule.Contains("COUNT=", StringComparison.Ordinal);

    /// <summary>Takes a rule apart; null: it is not one that can be followed.</summary>
    public static IcsSeries? Of(LocalDateTime start, DateTimeZone zone, string rule, IcsDates dates)
    {
        var parts = rule.ToUpperInvariant()
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        const string until = "UNTIL=";
        LocalDateTime? last = null;
        foreach (var part in parts.Where(part => part.StartsWith(until, StringComparison.Ordinal)))
        {
            last = dates.ReadUntil(part[until.Length..], zone);
            if (last is null)
                return null;
        }
        if (
            start.Date < Earliest
            || !Array.Exists(parts, part => part.StartsWith("FREQ=", StringComparison.Ordinal))
            || Array.Exists(
                parts,
                part => Array.Exists(WithinADay, word => part.StartsWith(word, StringComparison.Ordinal))
            )
        )
            return null;
        return new IcsSeries(
            start,
            string.Join(';', parts.Where(part => !part.StartsWith(until, StringComparison.Ordinal))),
            last
        );
    }

    /// <summary>The starts within some days, on the wall, the earliest first; null: the rule cannot be followed.</summary>
    public IReadOnlyList<LocalDateTime>? Starts(LocalDate from, LocalDate to)
    {
        var end = Until is { } until && until < to.At(LocalTime.MaxValue) ? until : to.At(LocalTime.MaxValue);
        var starts = new List<LocalDateTime>();
        try
        {
            var first = from < Start.Date ? Start.Date : from;
            var series = new CalendarEvent { DtStart = OnWall(Start), RecurrenceRule = new RecurrencePattern(Rule) };
            foreach (
                var occurrence in series.GetOccurrences(
                    OnWall(first.AtMidnight()),
                    new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostEmptySteps }
                )
            )
            {
                var start = LocalDateTime.FromDateTime(occurrence.Period.StartTime.Value);
                if (start > end || starts.Count == MostInstances)
                    break;
                starts.Add(start);
            }
        }
        catch (EvaluationOutOfRangeException)
        {
            // The end of all dates; what came before it counts.
        }
        catch (Exception problem)
            when (problem is EvaluationException or ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
        return starts;
    }

    private static CalDateTime OnWall(LocalDateTime local) =>
        new(local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second, tzId: null);
}
