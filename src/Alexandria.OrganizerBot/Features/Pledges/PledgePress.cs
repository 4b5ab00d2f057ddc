using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// A press of a button under an action that still takes answers, inside the one transaction that decides about it: the frame
/// that these buttons share, so that each of them holds only its decision.
/// </summary>
internal sealed class PledgePress
{
    private PledgePress(StoreSession session, Request request, CollectiveAction action)
    {
        Session = session;
        Request = request;
        Action = action;
        Pledge = session.FindPledge(action.Id, request.Member);
    }

    public StoreSession Session { get; }
    public Request Request { get; }

    /// <summary>The open action that the button's first argument names.</summary>
    public CollectiveAction Action { get; }

    /// <summary>What the member has answered so far; null: nothing.</summary>
    public Pledge? Pledge { get; }

    /// <summary>Answers with the decision, or says why the action takes no answers.</summary>
    /// <param name="decide">Runs inside the transaction, and may run more than once.</param>
    /// <param name="whyClosed">Why the action takes no such answer, null where it does; unless given: whether it takes pledges.</param>
    public static async Task<Reply> AnswerAsync(
        Store store,
        Request request,
        Func<PledgePress, Reply> decide,
        CancellationToken cancellationToken,
        Func<CollectiveAction?, Request, Reply?>? whyClosed = null
    )
    {
        if (!ActionId.TryParse(request.Argument(0), out var id))
            return request.Say("error.button-too-old");
        return await store.WriteAsync(
            session =>
            {
                var action = session.Find(id);
                return (whyClosed ?? OpenActions.WhyClosed)(action, request)
                    ?? decide(new PledgePress(session, request, action!));
            },
            cancellationToken
        );
    }

    /// <summary>Whether the press is handled for the first time. A replay must not bring back what was changed since.</summary>
    public bool TryBegin() => Session.TryBegin(Request.EventKey, Request.Now);

    /// <summary>The sentence for a button that no longer means anything.</summary>
    public Reply TooOld() => Request.Say("error.button-too-old");

    /// <summary>Saves the changed pledge with everything that follows from it, and gives it with its place.</summary>
    public Pledge Change(Pledge pledge) => PledgeChange.Apply(Session, Request, Action, pledge);

    /// <summary>The confirmation of the pledge as it stands.</summary>
    /// <param name="remarkKey">A sentence of the catalogue to say first; null: none.</param>
    public Card Confirm(Pledge pledge, string? remarkKey = null) =>
        PledgeCard.Confirm(Session, Request, Action, pledge, remarkKey);
}
