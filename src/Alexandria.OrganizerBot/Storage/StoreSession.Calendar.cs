using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Calendar;

namespace Alexandria.OrganizerBot.Storage;

/// <content>What calendars changed about the meetings of actions, until an organizer has answered.</content>
internal sealed partial class StoreSession
{
    public void Save(CalendarChange change) => CalendarChanges.Save(change);

    /// <summary>What the calendar changed about the action's meeting; null: nothing that waits for an answer.</summary>
    public CalendarChange? FindCalendarChange(ActionId action) => CalendarChanges.Find(action.Code);

    /// <summary>Everything of the campaign that waits for an answer, the earliest first.</summary>
    public IReadOnlyList<CalendarChange> CalendarChangesOf(CampaignId campaign) =>
        [.. CalendarChanges.WithField("campaign", campaign.Value).OrderBy(change => change.At)];

    /// <summary>Somebody has answered, or there is nothing to answer any more.</summary>
    public void DropCalendarChange(ActionId action) => CalendarChanges.Delete(action.Code);
}
