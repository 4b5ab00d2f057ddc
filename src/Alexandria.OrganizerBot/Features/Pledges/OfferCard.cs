using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>A place became free for somebody on the waiting list.</summary>
internal static class OfferCard
{
    /// <summary>Somebody else can have the place when this one does not answer, so it is asked at once or not at all.</summary>
    public static Composition Compose(Sending sending, CollectiveAction action)
    {
        if (
            sending.Message.To is not Recipient.Direct(var member)
            || sending.Session.FindPledge(action.Id, member) is not { Place: PledgePlace.Offered, OfferEnds: { } ends }
        )
            return new Composition.Unwanted("offer-over");
        return Silence.About(sending, member, action) is Composition.Unwanted unwanted
            ? unwanted
            : new Composition.Say(For(action, sending.Voice, ends));
    }

    /// <summary>The question, with until when it holds.</summary>
    public static Card For(CollectiveAction action, Voice voice, Instant ends) =>
        new()
        {
            Parts =
            [
                new CardPart.Paragraph(voice.Text("waiting.offered", ("title", action.Title))),
                new CardPart.When(voice.Text("alert.when", ("when", voice.When(action.Starts))), action.Starts.Instant),
                new CardPart.Paragraph(voice.Text("waiting.offer-ends", ("until", voice.When(ends)))),
            ],
            Buttons =
            [
                new CardButton(voice.Text("button.take"), TakeOffer.For(action.Id), ButtonWeight.Main),
                new CardButton(
                    voice.Text(AnswerWords.ButtonKey(PledgeAnswer.CantCome)),
                    PledgeByButton.For(action.Id, PledgeAnswer.CantCome)
                ),
            ],
        };
}
