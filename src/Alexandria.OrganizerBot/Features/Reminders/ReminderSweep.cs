using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// Turns the steps of an action that are due into one outbox message for each reader at the most. The ids are built and the
/// steps end only after their last message is written: running it twice, or dying in between, makes none twice and loses none.
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
            foreach (var action in due.Select(step => step.Action).Distinct())
                await SettleAsync(action, now, cancellationToken);
        }
    }

    private async Task SettleAsync(ActionId id, Instant now, CancellationToken cancellationToken)
    {
        var (action, steps) = store.Read(session => (session.Find(id), session.StepsOf(id)));
        var due = steps.Where(step => step.State == ReminderStepState.Planned && step.DueAt <= now).ToList();
        var meant = due.Where(step => IsMeant(action, step)).ToList();
        if (meant.Count > 0)
            await WriteMessagesAsync(action!, steps, meant, now, cancellationToken);

        var settled = due.Except(meant)
            .Select(step => step with { State = ReminderStepState.Void })
            .Concat(ReminderTriage.Decide(meant, now))
            .ToList();
        await store.WriteAsync(
            session =>
            {
                // Cancelled meanwhile: that decision stands, and the pump asks again before it sends.
                var planned = session
                    .StepsOf(id)
                    .Where(step => step.State == ReminderStepState.Planned)
                    .Select(step => step.Id)
                    .ToHashSet(StringComparer.Ordinal);
                foreach (var step in settled.Where(step => planned.Contains(step.Id)))
                    session.Save(step);
            },
            cancellationToken
        );
    }

    private bool IsMeant(CollectiveAction? action, ReminderStep step) =>
        action is { State: ActionState.Released }
        && action.Version == step.Version
        && campaigns.Find(action.Campaign) is not null;

    private async Task WriteMessagesAsync(
        CollectiveAction action,
        IReadOnlyList<ReminderStep> steps,
        IReadOnlyList<ReminderStep> due,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var campaign = campaigns.Find(action.Campaign)!;
        var week = store.Read(session => WeekOfReminders.Until(session, campaign.Id, now));
        var inChannel = ReminderLadder.NextInChannel(due, now);
        for (MemberKey? after = null; ; )
        {
            var slice = await store.WriteAsync(
                session =>
                {
                    var pledges = session.PledgesOf(action.Id, after, MessagesAtOnce);
                    var unreachable = new List<ReminderStep>();
                    foreach (var (step, pledge) in Readers(session, action, pledges, steps, due, now))
                    {
                        // They asked for reminders, and their private messages are closed: the channel is told, naming nobody.
                        if (session.FindMember(pledge.Member)?.Direct == DirectReach.Closed)
                            unreachable.Add(step);
                        else
                            session.Enqueue(
                                WithinTheWeek(
                                    session,
                                    InPrivate(session, step, pledge, action, now),
                                    week,
                                    campaign,
                                    now
                                )
                            );
                    }
                    return (
                        Last: pledges is [.., var last] ? last.Member : (MemberKey?)null,
                        pledges.Count,
                        Unreachable: unreachable
                    );
                },
                cancellationToken
            );
            inChannel = slice.Unreachable.Prepend(inChannel).MaxBy(step => step?.DueAt ?? Instant.MinValue);
            if (slice.Count < MessagesAtOnce)
                break;
            after = slice.Last;
        }

        if (inChannel is not null)
            await store.WriteAsync(
                session =>
                {
                    foreach (var alert in session.PostedAlertsOf(action.Id))
                        session.Enqueue(InChannel(inChannel, alert, action, now));
                },
                cancellationToken
            );
    }

    /// <summary>Which of them are to hear of which step.</summary>
    private static IEnumerable<(ReminderStep Step, Pledge Pledge)> Readers(
        StoreSession session,
        CollectiveAction action,
        IReadOnlyList<Pledge> pledges,
        IReadOnlyList<ReminderStep> steps,
        IReadOnlyList<ReminderStep> due,
        Instant now
    )
    {
        foreach (var pledge in pledges)
        {
            if (
                session.ConsentsTo(pledge.Member, action.Id, now)
                && ReminderLadder.Next(pledge, steps, due, now) is { } step
            )
                yield return (step, pledge);
        }
    }

    private static OutboxMessage InPrivate(
        StoreSession session,
        ReminderStep step,
        Pledge pledge,
        CollectiveAction action,
        Instant now
    ) =>
        Message(
            step,
            action,
            session.NetworkFor(pledge.Member, pledge.Network),
            new Recipient.Direct(pledge.Member),
            pledge.Member.Value,
            now
        );

    private static OutboxMessage InChannel(
        ReminderStep step,
        PostedAlert alert,
        CollectiveAction action,
        Instant now
    ) =>
        Message(
            step,
            action,
            alert.Network,
            new Recipient.Channel(alert.Server, alert.ChannelId),
            $"{alert.Network}|{alert.ChannelId}",
            now
        );

    private static OutboxMessage Message(
        ReminderStep step,
        CollectiveAction action,
        string network,
        Recipient to,
        string reader,
        Instant now
    ) =>
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

    /// <summary>
    /// The message itself, or, where its reader has heard enough within seven days, the digest of the day in its place.
    /// </summary>
    private static OutboxMessage WithinTheWeek(
        StoreSession session,
        OutboxMessage message,
        WeekOfReminders week,
        Campaign campaign,
        Instant now
    )
    {
        if (
            message.To is not Recipient.Direct(var member)
            || week.Most < campaign.WeeklyMessages
            // Written before a crash.
            || session.FindMessage(message.Id) is not null
            || week.HeardBy(session, member) < campaign.WeeklyMessages
        )
            return message;
        var digest = Digest.Of(campaign, member, message, now);
        // Who pledged since today's digest does not find it there.
        return
            session.FindMessage(digest.Id) is { } today
            && message.Content.About is { } action
            && session.FindPledge(action, member)?.At > today.NotBefore
            ? message
            : digest;
    }
}
