using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// Turns each step that is due into one outbox message for each reader. The ids are built and the step ends only after its
/// last message is written: running it twice, or dying in between, makes none twice and loses none.
/// </summary>
internal sealed class ReminderSweep(Store store, CampaignBook campaigns)
{
    private const int StepsAtOnce = 200;

    /// <summary>
    /// Messages written in one transaction. Ten thousand at once would hold the one writer for seconds, and with it every
    /// member who presses a button meanwhile.
    /// </summary>
    private const int MessagesAtOnce = 200;

    /// <summary>Settles every step that is due at that moment.</summary>
    public async Task SweepAsync(Instant now, CancellationToken cancellationToken)
    {
        while (store.Read(session => session.DueSteps(now, StepsAtOnce)) is { Count: > 0 } due)
        {
            foreach (var step in ReminderTriage.Decide(due, now))
                await SettleAsync(step, now, cancellationToken);
        }
    }

    private async Task SettleAsync(ReminderStep step, Instant now, CancellationToken cancellationToken)
    {
        var action = store.Read(session => session.Find(step.Action));
        if (!IsMeant(action, step))
            step = step with { State = ReminderStepState.Void };
        if (step.State == ReminderStepState.Expanded)
        {
            foreach (var messages in MessagesFor(action!, step, now).Chunk(MessagesAtOnce))
            {
                await store.WriteAsync(
                    session =>
                    {
                        foreach (var message in messages)
                            session.Enqueue(message);
                    },
                    cancellationToken
                );
            }
        }

        await store.WriteAsync(
            session =>
            {
                // Cancelled meanwhile: that decision stands, and the pump asks again before it sends.
                var current = session.StepsOf(step.Action).FirstOrDefault(other => other.Id == step.Id);
                if (current is { State: ReminderStepState.Planned })
                    session.Save(step);
            },
            cancellationToken
        );
    }

    private bool IsMeant(CollectiveAction? action, ReminderStep step) =>
        action is { State: ActionState.Released }
        && action.Version == step.Version
        && campaigns.Find(action.Campaign) is not null;

    private List<OutboxMessage> MessagesFor(CollectiveAction action, ReminderStep step, Instant now) =>
        store.Read(session =>
        {
            var messages = new List<OutboxMessage>();
            var unreachable = false;
            if (step.Audience.HasFlag(ReminderAudience.Pledged))
            {
                var consenting = session.MembersWhoConsent(action.Id, now);
                foreach (var pledge in session.PledgesOf(action.Id))
                {
                    if (!pledge.IsCommitted || !consenting.Contains(pledge.Member))
                        continue;
                    if (session.FindMember(pledge.Member)?.Direct == DirectReach.Closed)
                        unreachable = true;
                    else
                        messages.Add(
                            Message(
                                session.NetworkFor(pledge.Member, pledge.Network),
                                new Recipient.Direct(pledge.Member),
                                pledge.Member.Value
                            )
                        );
                }
            }
            // Somebody asked for reminders whose private messages are closed: the channel is told, naming nobody.
            if (unreachable || step.Audience.HasFlag(ReminderAudience.Channel))
            {
                messages.AddRange(
                    session
                        .PostedAlertsOf(action.Id)
                        .Select(alert =>
                            Message(
                                alert.Network,
                                new Recipient.Channel(alert.Server, alert.ChannelId),
                                $"{alert.Network}|{alert.ChannelId}"
                            )
                        )
                );
            }
            return messages;

            OutboxMessage Message(string network, Recipient to, string reader) =>
                new()
                {
                    Id = $"{step.Id}|{reader}",
                    Campaign = action.Campaign,
                    Network = network,
                    To = to,
                    Content = new MessageContent.Reminder(action.Id, step.Version, step.Rule),
                    NotBefore = now,
                    UsefulUntil = step.UsefulUntil,
                };
        });
}
