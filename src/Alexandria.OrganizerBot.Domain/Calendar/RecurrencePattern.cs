using NodaTime;
using NodaTime.Calendars;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>On which days something comes again: on weekdays of each (or each other) week, or on the second and fourth Tuesday.</summary>
/// <param name="Weekdays">At least one, in the order of the week, none twice.</param>
/// <param name="Places">
/// Which of that weekday in a month: 1 to 5, where a month without a fifth has none, and <see cref="Last"/>; in this order.
/// Empty: of every week.
/// </param>
/// <param name="EveryWeeks">1: every week; 2: every other week, counted from the first day. Of no meaning with places.</param>
public sealed record RecurrencePattern(
    IReadOnlyList<IsoDayOfWeek> Weekdays,
    IReadOnlyList<int> Places,
    int EveryWeeks = 1
)
{
    /// <summary>Stands for the last one in a month, be it the fourth or the fifth.</summary>
    public const int Last = -1;

    private const int DaysInWeek = 7;

    /// <summary>Whether it comes on the day, where it came first in the week of the other.</summary>
    public bool ComesOn(LocalDate day, LocalDate first) =>
        Weekdays.Contains(day.DayOfWeek) && (Places.Count > 0 ? IsInPlace(day) : IsInTurn(day, first));

    private bool IsInPlace(LocalDate day) =>
        Places.Contains((day.Day + DaysInWeek - 1) / DaysInWeek)
        || (Places.Contains(Last) && day.Day + DaysInWeek > day.Calendar.GetDaysInMonth(day.Year, day.Month));

    private bool IsInTurn(LocalDate day, LocalDate first)
    {
        var weeks = Period.DaysBetween(Monday(first), Monday(day)) / DaysInWeek;
        return weeks % EveryWeeks == 0;
    }

    private static LocalDate Monday(LocalDate day) =>
        LocalDate.FromWeekYearWeekAndDay(
            WeekYearRules.Iso.GetWeekYear(day),
            WeekYearRules.Iso.GetWeekOfWeekYear(day),
            IsoDayOfWeek.Monday
        );
}
