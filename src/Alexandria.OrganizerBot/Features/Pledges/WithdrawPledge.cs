using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// A member takes a pledge back altogether: by removing the reaction or the vote that made it, or by deleting the message.
/// </summary>
internal sealed class WithdrawPledge(Store store)
{
    public const string Button = "withdraw";

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Argument(0), out var id))
            return request.Say("error.button-too-old");
        return await store.WriteAsync(session => Decide(session, request, id), cancellationToken);
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id)
    {
        var action = session.Find(id);
        if (OpenActions.WhyClosed(action, request) is { } closed)
            return closed;
        if (session.FindPledge(id, request.Member) is not { } pledge)
            return request.Say("pledge.nothing-to-undo");
        if (session.TryBegin(request.EventKey, request.Now) && pledge.Answer != PledgeAnswer.Withdrawn)
            pledge = PledgeChange.Apply(
                session,
                request,
                action!,
                pledge with
                {
                    Answer = PledgeAnswer.Withdrawn,
                    Previous = null,
                    At = request.Now,
                }
            );
        return new Reply.Done(PledgeCard.Confirm(session, request, action!, pledge));
    }
}
