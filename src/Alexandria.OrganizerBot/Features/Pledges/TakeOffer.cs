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

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, Decide, cancellationToken);

    private static Reply Decide(PledgePress press)
    {
        if (press.Pledge is not { } pledge)
            return press.TooOld();
        if (pledge.Place == PledgePlace.Waiting)
            return press.Request.Say("waiting.offer-over");
        if (press.TryBegin() && pledge.Place == PledgePlace.Offered)
        {
            pledge = pledge with
            {
                Place = PledgePlace.Firm,
                WaitingSince = null,
                OfferEnds = null,
                At = press.Request.Now,
                GivenFor = press.Action.Version,
            };
            press.Session.Save(pledge);
        }
        return new Reply.Replace(press.Confirm(pledge));
    }
}
