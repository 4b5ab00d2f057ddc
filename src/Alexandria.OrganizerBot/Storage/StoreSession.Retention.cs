using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>What is over is forgotten.</content>
internal sealed partial class StoreSession
{
    /// <summary>A network replays an event for minutes, not for days.</summary>
    private static readonly Duration EventMemory = Duration.FromDays(7);

    /// <summary>Nobody answers a question by number after a month.</summary>
    private static readonly Duration PromptMemory = Duration.FromDays(30);

    /// <summary>
    /// Removes what is personal about the campaign's actions that started before the instant: pledges, messages, posted
    /// alerts, consents and offers for them; then members that nothing holds any more (no pledge, no consent, unchanged since) with
    /// their addresses. Actions and their steps stay: they name nobody.
    /// </summary>
    public PurgeCounts PurgeEnded(CampaignId campaign, Instant startedBefore)
    {
        scope.DemandWritable();
        var counts = new PurgeCounts();
        foreach (var action in ActionsOf(campaign).TakeWhile(a => a.Starts.Instant < startedBefore))
            counts += Purge(action);
        counts += PurgeNotices(campaign, startedBefore);

        var unchanged = Members.Between("seen", $"{campaign.Value}|", StoreSchema.SeenKey(campaign, startedBefore));
        foreach (var key in unchanged.Select(row => row.Member.Key))
        {
            if (Pledges.AnyWithField("member", key.Value) || ConsentsOf(key).Count > 0)
                continue;
            Part(key);
            counts += new PurgeCounts
            {
                Members = Members.Delete(key.Value) ? 1 : 0,
                Addresses = Addresses.DeleteStartingWith($"{key.Value}|"),
            };
        }

        return counts;
    }

    /// <summary>
    /// Removes, over all campaigns, events handled more than 7 days ago, consents that are void, and addresses of nobody
    /// who is remembered, once they are as old.
    /// </summary>
    public PurgeCounts PurgeExpired(Instant now)
    {
        scope.DemandWritable();
        var old = (now - EventMemory).ToUnixTimeMilliseconds();
        var addresses = 0;
        foreach (var row in Addresses.Between("saved", long.MinValue, old))
        {
            var address = row.Address;
            if (!Members.Exists(address.Member.Value))
                addresses += Addresses.Delete(StoreSchema.AddressId(address.Member, address.Network)) ? 1 : 0;
        }

        DropDisappeared(now);
        Prompts.DeleteBetween("saved", long.MinValue, (now - PromptMemory).ToUnixTimeMilliseconds());
        LinkOffers.DeleteBetween("until", long.MinValue, now.ToUnixTimeMilliseconds());
        foreach (var link in Links.Between("until", long.MinValue, now.ToUnixTimeMilliseconds()))
            Part(link.Human);
        return new PurgeCounts
        {
            Events = Events.DeleteBetween("at", long.MinValue, old),
            Consents = Consents.DeleteBetween("until", long.MinValue, now.ToUnixTimeMilliseconds()),
            Addresses = addresses,
        };
    }

    /// <summary>Removes everything about one member at once, what waits to be sent to them included.</summary>
    public PurgeCounts Forget(MemberKey member)
    {
        scope.DemandWritable();
        Part(member);
        return new PurgeCounts
        {
            Pledges = Pledges.DeleteBetween("member", member.Value, member.Value),
            Members = Members.Delete(member.Value) ? 1 : 0,
            Addresses = Addresses.DeleteStartingWith($"{member.Value}|"),
            Consents = Consents.DeleteStartingWith($"{member.Value}|"),
            OfferDeadlines = Deadlines.DeleteBetween("member", member.Value, member.Value),
            Messages = Outbox.DeleteBetween("to", member.Value, member.Value),
        };
    }

    private PurgeCounts Purge(CollectiveAction action) =>
        new()
        {
            Pledges = Pledges.DeleteStartingWith($"{action.Id.Code}|"),
            Messages = Outbox.DeleteBetween("about", action.Id.Number, action.Id.Number),
            // A follow-up in the channel comes later, and has to find it.
            PostedAlerts = StepsOf(action.Id).Any(IsYetToBeToldInChannel)
                ? 0
                : Posted.DeleteBetween("action", action.Id.Number, action.Id.Number),
            Consents = Consents.DeleteBetween("action", action.Id.Number, action.Id.Number),
            OfferDeadlines = Deadlines.DeleteBetween("action", action.Id.Number, action.Id.Number),
        };

    private bool IsYetToBeToldInChannel(ReminderStep step) =>
        step.State == ReminderStepState.Planned
        && step.Audience.HasFlag(ReminderAudience.Channel)
        && step.UsefulUntil > scope.Now;

    /// <summary>Messages about no action (a reach test, a notice) that ended.</summary>
    private PurgeCounts PurgeNotices(CampaignId campaign, Instant before)
    {
        var ended = Outbox
            .WithField("about", StoreSchema.NoAction)
            .Where(row =>
                row.Message.Campaign == campaign
                && row.Message.NotBefore < before
                && DeliveryLifecycle.HasEnded(row.Message.State)
            );
        return new PurgeCounts { Messages = ended.Count(row => Outbox.Delete(row.Message.Id)) };
    }
}
