using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>
/// What a calendar changed about an action's meeting, and no organizer has answered yet. There is one for each action: what
/// the calendar changes next is added to it, and what it would make of the action is read from the meeting as it stands now.
/// </summary>
/// <param name="Action">The action that was made from the meeting.</param>
/// <param name="Campaign">The action's campaign.</param>
/// <param name="Changes">Everything that changed since an organizer answered last, or since the draft was made.</param>
/// <param name="At">When the latest of it was read; an answer to an earlier one is no answer to this.</param>
public sealed record CalendarChange(ActionId Action, CampaignId Campaign, MeetingChanges Changes, Instant At)
{
    /// <summary>A short name of what was read: another one for whatever the calendar says next.</summary>
    public string Edition => At.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The change after the calendar said something else.</summary>
    public CalendarChange And(MeetingChanges further, Instant at) => this with { Changes = Changes | further, At = at };
}
