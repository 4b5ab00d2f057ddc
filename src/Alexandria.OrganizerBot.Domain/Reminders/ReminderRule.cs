using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>When one reminder is sent, and to whom: a line of a campaign's cadence.</summary>
/// <param name="Id">Short name, unique in the cadence, for example <c>day-before</c>.</param>
/// <param name="Offset">When, relative to the start.</param>
/// <param name="Audience">Who hears it.</param>
public sealed record ReminderRule(string Id, ReminderOffset Offset, ReminderAudience Audience);

/// <summary>A distance to an action's start.</summary>
public abstract record ReminderOffset
{
    private ReminderOffset() { }

    /// <summary>So many calendar days before, at the same wall time: a clock change between them changes nothing on the wall.</summary>
    public sealed record DaysBefore(int Days) : ReminderOffset;

    /// <summary>So many hours of real time before.</summary>
    public sealed record HoursBefore(int Hours) : ReminderOffset;

    /// <summary>So many hours of real time after.</summary>
    public sealed record HoursAfter(int Hours) : ReminderOffset;
}

/// <summary>Who hears a reminder.</summary>
[Flags]
public enum ReminderAudience
{
    None = 0,

    /// <summary>Each member whose pledge stands and who asked for reminders, in private.</summary>
    Pledged = 1,

    /// <summary>The channels in which the alert stands, naming nobody.</summary>
    Channel = 2,
}

/// <summary>The hours in which nobody is written to, on the wall of the campaign's zone.</summary>
/// <param name="From">First quiet minute, for example 21:00.</param>
/// <param name="Until">First minute that is no longer quiet, for example 08:00.</param>
public sealed record QuietHours(LocalTime From, LocalTime Until)
{
    /// <summary>21:00 to 08:00.</summary>
    public static QuietHours Default { get; } = new(new LocalTime(21, 0), new LocalTime(8, 0));

    /// <summary>Whether the wall time is quiet. Equal ends mean that no hour is.</summary>
    public bool Contains(LocalTime time) => From <= Until ? time >= From && time < Until : time >= From || time < Until;
}
