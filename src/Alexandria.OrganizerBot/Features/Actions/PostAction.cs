using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>An organizer releases a draft: the alert goes to every place of the campaign, and the reminders are planned.</summary>
internal sealed class PostAction(Store store)
{
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action"), out var id))
            return request.UnknownAction();
        return await store.WriteAsync(session => Decide(session, request, id), cancellationToken);
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id)
    {
        var action = session.Find(id);
        if (action is null || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        if (action.State != ActionState.Draft)
            return request.Say(
                action.State == ActionState.Cancelled ? "error.already-cancelled" : "error.already-posted",
                ("code", id.Code)
            );
        if (action.Starts.Instant <= request.Now)
            return request.Say("error.already-over", ("code", id.Code));

        session.Save(action with { State = ActionState.Released });
        var steps = ReminderPlanner.Plan(action, request.Campaign.Cadence, request.Campaign.QuietHours, request.Now);
        foreach (var step in steps)
            session.Save(step);
        foreach (var server in request.Campaign.Servers)
        {
            session.Enqueue(
                new OutboxMessage
                {
                    Id = $"alert|{action.Id.Code}|{server.Network}|{server.AlertChannel}",
                    Campaign = action.Campaign,
                    Network = server.Network,
                    To = new Recipient.Channel(server.Server, server.AlertChannel),
                    Content = new MessageContent.Alert(action.Id),
                    NotBefore = request.Now,
                    UsefulUntil = action.Starts.Instant,
                    Priority = DeliveryPriority.High,
                }
            );
        }
        return new Reply.Private(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(request.Voice.Text("post.done", ("code", id.Code))),
                    new CardPart.Paragraph(request.Voice.Text("post.reminders", ("count", steps.Count))),
                ],
            }
        );
    }
}
