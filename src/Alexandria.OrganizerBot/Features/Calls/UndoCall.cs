using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calls;

/// <summary>A caller takes the last tap back, within ten minutes.</summary>
internal sealed class UndoCall(Store store)
{
    public const string Button = "uncall";

    public static ButtonId For(ActionId action, string target) => new(Button, action.Code, target);

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, Decide, cancellationToken, CallWindow.WhyClosed);

    private static Reply Decide(PledgePress press)
    {
        var request = press.Request;
        if (LogCall.TargetOf(request) is not { } target)
            return press.TooOld();
        var today = request.Now.InZone(request.Campaign.Zone).Date;
        if (press.Session.FindCall(press.Action.Id, target.Id, today, request.Member) is { } call)
        {
            if (!call.MayBeUndone(request.Now))
                return request.Say("call.too-late-to-undo");
            if (press.TryBegin())
            {
                press.Session.Forget(call);
                AlertTally.Refresh(press.Session, press.Action, request.Now);
            }
        }
        return new Reply.Replace(CallNow.NextCard(press.Session, request, press.Action));
    }
}
