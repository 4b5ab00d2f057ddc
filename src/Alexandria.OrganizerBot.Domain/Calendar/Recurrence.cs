using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>
/// Something that comes again at one time on the wall of one place: when the clocks change, the moment moves and the time
/// does not. A time that the clocks jump over, or that comes twice, is as <see cref="MeetingTime"/> says.
/// </summary>
public sealed record Recurrence
{
    /// <summary>Whoever plans further ahead than so many times makes a new plan then.</summary>
    public const int MostTimes = 60;

    /// <summary>And no longer than this from the first day.</summary>
    public static Period Longest { get; } = Period.FromYears(1);

    public required RecurrencePattern Pattern { get; init; }

    /// <summary>The first day; it comes on it.</summary>
    public required LocalDate First { get; init; }

    /// <summary>It does not come later than on this day.</summary>
    public required LocalDate Last { get; init; }

    /// <summary>The time on the wall.</summary>
    public required LocalTime At { get; init; }

    /// <summary>The place's zone.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Whether it does not come on days on which the offices are closed: nobody would answer a call.</summary>
    public bool OpenDaysOnly { get; init; }

    /// <summary>Every day by the pattern, closed ones included, the earliest first; at most one year of them.</summary>
    public IEnumerable<LocalDate> DaysByPattern()
    {
        var end = LocalDate.Min(Last, First + Longest);
        for (var day = First; day <= end; day = day.PlusDays(1))
        {
            if (Pattern.ComesOn(day, First))
                yield return day;
        }
    }

    /// <summary>Every day on which it comes, the earliest first. The first day is the organizers' own choice: it is never left out.</summary>
    public IEnumerable<LocalDate> Days(OfficeDays offices) => DaysByPattern().Where(day => !IsLeftOut(day, offices));

    /// <summary>Whether it would come by the pattern, but the offices are closed.</summary>
    public bool IsLeftOut(LocalDate day, OfficeDays offices)
    {
        ArgumentNullException.ThrowIfNull(offices);
        return OpenDaysOnly && day != First && !offices.IsOpen(day);
    }

    /// <summary>When it comes on that day.</summary>
    public MeetingTime On(LocalDate day) => new(day.At(At), Zone);
}
