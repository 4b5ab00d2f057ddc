using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>Whether people can still answer to an action.</summary>
internal static class OpenActions
{
    /// <summary>Null where the action takes pledges; else the sentence that says why it does not.</summary>
    public static Reply? WhyClosed(CollectiveAction? action, Request request)
    {
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.Say("error.button-too-old");
        return action.State switch
        {
            ActionState.Draft or ActionState.Proposed => request.Say("error.button-too-old"),
            ActionState.Cancelled => request.Say("error.cancelled"),
            ActionState.Done => request.Say("error.too-late"),
            ActionState.Released when action.TakesAnswersUntil <= request.Now => request.Say("error.too-late"),
            ActionState.Released => null,
            _ => throw new InvalidOperationException($"Unknown state {action.State}."),
        };
    }
}
