using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Reminders;

/// <summary>A hearing with everything on the way to it, and a reminder of each kind.</summary>
internal static class LadderSamples
{
    /// <summary>On the way to a hearing on 16 March 2027 at 18:30, across the clock change of the 14th.</summary>
    public static IReadOnlyList<Milestone> Milestones { get; } =
    [
        new(MilestoneKind.Docket, new LocalDateTime(2027, 3, 9, 12, 0)),
        new(MilestoneKind.FormOpens, new LocalDateTime(2027, 3, 10, 9, 0)),
        new(MilestoneKind.FormCloses, new LocalDateTime(2027, 3, 15, 17, 0)),
        new(MilestoneKind.CommentsClose, new LocalDateTime(2027, 3, 15, 12, 0)),
        new(MilestoneKind.Doors, new LocalDateTime(2027, 3, 16, 17, 45)),
        new(MilestoneKind.End, new LocalDateTime(2027, 3, 16, 21, 0)),
    ];

    public static IReadOnlyList<ReminderRule> Cadence { get; } =
    [
        new("docket", new ReminderOffset.HoursAfter(0), ReminderAudience.Pledged) { Of = MilestoneKind.Docket },
        new("form-soon", new ReminderOffset.DaysBefore(1), ReminderAudience.Speakers) { Of = MilestoneKind.FormOpens },
        new("form-open", new ReminderOffset.HoursAfter(0), ReminderAudience.Speakers | ReminderAudience.Channel)
        {
            Of = MilestoneKind.FormOpens,
        },
        new("form-day", new ReminderOffset.DaysBefore(1), ReminderAudience.Speakers) { Of = MilestoneKind.FormCloses },
        new("form-3h", new ReminderOffset.HoursBefore(3), ReminderAudience.Speakers) { Of = MilestoneKind.FormCloses },
        new("form-closed", new ReminderOffset.HoursAfter(1), ReminderAudience.Channel)
        {
            Of = MilestoneKind.FormCloses,
        },
        new("comments-3h", new ReminderOffset.HoursBefore(3), ReminderAudience.Writers)
        {
            Of = MilestoneKind.CommentsClose,
        },
        new("week-before", new ReminderOffset.DaysBefore(7), ReminderAudience.Pledged) { PledgedDaysBefore = 10 },
        new("day-before", new ReminderOffset.DaysBefore(1), ReminderAudience.Pledged)
        {
            Asks = ReminderQuestion.Confirm,
        },
        new("hours-before", new ReminderOffset.HoursBefore(2), ReminderAudience.Pledged),
        new("doors", new ReminderOffset.HoursBefore(1), ReminderAudience.Pledged) { Of = MilestoneKind.Doors },
        new("doors-open", new ReminderOffset.HoursAfter(0), ReminderAudience.Channel) { Of = MilestoneKind.Doors },
        new("before-end", new ReminderOffset.HoursBefore(1), ReminderAudience.Channel) { Of = MilestoneKind.End },
        new("thanks", new ReminderOffset.HoursAfter(2), ReminderAudience.Pledged)
        {
            Of = MilestoneKind.End,
            Asks = ReminderQuestion.Came,
        },
        new("outcome", new ReminderOffset.DaysAfter(3), ReminderAudience.Channel),
    ];

    /// <summary>The action with both.</summary>
    public static CollectiveAction WithLadder(this CollectiveAction action) =>
        action with
        {
            Milestones = Milestones,
            Cadence = Cadence,
        };
}
