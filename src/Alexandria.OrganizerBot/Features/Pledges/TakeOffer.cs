using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>A member on the waiting list takes the place that was offered. (Not taking it is the "can't come" button, or silence.)</summary>
internal sealed class TakeOffer(Store store)
{
    public const string Button = "take";

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
        var pledge = session.FindPledge(id, request.Member);
        if (pledge is null)
            return request.Say("error.button-too-old");
        if (pledge.Place == PledgePlace.Waiting)
            return request.Say("waiting.offer-over");
        if (session.TryBegin(request.EventKey, request.Now) && pledge.Place == PledgePlace.Offered)
        {
            pledge = pledge with { Place = PledgePlace.Firm, WaitingSince = null, OfferEnds = null, At = request.Now };
            session.Save(pledge);
        }
        return new Reply.Replace(PledgeCard.Confirm(session, request, action!, pledge));
    }
}
