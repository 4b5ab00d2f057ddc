using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;

namespace Alexandria.OrganizerBot.Features.Calls;

/// <summary>When people call for an action: from its start until it is over.</summary>
internal static class CallWindow
{
    /// <summary>Null while people call; else the sentence that says why they do not.</summary>
    public static Reply? WhyClosed(CollectiveAction? action, Request request)
    {
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.Say("error.button-too-old");
        if (action.State == ActionState.Cancelled)
            return request.Say("error.cancelled");
        if (action is not { Kind: ActionKind.CallIn, State: ActionState.Released or ActionState.Done })
            return request.Say("call.not-a-call-in", ("code", action.Id.Code));
        if (request.Now < action.Starts.Instant)
            return request.Say("call.not-yet", ("title", action.Title), ("when", request.Voice.When(action.Starts)));
        return request.Now >= action.OverBy ? request.Say("call.over", ("title", action.Title)) : null;
    }
}
