using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// What can be answered to an action, in the order of its alert: the same numbers everywhere, so that <c>A12 2</c> means the
/// same on each network.
/// </summary>
internal static class AnswerChoices
{
    public static IReadOnlyList<PledgeAnswer> Of(CollectiveAction action) =>
        [.. action.Asks.Select(PledgeAnswers.For), PledgeAnswer.Maybe, PledgeAnswer.CantCome];

    /// <summary>The buttons in that order.</summary>
    public static IReadOnlyList<ButtonId> ButtonsOf(CollectiveAction action) =>
        [.. Of(action).Select(answer => PledgeByButton.For(action.Id, answer))];
}
