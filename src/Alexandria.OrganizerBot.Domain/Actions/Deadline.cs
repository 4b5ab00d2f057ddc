using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Actions;

/// <summary>A moment at which something about one member's pledge ends by itself.</summary>
/// <param name="Id">Built from what it ends, so that there is one at most.</param>
/// <param name="Action">The action.</param>
/// <param name="Member">Whose pledge.</param>
/// <param name="DueAt">When.</param>
public sealed record OfferDeadline(string Id, ActionId Action, MemberKey Member, Instant DueAt)
{
    public static OfferDeadline For(ActionId action, MemberKey member, Instant dueAt) =>
        new($"offer|{action.Code}|{member.Value}", action, member, dueAt);
}
