using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>
/// A member's permission to be written to in private: for one action, or standing with an end that the member was told.
/// </summary>
/// <param name="Member">Who.</param>
/// <param name="Action">The action; null: every action of the campaign that the member pledges to.</param>
/// <param name="Until">From then on it is void.</param>
public sealed record ReminderConsent(MemberKey Member, ActionId? Action, Instant Until)
{
    /// <summary>Whether it allows a message about the action at that moment.</summary>
    public bool Covers(ActionId action, Instant now) => now < Until && (Action is null || Action == action);
}
