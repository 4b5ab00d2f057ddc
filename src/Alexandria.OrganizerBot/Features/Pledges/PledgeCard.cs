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
    /// <param name="remarkKey">A sentence of the catalogue to say first; null: none.</param>
    public static Card Confirm(
        StoreSession session,
        Request request,
        CollectiveAction action,
        Pledge pledge,
        string? remarkKey = null
    )
    {
        var voice = request.Voice;
        var parts = new List<CardPart>();
        if (remarkKey is not null)
            parts.Add(new CardPart.Paragraph(voice.Text(remarkKey)));
        parts.Add(new CardPart.Paragraph(Noted(session, request, action, pledge)));
        if (pledge.IsComing && pledge.HeadCount > 1)
            parts.Add(new CardPart.Paragraph(voice.Text("pledge.others", ("count", pledge.HeadCount - 1))));

        var mayRemind = session.MayRemind(request.Member, action.Id, request.Now);
        if (pledge.IsComing || pledge.IsCommitted)
        {
            parts.Add(
                new CardPart.When(voice.Text("alert.when", ("when", voice.When(action.Starts))), action.Starts.Instant)
            );
            if (action.Location is { } location)
                parts.Add(new CardPart.Paragraph(voice.Text("alert.where", ("where", location))));
            // The question stands above the button that answers it; what is settled is small print.
            parts.Add(
                mayRemind
                    ? new CardPart.Small(voice.Text("pledge.remind-set"))
                    : new CardPart.Paragraph(voice.Text("pledge.remind-offer"))
            );
        }
        return new Card { Parts = parts, Buttons = [.. Buttons(request, action, pledge, mayRemind)] };
    }

    private static string Noted(StoreSession session, Request request, CollectiveAction action, Pledge pledge)
    {
        if (!pledge.IsComing || pledge.Place == PledgePlace.Firm)
            return request.Voice.Text(AnswerWords.ThanksKey(pledge.Answer), ("title", action.Title));
        if (pledge.Place == PledgePlace.Held)
            return request.Voice.Text("pledge.held", ("title", action.Title));
        if (pledge.Place == PledgePlace.Offered)
            return request.Voice.Text("waiting.offered", ("title", action.Title));
        var place = WaitingList.PlaceInLine(pledge.Member, session.PledgesOf(action.Id));
        return request.Voice.Text("waiting.listed", ("title", action.Title), ("place", place));
    }

    private static IEnumerable<CardButton> Buttons(
        Request request,
        CollectiveAction action,
        Pledge pledge,
        bool mayRemind
    )
    {
        var voice = request.Voice;
        if (pledge.Place == PledgePlace.Offered)
            yield return new CardButton(voice.Text("button.take"), TakeOffer.For(action.Id), ButtonWeight.Main);
        if ((pledge.IsComing || pledge.IsCommitted) && !mayRemind)
            yield return new CardButton(voice.Text("button.remind-me"), RemindMe.For(action.Id), ButtonWeight.Main);
        if (pledge.IsComing && pledge.HeadCount <= BringOthers.MostOthers)
            yield return new CardButton(voice.Text("button.one-more"), BringOthers.For(action.Id, pledge.HeadCount));
        if (pledge.IsComing && pledge.HeadCount > 1)
            yield return new CardButton(
                voice.Text("button.one-fewer"),
                BringOthers.For(action.Id, pledge.HeadCount - 2)
            );
        if (pledge.Answer != PledgeAnswer.Withdrawn)
            yield return new CardButton(voice.Text("button.undo"), UndoPledge.For(action.Id), ButtonWeight.Careful);
    }
}
