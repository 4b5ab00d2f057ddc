using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>When one reminder is sent, and to whom: a line of a cadence.</summary>
/// <param name="Id">Short name, unique in the cadence, for example <c>day-before</c>.</param>
/// <param name="Offset">When, relative to <see cref="Of"/>.</param>
/// <param name="Audience">Who hears it.</param>
public sealed record ReminderRule(string Id, ReminderOffset Offset, ReminderAudience Audience)
{
    /// <summary>The milestone it hangs on. An action that does not have it has no such reminder.</summary>
    public MilestoneKind Of { get; init; } = MilestoneKind.Start;

    /// <summary>What it asks.</summary>
    public ReminderQuestion Asks { get; init; }

    /// <summary>
    /// Only for those who pledged more than so many days before the milestone: who pledged yesterday needs no "in a week".
    /// Null: for everybody.
    /// </summary>
    public int? PledgedDaysBefore { get; init; }
}

/// <summary>What a reminder asks.</summary>
public enum ReminderQuestion
{
    None,

    /// <summary>Does it still hold?</summary>
    Confirm,

    /// <summary>Did you make it?</summary>
    Came,
}

/// <summary>A distance to a milestone.</summary>
public abstract record ReminderOffset
{
    private ReminderOffset() { }

    /// <summary>Whether it lies after the milestone, or on it.</summary>
    public bool IsAfter => this is HoursAfter or DaysAfter;

    /// <summary>The moment at this distance, whatever the hour.</summary>
    public Instant From(MeetingTime moment, OfficeDays offices)
    {
        ArgumentNullException.ThrowIfNull(moment);
        ArgumentNullException.ThrowIfNull(offices);
        var (local, zone) = moment;
        return this switch
        {
            DaysBefore(var days) => MeetingTime.Resolve(local.PlusDays(-days), zone),
            OfficeDaysBefore(var days) => MeetingTime.Resolve(
                offices.Before(local.Date, days).At(local.TimeOfDay),
                zone
            ),
            HoursBefore(var hours) => moment.Instant - Duration.FromHours(hours),
            HoursAfter(var hours) => moment.Instant + Duration.FromHours(hours),
            DaysAfter(var days) => MeetingTime.Resolve(local.PlusDays(days), zone),
            _ => throw new InvalidOperationException($"Unknown offset {GetType().Name}."),
        };
    }

    /// <summary>So many calendar days before, at the same wall time: a clock change between them changes nothing on the wall.</summary>
    public sealed record DaysBefore(int Days) : ReminderOffset;

    /// <summary>So many days before on which the offices are open, at the same wall time.</summary>
    public sealed record OfficeDaysBefore(int Days) : ReminderOffset;

    /// <summary>So many hours of real time before.</summary>
    public sealed record HoursBefore(int Hours) : ReminderOffset;

    /// <summary>So many hours of real time after; 0: on the moment itself.</summary>
    public sealed record HoursAfter(int Hours) : ReminderOffset;

    /// <summary>So many calendar days after, at the same wall time.</summary>
    public sealed record DaysAfter(int Days) : ReminderOffset;
}

/// <summary>Who hears a reminder. Members hear it in private, if they asked for reminders and their pledge stands.</summary>
[Flags]
public enum ReminderAudience
{
    None = 0,

    /// <summary>Each member who pledged.</summary>
    Pledged = 1,

    /// <summary>The channels in which the alert stands, naming nobody.</summary>
    Channel = 2,

    /// <summary>Each member who pledged to speak.</summary>
    Speakers = 4,

    /// <summary>Each member who pledged to write.</summary>
    Writers = 8,

    /// <summary>Each member who pledged to call.</summary>
    Callers = 16,

    /// <summary>Everybody who is written to in private.</summary>
    Members = Pledged | Speakers | Writers | Callers,
}

public static class ReminderAudiences
{
    /// <summary>Whether a member with that pledge is meant.</summary>
    public static bool Includes(this ReminderAudience audience, Pledge pledge)
    {
        ArgumentNullException.ThrowIfNull(pledge);
        return pledge.IsCommitted
            && (
                audience.HasFlag(ReminderAudience.Pledged)
                || pledge.Answer switch
                {
                    PledgeAnswer.Speak => audience.HasFlag(ReminderAudience.Speakers),
                    PledgeAnswer.Write => audience.HasFlag(ReminderAudience.Writers),
                    PledgeAnswer.Call => audience.HasFlag(ReminderAudience.Callers),
                    _ => false,
                }
            );
    }
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
