using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>A member sees what they pledged and whether reminders will reach them; only they see it.</summary>
internal sealed class MyPledges(Store store, RequestReader reader)
{
    public const string Button = "mine";
    public const string Command = "mine";

    /// <summary>The button under what everybody sees; the answer is private.</summary>
    public static ButtonId For(ActionId action) => new(Button, action.Code);

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var requests = reader.Meant(request);
        var card = store.Read(session => new Card
        {
            Parts = [.. requests.SelectMany(inCampaign => Campaign(session, inCampaign))],
        });
        return Task.FromResult<Reply>(new Reply.Private(card));
    }

    private static IEnumerable<CardPart> Campaign(StoreSession session, Request request)
    {
        var voice = request.Voice;
        var pledges = Pledges(session, request).ToList();
        yield return new CardPart.Heading(voice.Text("mine.title", ("campaign", voice.CampaignTitle)));
        if (pledges.Count == 0)
            yield return new CardPart.Paragraph(voice.Text("mine.none"));
        else
            yield return new CardPart.Bullets(pledges);
        foreach (var line in Reminders(session, request))
            yield return new CardPart.Paragraph(line);
        foreach (var link in session.LinksTo(request.Member).Take(1))
            yield return new CardPart.Paragraph(voice.Text("mine.joined", ("until", voice.Date(link.Until))));
        yield return new CardPart.Small(
            voice.Text("mine.retention", ("count", (long)request.Campaign.Retention.TotalHours))
        );
    }

    private static IEnumerable<string> Pledges(StoreSession session, Request request) =>
        from pledge in session.PledgesOf(request.Member)
        let action = session.Find(pledge.Action)
        where
            pledge.Answer != PledgeAnswer.Withdrawn
            && action is { State: ActionState.Released }
            && action.Starts.Instant > request.Now
        orderby action.Starts.Instant
        select request.Voice.Text(
            "mine.line",
            ("code", action.Id.Code),
            ("title", action.Title),
            ("when", request.Voice.When(action.Starts)),
            ("answer", request.Voice.Text(AnswerWords.AnswerKey(pledge.Answer)))
        );

    /// <summary>Whether reminders are on, until when, and whether they arrive.</summary>
    private static IEnumerable<string> Reminders(StoreSession session, Request request)
    {
        var voice = request.Voice;
        var consents = session.ConsentsOf(request.Member).Where(consent => consent.Until > request.Now).ToList();
        if (consents.Count == 0)
            yield return voice.Text("mine.reminders-off");
        else if (session.FindMember(request.Member)?.Direct == DirectReach.Closed)
            yield return voice.Text("mine.reminders-closed");

        foreach (var consent in consents)
        {
            var until = voice.Date(consent.Until);
            yield return consent.Action is { } action
                ? voice.Text("mine.reminders-on-for-action", ("code", action.Code), ("until", until))
                : voice.Text("mine.reminders-on", ("until", until));
        }
    }
}
