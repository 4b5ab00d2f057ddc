using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Deliveries;

/// <summary>Coordinators see what did not arrive, by cause and never by person; organizers send it again or leave it.</summary>
internal sealed class SettleDeliveries(Store store)
{
    private const string Item = "item";
    private const string Twice = "twice";
    private const int MostShown = 20;

    /// <summary>What <c>twice</c> can be: nobody says it by accident.</summary>
    public static IReadOnlyList<string> TwiceChoices { get; } = ["yes"];

    public Task<Reply> ListAsync(Request request, CancellationToken cancellationToken)
    {
        var voice = request.Voice;
        var items = store.Read(session => UndeliveredItem.Of(session, request.Campaign.Id));
        if (items.Count == 0)
            return Task.FromResult(request.Say("deliveries.none"));
        var parts = new List<CardPart>
        {
            new CardPart.Heading(voice.Text("deliveries.title", ("campaign", voice.CampaignTitle))),
            new CardPart.Bullets([.. items.Take(MostShown).Select(item => item.Line(voice))]),
        };
        if (items.Count > MostShown)
            parts.Add(new CardPart.Small(voice.Text("deliveries.more", ("count", items.Count - MostShown))));
        parts.Add(new CardPart.Small(voice.Text("deliveries.how")));
        return Task.FromResult<Reply>(new Reply.Private(new Card { Parts = parts }));
    }

    /// <summary>Items with their codes.</summary>
    public Task<Reply> CompleteAsync(Request request, CancellationToken cancellationToken)
    {
        var typed = request.Incoming.Act is Act.Complete complete ? complete.Typed.Trim() : "";
        return Task.FromResult<Reply>(
            new Reply.Completions([
                .. store
                    .Read(session => UndeliveredItem.Of(session, request.Campaign.Id))
                    .Select(item => new Completion(UntrustedText.Clean(item.Line(request.Voice), 100), item.Code))
                    .Where(choice => choice.Label.Contains(typed, StringComparison.OrdinalIgnoreCase))
                    .Take(MostShown),
            ])
        );
    }

    public Task<Reply> RetryAsync(Request request, CancellationToken cancellationToken) =>
        store.WriteAsync(session => Retry(session, request), cancellationToken);

    public Task<Reply> DropAsync(Request request, CancellationToken cancellationToken) =>
        store.WriteAsync(
            session =>
            {
                if (Find(session, request) is not { } item)
                    return Unknown(request);
                if (!session.TryBegin(request.EventKey, request.Now))
                    return request.Say("deliveries.done-before");
                session.Audit(request, AuditDeed.DeliveriesDropped, item.Code);
                foreach (var message in item.Messages)
                    session.Save(DeliveryLifecycle.Unwanted(message, DeliveryLifecycle.DroppedReason));
                return request.Say("deliveries.dropped", ("count", item.Messages.Count));
            },
            cancellationToken
        );

    private static Reply Retry(StoreSession session, Request request)
    {
        if (Find(session, request) is not { } item)
            return Unknown(request);
        if (item.IsUnknown && !TwiceChoices.Contains(request.Option(Twice) ?? "", StringComparer.OrdinalIgnoreCase))
            return request.Say("deliveries.may-double", ("count", item.Messages.Count));
        if (!session.TryBegin(request.EventKey, request.Now))
            return request.Say("deliveries.done-before");
        session.Audit(request, AuditDeed.DeliveriesRetried, item.Code);

        var useful = item
            .Messages.Where(message => message.UsefulUntil is not { } until || request.Now < until)
            .ToList();
        foreach (var message in useful)
            session.Save(DeliveryLifecycle.Anew(message, request.Now));
        var parts = new List<CardPart>
        {
            new CardPart.Paragraph(request.Voice.Text("deliveries.retried", ("count", useful.Count))),
        };
        if (item.Messages.Count - useful.Count is > 0 and var late)
            parts.Add(new CardPart.Small(request.Voice.Text("deliveries.too-late", ("count", late))));
        return new Reply.Private(new Card { Parts = parts });
    }

    private static UndeliveredItem? Find(StoreSession session, Request request) =>
        UndeliveredItem.Find(session, request.Campaign.Id, request.Option(Item));

    private static Reply Unknown(Request request) =>
        request.Say("deliveries.unknown-item", ("item", UntrustedText.Clean(request.Option(Item) ?? "", 12)));
}
