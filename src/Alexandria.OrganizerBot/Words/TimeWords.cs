using System.Globalization;
using NodaTime;

namespace Alexandria.OrganizerBot.Words;

/// <summary>
/// Dates and times as people read them, from patterns of the catalogue's own: Gregorian, Latin digits, twelve hours, plain
/// spaces. The platform's cultures are not asked, because they change between machines, put U+202F before "PM" and give
/// Persian or Islamic years in some languages.
/// </summary>
internal sealed class TimeWords(Catalogue catalogue)
{
    /// <summary>For example "Tue, March 10"; with the year when it is not the year of <paramref name="today"/>.</summary>
    public string Date(string language, LocalDate date, LocalDate today)
    {
        var key = date.Year == today.Year ? "time.date" : "time.date-with-year";
        return catalogue.Text(
            language,
            key,
            ("weekday", catalogue.Text(language, $"time.weekday.{Number((int)date.DayOfWeek)}")),
            ("month", catalogue.Text(language, $"time.month.{Number(date.Month)}")),
            ("day", date.Day),
            ("year", date.Year)
        );
    }

    /// <summary>For example "3:00 PM", to the minute.</summary>
    public string Time(string language, LocalTime time) =>
        catalogue.Text(
            language,
            "time.time",
            ("hour", time.ClockHourOfHalfDay),
            ("minute", time.Minute.ToString("00", CultureInfo.InvariantCulture)),
            ("half", catalogue.Text(language, time.Hour < 12 ? "time.am" : "time.pm"))
        );

    /// <summary>For example "Tue, March 10, 3:00 PM".</summary>
    public string DateAndTime(string language, LocalDateTime moment, LocalDate today) =>
        catalogue.Text(
            language,
            "time.date-and-time",
            ("date", Date(language, moment.Date, today)),
            ("time", Time(language, moment.TimeOfDay))
        );

    /// <summary>
    /// A length of time in its largest whole unit, rounded down: "3 days", "2 hours", "40 minutes". Its sign does not matter.
    /// </summary>
    public string Span(string language, Duration span)
    {
        var length = span < Duration.Zero ? -span : span;
        return length >= Duration.FromDays(1) ? catalogue.Text(language, "time.span.days", ("count", length.Days))
            : length >= Duration.FromHours(1) ? catalogue.Text(language, "time.span.hours", ("count", length.Hours))
            : catalogue.Text(language, "time.span.minutes", ("count", length.Minutes));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
