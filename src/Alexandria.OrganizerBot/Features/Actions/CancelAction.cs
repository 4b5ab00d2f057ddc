using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An organizer calls an action off: its reminders are void, the alert says so, the channel hears it namelessly, and those
/// who asked for reminders hear it in private.
/// </summary>
internal sealed class CancelAction(Store store)
{
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action"), out var id))
            return request.UnknownAction();
        return await store.WriteAsync(session => Decide(session, request, id, AuditDeed.Cancelled), cancellationToken);
    }

    /// <summary>Calls the action off, unless that was done before or it is over.</summary>
    /// <param name="deed">What it is called in the trail.</param>
    internal static Reply Decide(StoreSession session, Request request, ActionId id, AuditDeed deed)
    {
        var action = session.Find(id);
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        if (action.State == ActionState.Cancelled)
            return request.Say("error.already-cancelled", ("code", id.Code));
        if (action.Starts.Instant <= request.Now)
            return request.Say("error.already-over", ("code", id.Code));

        var wasPublic = action.State == ActionState.Released;
        session.AuditOnce(request, deed, id.Code);
        session.Save(action with { State = ActionState.Cancelled, Proposal = null });
        foreach (var step in session.StepsOf(id).Where(step => step.State == ReminderStepState.Planned))
            session.Save(step with { State = ReminderStepState.Void });
        foreach (var message in session.MessagesAbout(id).Where(WasNeverSeen))
            session.Save(DeliveryLifecycle.Unwanted(message, "cancelled"));

        if (!wasPublic)
            return request.Say("cancel.draft-done", ("code", id.Code));
        var told = TellEverybody(session, request, action);
        return new Reply.Private(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(request.Voice.Text("cancel.done", ("code", id.Code))),
                    new CardPart.Paragraph(request.Voice.Text("cancel.told", ("count", told))),
                ],
            }
        );
    }

    /// <summary>An alert that may stand there already must be found and put right first.</summary>
    private static bool WasNeverSeen(OutboxMessage message) =>
        message.State is DeliveryState.Pending or DeliveryState.Retry
        && (message.Content is not MessageContent.Alert || message.UncertainSince is null);

    private static int TellEverybody(StoreSession session, Request request, CollectiveAction action)
    {
        foreach (var alert in session.PostedAlertsOf(action.Id))
            Release.Tell(
                session,
                action,
                new Recipient.Channel(alert.Server, alert.ChannelId),
                alert.Network,
                new MessageContent.AlertChanged(action.Id),
                $"alert-changed|{action.Id.Code}|cancelled|{alert.Network}|{alert.ChannelId}",
                request.Now
            );
        foreach (var alert in session.PostedAlertsOf(action.Id).Where(alert => alert.PollId is not null))
            session.Enqueue(AlertCompanions.PollEnd(action, alert, request.Now));
        AlertEvent.Refresh(session, action, request.Campaign, "cancelled", request.Now);
        return Audience.Tell(
            session,
            action,
            new MessageContent.Cancellation(action.Id),
            $"cancellation|{action.Id.Code}",
            request.Now
        );
    }
}
