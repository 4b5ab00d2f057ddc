using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>A member sees what they pledged and whether reminders will reach them; only they see it.</summary>
internal sealed class MyPledges(Store store, RequestReader reader)
{
    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var requests = request.Incoming.Server is null ? reader.InAllCampaigns(request) : [request];
        var card = store.Read(session =>
        {
            var lines = requests.SelectMany(inCampaign => Lines(session, inCampaign)).ToList();
            return new Card
            {
                Parts =
                [
                    .. lines.Count == 0
                        ? (CardPart[])[new CardPart.Paragraph(request.Voice.Text("mine.none"))]
                        :
                        [
                            new CardPart.Heading(request.Voice.Text("mine.heading")),
                            new CardPart.Bullets(lines),
                        ],
                    .. requests.SelectMany(inCampaign => Reminders(session, inCampaign)),
                ],
            };
        });
        return Task.FromResult<Reply>(new Reply.Private(card));
    }

    private static IEnumerable<string> Lines(StoreSession session, Request request) =>
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
    private static IEnumerable<CardPart> Reminders(StoreSession session, Request request)
    {
        var consents = session.ConsentsOf(request.Member).Where(consent => consent.Until > request.Now).ToList();
        if (consents.Find(consent => consent.Action is null) is { } standing)
            yield return new CardPart.Paragraph(
                request.Voice.Text("reminders.on-until", ("date", request.Voice.Date(standing.Until)))
            );
        foreach (var consent in consents)
        {
            if (consent.Action is { } id && session.Find(id) is { } action)
                yield return new CardPart.Paragraph(request.Voice.Text("reminders.on-for", ("title", action.Title)));
        }
        if (consents.Count == 0)
            yield return new CardPart.Paragraph(request.Voice.Text("reminders.are-off"));
        else if (session.FindMember(request.Member)?.Direct == DirectReach.Closed)
            yield return new CardPart.Paragraph(request.Voice.Text("reminders.closed"));
    }
}
