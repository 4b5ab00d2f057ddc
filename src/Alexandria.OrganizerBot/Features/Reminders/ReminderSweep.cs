using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// Turns steps that are due into one outbox message for each reader, in one transaction with the step's new state: running
/// it twice, or dying in between, makes none twice and loses none.
/// </summary>
internal sealed class ReminderSweep(Store store, CampaignBook campaigns)
{
    private const int StepsAtOnce = 200;

    /// <summary>Settles every step that is due at that moment.</summary>
    public async Task SweepAsync(Instant now, CancellationToken cancellationToken)
    {
        while (store.Read(session => session.DueSteps(now, limit: 1)).Count > 0)
            await store.WriteAsync(session => Settle(session, now), cancellationToken);
    }

    private void Settle(StoreSession session, Instant now)
    {
        foreach (var step in ReminderTriage.Decide(session.DueSteps(now, StepsAtOnce), now))
        {
            var action = session.Find(step.Action);
            var isMeant =
                action is { State: ActionState.Released }
                && action.Version == step.Version
                && campaigns.Find(action.Campaign) is not null;
            if (isMeant && step.State == ReminderStepState.Expanded)
                Expand(session, action!, step, now);
            session.Save(isMeant ? step : step with { State = ReminderStepState.Void });
        }
    }

    private static void Expand(StoreSession session, CollectiveAction action, ReminderStep step, Instant now)
    {
        var reminder = new MessageContent.Reminder(action.Id, step.Version, step.Rule);
        if (step.Audience.HasFlag(ReminderAudience.Pledged))
        {
            foreach (var pledge in session.PledgesOf(action.Id))
            {
                if (pledge.IsCommitted && session.MayRemind(pledge.Member, action.Id, now))
                    Enqueue(pledge.Network, new Recipient.Direct(pledge.Member), pledge.Member.Value);
            }
        }
        if (step.Audience.HasFlag(ReminderAudience.Channel))
        {
            foreach (var alert in session.PostedAlertsOf(action.Id))
                Enqueue(
                    alert.Network,
                    new Recipient.Channel(alert.Server, alert.ChannelId),
                    $"{alert.Network}|{alert.ChannelId}"
                );
        }

        void Enqueue(string network, Recipient to, string reader) =>
            session.Enqueue(
                new OutboxMessage
                {
                    Id = $"{step.Id}|{reader}",
                    Campaign = action.Campaign,
                    Network = network,
                    To = to,
                    Content = reminder,
                    NotBefore = now,
                    UsefulUntil = step.UsefulUntil,
                }
            );
    }
}
