using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// What is written down once something of an action stands in a place, in the transaction that records the sending: where it
/// stands, what follows from it, and what puts it right where the action changed while it was on its way.
/// </summary>
internal static class AfterSending
{
    public static void Record(
        StoreSession session,
        OutboxMessage message,
        SendOutcome.Sent sent,
        Composition said,
        Campaign? campaign,
        Instant now
    )
    {
        if (message.To is not Recipient.Channel place || message.Content.About is not { } id)
            return;
        var action = session.Find(id);
        switch (message.Content)
        {
            case MessageContent.Alert:
                var alert = new PostedAlert(id, message.Network, place.Server, place.ChannelId, sent.MessageId)
                {
                    PostedAt = now,
                    ShownPeople = (said as Composition.Say)?.ShownPeople ?? 0,
                };
                session.Save(alert);
                if (action is { State: ActionState.Released })
                    EnqueueCompanions(session, action, alert, campaign, now);
                if (action is not null)
                    PutRight(session, message, said, action, now);
                break;
            case MessageContent.AlertChanged:
                foreach (var posted in AlertsAt(session, message, id, place))
                    session.Replace(posted, posted.After(sent, (said as Composition.Say)?.ShownPeople ?? 0, now));
                break;
            case MessageContent.Progress(_, var send):
                SendProgress.Shown(session, message, send, sent);
                break;
            case MessageContent.ThreadStart:
                foreach (var posted in AlertsAt(session, message, id, place))
                {
                    session.Save(posted with { ThreadId = sent.MessageId });
                    if (action is not null)
                        FillThread(session, message, action, posted, sent.MessageId, now);
                }
                break;
            case MessageContent.Poll:
                foreach (var posted in AlertsAt(session, message, id, place))
                {
                    session.Save(posted with { PollId = sent.MessageId });
                    if (action is { State: ActionState.Cancelled })
                        session.Enqueue(AlertCompanions.PollEnd(action, posted, now));
                }
                break;
            case MessageContent.EventMirror:
                foreach (var posted in AlertsAt(session, message, id, place))
                {
                    if (said is Composition.Arrange { What: Arrangement.PutEvent })
                        session.Save(posted with { EventId = sent.MessageId });
                    if (action is not null && HasChanged(action, said))
                        session.Enqueue(AlertCompanions.Event(action, posted, $"again|{message.Id}", now));
                }
                break;
            default:
                break;
        }
    }

    private static IEnumerable<PostedAlert> AlertsAt(
        StoreSession session,
        OutboxMessage message,
        ActionId id,
        Recipient.Channel place
    ) =>
        session
            .PostedAlertsOf(id)
            .Where(posted => posted.Network == message.Network && posted.ChannelId == place.ChannelId);

    private static void EnqueueCompanions(
        StoreSession session,
        CollectiveAction action,
        PostedAlert alert,
        Campaign? campaign,
        Instant now
    )
    {
        var server = campaign?.ServerAt(alert.Network, alert.Server);
        if (server?.Threads == true)
            session.Enqueue(AlertCompanions.Thread(action, alert, now));
        if (server?.Polls == true)
            session.Enqueue(AlertCompanions.Poll(action, alert, now));
        if (server?.Events == true)
            session.Enqueue(AlertCompanions.Event(action, alert, "posted", now));
    }

    /// <summary>
    /// An alert whose action was called off or edited while it was on its way is put right: it shows what is true, and where
    /// the action is off the channel hears it.
    /// </summary>
    private static void PutRight(
        StoreSession session,
        OutboxMessage sent,
        Composition said,
        CollectiveAction action,
        Instant now
    )
    {
        var isOff = action.State == ActionState.Cancelled;
        // The network answers a repeated alert with the one that it knows, which may have been written before an edit.
        var mayBeOld = sent.UncertainSince is not null && action.Version > 1;
        if (isOff || mayBeOld || HasChanged(action, said))
            session.Enqueue(Late(sent, new MessageContent.AlertChanged(action.Id), now));
        if (isOff)
            session.Enqueue(Late(sent, new MessageContent.Cancellation(action.Id), now));
    }

    private static void FillThread(
        StoreSession session,
        OutboxMessage sent,
        CollectiveAction action,
        PostedAlert alert,
        string threadId,
        Instant now
    ) =>
        session.Enqueue(
            action.State == ActionState.Cancelled
                ? Late(sent, new MessageContent.Cancellation(action.Id), now) with
                {
                    To = new Recipient.Channel(alert.Server, threadId),
                }
                : AlertCompanions.ThreadOpening(action, alert, threadId, now)
        );

    private static bool HasChanged(CollectiveAction action, Composition said) =>
        said.AsOf is { } asOf && (asOf.Version != action.Version || asOf.State != action.State);

    private static OutboxMessage Late(OutboxMessage sent, MessageContent content, Instant now) =>
        sent with
        {
            Id = $"{content.GetType().Name}|late|{sent.Id}",
            Content = content,
            State = DeliveryState.Pending,
            NotBefore = now,
            Attempts = 0,
            Recoveries = 0,
            Doubts = 0,
            Defects = 0,
            UncertainSince = null,
            Reason = null,
        };
}
