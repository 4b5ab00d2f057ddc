using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>When a milestone comes unless somebody says otherwise, relative to the start.</summary>
/// <param name="Kind">The milestone.</param>
/// <param name="Offset">How far from the start.</param>
/// <param name="At">The time on the wall of that day; null: the start's own. Only with days.</param>
public sealed record MilestoneRule(MilestoneKind Kind, ReminderOffset Offset, LocalTime? At = null)
{
    /// <summary>The milestone of an action that starts then.</summary>
    public Milestone For(MeetingTime starts, OfficeDays offices)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(offices);
        var local = Offset.From(starts, offices).InZone(starts.Zone).LocalDateTime;
        return new Milestone(Kind, At is { } at ? local.Date.At(at) : local);
    }
}
