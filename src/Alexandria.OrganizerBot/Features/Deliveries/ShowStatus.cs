using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Deliveries;

/// <summary>How each network is, what waits, what did not arrive, and what leaves in the next day: numbers only.</summary>
internal sealed class ShowStatus(Store store, NetworkBoard networks)
{
    private static readonly Duration Ahead = Duration.FromHours(24);
    private const int MostShown = 15;

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var parts = store.Read(session => Parts(session, request).ToList());
        return Task.FromResult<Reply>(new Reply.Private(new Card { Parts = parts }));
    }

    private IEnumerable<CardPart> Parts(StoreSession session, Request request)
    {
        var voice = request.Voice;
        yield return new CardPart.Heading(voice.Text("status.title", ("campaign", voice.CampaignTitle)));
        var undelivered = session.Undelivered(request.Campaign.Id);
        foreach (var network in request.Campaign.Servers.Select(server => server.Network).Distinct())
        {
            yield return new CardPart.Paragraph(Connection(network, request));
            yield return new CardPart.Bullets([.. Numbers(session, network, undelivered, request)]);
        }
        if (undelivered.Count > 0)
            yield return new CardPart.Small(voice.Text("status.see-undelivered"));

        yield return new CardPart.Heading(voice.Text("status.next"));
        var coming = Coming(session, request).OrderBy(line => line.At).Select(line => line.Text).ToList();
        if (coming.Count == 0)
            yield return new CardPart.Paragraph(voice.Text("status.next-nothing"));
        else
            yield return new CardPart.Bullets(coming[..Math.Min(MostShown, coming.Count)]);
        if (coming.Count > MostShown)
            yield return new CardPart.Small(voice.Text("status.next-more", ("count", coming.Count - MostShown)));
    }

    private string Connection(string network, Request request) =>
        request.Voice.Text(
            networks.Of(network, request.Now) is { IsConnected: false } ? "status.not-connected" : "status.connected",
            ("network", UndeliveredItem.NetworkName(network))
        );

    private IEnumerable<string> Numbers(
        StoreSession session,
        string network,
        IReadOnlyList<OutboxMessage> undelivered,
        Request request
    )
    {
        var voice = request.Voice;
        var id = request.Campaign.Id;
        var midnight = voice.Today.AtStartOfDayInZone(request.Campaign.Zone).ToInstant();
        yield return voice.Text("status.waiting", ("count", session.Waiting(id, network)));
        yield return voice.Text("status.sent", ("count", session.SentSince(id, network, midnight)));
        yield return voice.Text("status.dead", ("count", CountOf(DeliveryState.Dead)));
        yield return voice.Text("status.unknown", ("count", CountOf(DeliveryState.Unknown)));
        if (session.Drip(network) is { } drip && session.WaitingForOpening(network) is > 0 and var opening)
            yield return voice.Text(
                "status.opening",
                ("count", opening),
                ("until", voice.When(drip.DoneBy(opening, request.Now)))
            );
        foreach (var trouble in networks.Of(network, request.Now)?.Troubles ?? [])
            yield return OutgoingCards.Sentence(trouble, voice);

        int CountOf(DeliveryState state) =>
            undelivered.Count(message => message.Network == network && message.State == state);
    }

    private static IEnumerable<(Instant At, string Text)> Coming(StoreSession session, Request request)
    {
        var until = request.Now + Ahead;
        foreach (var action in session.ActionsOf(request.Campaign.Id).Where(a => a.State == ActionState.Released))
        {
            if (action.PostAt is { } post && post > request.Now && post <= until)
                yield return (post, Line("status.next-alert", action, post, request.Voice, people: 0));
            foreach (var step in session.StepsOf(action.Id))
            {
                if (step.State == ReminderStepState.Planned && step.DueAt <= until && step.Version == action.Version)
                    yield return (
                        step.DueAt,
                        Line(
                            "status.next-reminder",
                            action,
                            step.DueAt,
                            request.Voice,
                            Readers(session, action, step.DueAt)
                        )
                    );
            }
        }
    }

    private static string Line(string key, CollectiveAction action, Instant at, Voice voice, int people) =>
        voice.Text(key, ("when", voice.When(at)), ("code", action.Id.Code), ("title", action.Title), ("count", people));

    private static int Readers(StoreSession session, CollectiveAction action, Instant at)
    {
        var consenting = session.MembersWhoConsent(action.Id, at);
        return session.PledgesOf(action.Id).Count(pledge => pledge.IsCommitted && consenting.Contains(pledge.Member));
    }
}
