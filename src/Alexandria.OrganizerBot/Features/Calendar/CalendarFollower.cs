using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// What the changes of one reading mean for the actions that were made from its meetings: something for an organizer to
/// answer, and a message to the coordinators that says so. No action is touched here.
/// </summary>
internal sealed class CalendarFollower(StoreSession session, Campaign campaign, Instant now)
{
    private readonly Lazy<ILookup<MeetingSource, CollectiveAction>> _actions = new(() =>
        session.ActionsOf(campaign.Id).Where(action => action.Source is not null).ToLookup(action => action.Source!)
    );

    /// <summary>The calendar lists the meeting, perhaps otherwise than before.</summary>
    public void Changed(Meeting before, Meeting after)
    {
        if (before.Absence?.IsMissing == true)
            TellAbout(OpenActionsOf(after), "notice.calendar-listed-again");
        var changes = MeetingDiff.Between(before, after);
        if (changes != MeetingChanges.None)
        {
            foreach (var action in ActionsOf(after).Where(action => !IsOver(action, after)))
                Propose(action, changes, before, after);
        }
        else if (after.Confidence == MeetingConfidence.NeedsReview && before.Confidence == MeetingConfidence.Ok)
        {
            TellAbout(OpenActionsOf(after), "notice.calendar-unclear");
        }
    }

    /// <summary>The calendar has not listed the meeting for so long that it is no accident. Nothing is called off by that.</summary>
    public void Missing(Meeting meeting) => TellAbout(OpenActionsOf(meeting), "notice.calendar-missing");

    private void Propose(CollectiveAction action, MeetingChanges changes, Meeting before, Meeting after)
    {
        var waiting = session.FindCalendarChange(action.Id);
        // What an organizer has done by hand in the meantime waits for nobody.
        if (waiting is not null && Of(action, waiting.Changes, before) is FollowUp.Nothing)
            waiting = null;
        var change = waiting?.And(changes, now) ?? new CalendarChange(action.Id, campaign.Id, changes, now);
        if (Of(action, change.Changes, after) is FollowUp.Nothing)
        {
            session.DropCalendarChange(action.Id);
            if (waiting is not null)
                TellAbout([action], "notice.calendar-as-before");
            return;
        }
        session.Save(change);
        session.TellCoordinators(
            campaign,
            $"calendar-change|{action.Id.Code}|{change.Edition}",
            new MessageContent.CalendarChanged(action.Id, change.At),
            now
        );
    }

    private FollowUp Of(CollectiveAction action, MeetingChanges changes, Meeting meeting) =>
        FollowUp.Of(action, changes, meeting, CalendarChangeCard.HasSuccessor(action, ActionsOf(meeting)));

    private IEnumerable<CollectiveAction> ActionsOf(Meeting meeting) =>
        _actions.Value[new MeetingSource(meeting.Feed, meeting.Id)];

    private IEnumerable<CollectiveAction> OpenActionsOf(Meeting meeting) =>
        ActionsOf(meeting)
            .Where(action =>
                action.State is ActionState.Draft or ActionState.Proposed or ActionState.Released
                && !IsOver(action, meeting)
            );

    /// <summary>
    /// An action that began cannot be changed any more. One that was called off can only be drafted anew, at the meeting's time.
    /// </summary>
    private bool IsOver(CollectiveAction action, Meeting meeting) =>
        action.State == ActionState.Cancelled
            ? meeting.Date < now.InZone(campaign.Zone).Date
            : action.Starts.Instant <= now;

    private void TellAbout(IEnumerable<CollectiveAction> actions, string key)
    {
        foreach (var action in actions)
            session.TellCoordinators(
                campaign,
                $"{key}|{action.Id.Code}|{now.ToUnixTimeMilliseconds()}",
                new MessageContent.Notice(
                    key,
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["code"] = action.Id.Code,
                        ["title"] = action.Title,
                    }
                ),
                now
            );
    }
}
