using System.Globalization;
using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>Turns a cadence into moments. Pure: the same action, cadence and hours always give the same steps.</summary>
public static class ReminderPlanner
{
    /// <summary>A reminder that quiet hours have moved must still come at least this long before the start.</summary>
    private static readonly Duration UsefulLead = Duration.FromHours(1);

    /// <summary>How long a follow-up stays worth sending.</summary>
    private static readonly Duration FollowUpWindow = Duration.FromDays(2);

    /// <summary>
    /// The steps of an action that are still ahead of <paramref name="now"/>, earliest first. Steps that fall on the same
    /// moment are one step that everybody of either hears: the rule nearest to the start stays.
    /// </summary>
    public static IReadOnlyList<ReminderStep> Plan(
        CollectiveAction action,
        IReadOnlyList<ReminderRule> cadence,
        QuietHours quietHours,
        Instant now
    )
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(cadence);
        var start = action.Starts.Instant;
        return
        [
            .. cadence
                .Select(rule => Step(action, rule, DueAt(action.Starts, rule.Offset, quietHours), start))
                .Where(step => step.DueAt > now)
                .GroupBy(step => step.DueAt)
                .Select(sameMoment => OneOf([.. sameMoment], cadence, action.Starts))
                .OrderBy(step => step.DueAt),
        ];
    }

    /// <summary>
    /// When one offset falls: days keep the wall time, hours are real time; a moment in quiet hours moves to their end, or,
    /// where that would be too late to be useful, to one hour before they begin.
    /// </summary>
    public static Instant DueAt(MeetingTime starts, ReminderOffset offset, QuietHours quietHours)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(quietHours);
        var natural = Natural(starts, offset);
        var local = natural.InZone(starts.Zone).LocalDateTime;
        if (!quietHours.Contains(local.TimeOfDay))
            return natural;

        var quietEndsOn = local.TimeOfDay < quietHours.Until ? local.Date : local.Date.PlusDays(1);
        var after = MeetingTime.Resolve(quietEndsOn.At(quietHours.Until), starts.Zone);
        if (offset is ReminderOffset.HoursAfter || after <= starts.Instant - UsefulLead)
            return after;

        var quietBeganOn = local.TimeOfDay >= quietHours.From ? local.Date : local.Date.PlusDays(-1);
        // An hour of real time: on the wall that hour might be one that a clock change skips.
        return MeetingTime.Resolve(quietBeganOn.At(quietHours.From), starts.Zone) - Duration.FromHours(1);
    }

    private static ReminderStep Step(CollectiveAction action, ReminderRule rule, Instant dueAt, Instant start) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{action.Id.Code}.{action.Version}.{rule.Id}"),
            action.Id,
            action.Version,
            rule.Id,
            rule.Audience,
            dueAt,
            rule.Offset is ReminderOffset.HoursAfter ? dueAt + FollowUpWindow : start,
            ReminderStepState.Planned
        );

    private static ReminderStep OneOf(
        IReadOnlyList<ReminderStep> sameMoment,
        IReadOnlyList<ReminderRule> cadence,
        MeetingTime starts
    ) =>
        sameMoment.MinBy(step => NaturalDistance(cadence, step, starts))! with
        {
            Audience = sameMoment.Aggregate(ReminderAudience.None, (all, step) => all | step.Audience),
        };

    private static Instant Natural(MeetingTime starts, ReminderOffset offset) =>
        offset switch
        {
            ReminderOffset.DaysBefore(var days) => MeetingTime.Resolve(starts.Local.PlusDays(-days), starts.Zone),
            ReminderOffset.HoursBefore(var hours) => starts.Instant - Duration.FromHours(hours),
            ReminderOffset.HoursAfter(var hours) => starts.Instant + Duration.FromHours(hours),
            _ => throw new ArgumentOutOfRangeException(nameof(offset), offset, message: null),
        };

    private static Duration NaturalDistance(IReadOnlyList<ReminderRule> cadence, ReminderStep step, MeetingTime starts)
    {
        var offset = cadence.First(rule => string.Equals(rule.Id, step.Rule, StringComparison.Ordinal)).Offset;
        var distance = starts.Instant - Natural(starts, offset);
        return distance < Duration.Zero ? -distance : distance;
    }
}
