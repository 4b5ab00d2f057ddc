using System.Globalization;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>Turns a cadence into moments. Pure: the same action, cadence and hours always give the same steps.</summary>
public static class ReminderPlanner
{
    /// <summary>Nobody is written to in private later after the end: by then nothing about them is left.</summary>
    public static readonly Duration LastPrivateWord = Duration.FromHours(48);

    /// <summary>A reminder that quiet hours have moved must still come at least this long before the milestone.</summary>
    private static readonly Duration UsefulLead = Duration.FromHours(1);

    /// <summary>How long a follow-up stays worth sending.</summary>
    private static readonly Duration FollowUpWindow = Duration.FromDays(2);

    /// <summary>The steps of an action that the campaign's own settings give.</summary>
    public static IReadOnlyList<ReminderStep> Plan(CollectiveAction action, Campaign campaign, Instant now)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(campaign);
        return Plan(action, action.Cadence ?? campaign.Cadence, campaign.QuietHours, now, campaign.OfficeDays);
    }

    /// <summary>
    /// The steps of an action that are still ahead of <paramref name="now"/>, earliest first and the weightier of one moment
    /// first: one for each rule whose milestone is known. Who hears which of them is for <see cref="ReminderLadder"/>.
    /// </summary>
    public static IReadOnlyList<ReminderStep> Plan(
        CollectiveAction action,
        IReadOnlyList<ReminderRule> cadence,
        QuietHours quietHours,
        Instant now,
        OfficeDays? offices = null
    )
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(cadence);
        ArgumentNullException.ThrowIfNull(quietHours);
        var planned = cadence
            .Select(rule => Step(action, rule, quietHours, offices ?? OfficeDays.WeekdaysOnly))
            .OfType<(ReminderRule Rule, ReminderStep Step)>()
            .ToList();
        return
        [
            .. planned
                .Select(one => one.Step with { Weight = WeightOf(one, planned) })
                .Where(step => step.DueAt > now)
                .OrderBy(step => step.DueAt)
                .ThenBy(step => step.Weight)
                .ThenBy(step => step.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// When one offset falls: days keep the wall time, hours are real time; a moment in quiet hours moves to their end, or,
    /// where that would be too late to be useful, to one hour before they begin.
    /// </summary>
    /// <param name="moment">The milestone.</param>
    /// <param name="offset">The distance to it.</param>
    /// <param name="quietHours">On the wall of the milestone's zone.</param>
    /// <param name="offices">Which days count as office days; null: Monday to Friday.</param>
    public static Instant DueAt(
        MeetingTime moment,
        ReminderOffset offset,
        QuietHours quietHours,
        OfficeDays? offices = null
    )
    {
        ArgumentNullException.ThrowIfNull(moment);
        ArgumentNullException.ThrowIfNull(offset);
        ArgumentNullException.ThrowIfNull(quietHours);
        var natural = offset.From(moment, offices ?? OfficeDays.WeekdaysOnly);
        var local = natural.InZone(moment.Zone).LocalDateTime;
        if (!quietHours.Contains(local.TimeOfDay))
            return natural;

        var quietEndsOn = local.TimeOfDay < quietHours.Until ? local.Date : local.Date.PlusDays(1);
        var after = MeetingTime.Resolve(quietEndsOn.At(quietHours.Until), moment.Zone);
        if (offset.IsAfter || after <= moment.Instant - UsefulLead)
            return after;

        var quietBeganOn = local.TimeOfDay >= quietHours.From ? local.Date : local.Date.PlusDays(-1);
        // An hour of real time: on the wall that hour might be one that a clock change skips.
        return MeetingTime.Resolve(quietBeganOn.At(quietHours.From), moment.Zone) - Duration.FromHours(1);
    }

    /// <summary>The step of a rule; null where its milestone is not known, or nobody could make use of it.</summary>
    private static (ReminderRule, ReminderStep)? Step(
        CollectiveAction action,
        ReminderRule rule,
        QuietHours quietHours,
        OfficeDays offices
    )
    {
        if (action.MomentOf(rule.Of) is not { } moment)
            return null;
        var due = DueAt(moment, rule.Offset, quietHours, offices);
        var usefulUntil = UsefulUntil(action, rule, moment, due);
        var audience =
            due > action.OverBy + LastPrivateWord ? rule.Audience & ~ReminderAudience.Members : rule.Audience;
        if (audience == ReminderAudience.None || due >= usefulUntil)
            return null;
        return (
            rule,
            new ReminderStep(
                string.Create(CultureInfo.InvariantCulture, $"{action.Id.Code}.{action.Version}.{rule.Id}"),
                action.Id,
                action.Version,
                rule.Id,
                audience,
                due,
                usefulUntil,
                ReminderStepState.Planned
            )
            {
                Of = rule.Of,
                PledgedBefore = rule.PledgedDaysBefore is { } days
                    ? new ReminderOffset.DaysBefore(days).From(moment, offices)
                    : null,
            }
        );
    }

    private static Instant UsefulUntil(CollectiveAction action, ReminderRule rule, MeetingTime moment, Instant due) =>
        (rule.Offset.IsAfter, rule.Of) switch
        {
            (false, _) => moment.Instant,
            // What opened is of use until it closes.
            (true, MilestoneKind.Docket or MilestoneKind.FormOpens) => Instant.Min(
                action.MomentOf(MilestoneKind.FormCloses)?.Instant ?? action.Starts.Instant,
                action.Starts.Instant
            ),
            (true, MilestoneKind.FormCloses or MilestoneKind.CommentsClose or MilestoneKind.Doors) => action
                .Starts
                .Instant,
            (true, _) => due + FollowUpWindow,
        };

    private static ReminderWeight WeightOf(
        (ReminderRule Rule, ReminderStep Step) one,
        IReadOnlyList<(ReminderRule Rule, ReminderStep Step)> all
    )
    {
        var (rule, step) = one;
        var isLastBefore =
            !rule.Offset.IsAfter
            && all.All(other =>
                other.Rule.Of != rule.Of || other.Rule.Offset.IsAfter || other.Step.DueAt <= step.DueAt
            );
        return (rule.Asks, rule.Of) switch
        {
            (ReminderQuestion.Confirm, _) => ReminderWeight.Confirm,
            (ReminderQuestion.Came, _) => ReminderWeight.Came,
            (_, MilestoneKind.FormCloses or MilestoneKind.CommentsClose) => isLastBefore
                ? ReminderWeight.LastCall
                : ReminderWeight.Deadline,
            (_, MilestoneKind.Docket or MilestoneKind.FormOpens) when rule.Offset.IsAfter => ReminderWeight.Opening,
            (_, MilestoneKind.Start) when isLastBefore => ReminderWeight.BeforeStart,
            _ => ReminderWeight.Early,
        };
    }
}
