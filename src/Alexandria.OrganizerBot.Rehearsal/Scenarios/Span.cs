using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>
/// A span as scenarios write it: <c>9d</c>, <c>2h30m</c>, <c>1d12h</c>, <c>45s</c>. Days are calendar days, which keep
/// the wall time across a clock change; hours and less are exact.
/// </summary>
internal sealed partial record Span(int Days, Duration Rest)
{
    /// <summary>Reads a span; null when the text is none.</summary>
    public static Span? TryParse(string text)
    {
        var match = Form().Match(text.Trim());
        if (!match.Success || match.Length == 0)
        {
            return null;
        }

        return new Span(
            Number("d"),
            Duration.FromHours(Number("h"))
                + Duration.FromMinutes(Number("m"))
                + Duration.FromSeconds(Number("s"))
                + Duration.FromMilliseconds(Number("ms"))
        );

        int Number(string unit) =>
            match.Groups[unit].Success ? int.Parse(match.Groups[unit].Value, CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>The instant this span after <paramref name="from"/>: first the calendar days, then the rest.</summary>
    public Instant After(Instant from, DateTimeZone zone) => Shift(from, zone, Days, Rest);

    /// <summary>The instant this span before <paramref name="from"/>: first the calendar days, then the rest.</summary>
    public Instant Before(Instant from, DateTimeZone zone) => Shift(from, zone, -Days, -Rest);

    /// <summary>Exact length; days count 24 hours.</summary>
    public TimeSpan ToTimeSpan() => (Duration.FromDays(Days) + Rest).ToTimeSpan();

    private static Instant Shift(Instant from, DateTimeZone zone, int days, Duration rest) =>
        (days == 0 ? from : WallTime.ToInstant(from.InZone(zone).LocalDateTime.PlusDays(days), zone)) + rest;

    [GeneratedRegex(
        @"^(?:(?<d>\d{1,4})d)?(?:(?<h>\d{1,4})h)?(?:(?<m>\d{1,5})m)?(?:(?<s>\d{1,6})s)?(?:(?<ms>\d{1,7})ms)?$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Form();
}
