using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>The private confirmation of a pledge: what was noted, when and where, and what can be done next.</summary>
internal static class PledgeCard
{
    public static Card Confirm(StoreSession session, Request request, CollectiveAction action, Pledge pledge)
    {
        var voice = request.Voice;
        var parts = new List<CardPart>
        {
            new CardPart.Paragraph(voice.Text(AnswerWords.ThanksKey(pledge.Answer), ("title", action.Title))),
        };
        var buttons = new List<CardButton>();
        if (pledge.IsCommitted)
        {
            parts.Add(
                new CardPart.When(voice.Text("alert.when", ("when", voice.When(action.Starts))), action.Starts.Instant)
            );
            if (action.Location is { } location)
                parts.Add(new CardPart.Paragraph(voice.Text("alert.where", ("where", location))));

            if (session.MayRemind(request.Member, action.Id, request.Now))
                parts.Add(new CardPart.Small(voice.Text("pledge.remind-set")));
            else
            {
                parts.Add(new CardPart.Small(voice.Text("pledge.remind-offer")));
                buttons.Add(new CardButton(voice.Text("button.remind-me"), RemindMe.For(action.Id), ButtonWeight.Main));
            }
        }
        if (pledge.Answer != PledgeAnswer.Withdrawn)
            buttons.Add(new CardButton(voice.Text("button.undo"), UndoPledge.For(action.Id), ButtonWeight.Careful));
        return new Card { Parts = parts, Buttons = buttons };
    }
}
