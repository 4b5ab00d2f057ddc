using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>
/// What a change of a meeting would make of the action that was drafted from it. It is only ever proposed. What the calendar
/// did not change stays as the organizers wrote it.
/// </summary>
public abstract record FollowUp
{
    private FollowUp() { }

    /// <summary>The action says already what the calendar says now.</summary>
    public sealed record Nothing : FollowUp;

    /// <summary>The action at the calendar's time and place, under its name.</summary>
    /// <param name="Edited">The action as it would be; the same where only a time went missing.</param>
    /// <param name="LacksTime">Whether the calendar has no clear time any more: the action's own stays until somebody knows.</param>
    public sealed record Edit(CollectiveAction Edited, bool LacksTime) : FollowUp;

    /// <summary>The meeting is cancelled, so the action would be.</summary>
    public sealed record CallOff : FollowUp;

    /// <summary>The meeting is on again. What was called off stays so, as people were told; a new draft can be made of it.</summary>
    public sealed record DraftAnew : FollowUp;

    /// <summary>What the changes come to, from the action and the meeting as they stand now.</summary>
    /// <param name="action">The action that was made from the meeting.</param>
    /// <param name="changes">What the calendar changed since somebody answered last.</param>
    /// <param name="meeting">The meeting as the calendar states it now.</param>
    /// <param name="hasSuccessor">Whether another action that was not called off has been made from the meeting.</param>
    public static FollowUp Of(CollectiveAction action, MeetingChanges changes, Meeting meeting, bool hasSuccessor)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(meeting);
        var isOff = meeting.Status == MeetingStatus.Cancelled;
        return action.State switch
        {
            ActionState.Cancelled when !isOff && !hasSuccessor && changes.HasFlag(MeetingChanges.Restored) =>
                new DraftAnew(),
            ActionState.Draft or ActionState.Proposed or ActionState.Released => isOff
                ? OfCancelled(changes)
                : OfScheduled(action, changes, meeting),
            _ => new Nothing(),
        };
    }

    private static FollowUp OfCancelled(MeetingChanges changes) =>
        changes.HasFlag(MeetingChanges.Cancelled) ? new CallOff() : new Nothing();

    private static FollowUp OfScheduled(CollectiveAction action, MeetingChanges changes, Meeting meeting)
    {
        var edited = action with
        {
            Title = changes.HasFlag(MeetingChanges.Renamed) ? meeting.Title : action.Title,
            Location = changes.HasFlag(MeetingChanges.Relocated) ? meeting.Location : action.Location,
        };
        var isAnotherDay = changes.HasFlag(MeetingChanges.DateMoved);
        var isAnotherTime = (changes & MeetingDiff.AnyTime) != MeetingChanges.None;
        var lacksTime = (isAnotherDay || isAnotherTime) && meeting.Time is null;
        if (!lacksTime && (isAnotherDay || isAnotherTime))
            edited = edited with { Starts = StartOf(action, meeting, isAnotherDay, isAnotherTime) };
        return edited == action && !lacksTime ? new Nothing() : new Edit(edited, lacksTime);
    }

    private static MeetingTime StartOf(CollectiveAction action, Meeting meeting, bool isAnotherDay, bool isAnotherTime)
    {
        var day = isAnotherDay ? meeting.Date : action.Starts.Local.Date;
        var time = isAnotherTime ? meeting.Time!.Value : action.Starts.Local.TimeOfDay;
        return new MeetingTime(day.At(time), action.Starts.Zone);
    }
}
