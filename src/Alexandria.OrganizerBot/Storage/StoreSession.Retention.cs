using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>What is over is forgotten.</content>
internal sealed partial class StoreSession
{
    /// <summary>
    /// Removes what is personal about the campaign's actions that were over before the instant: pledges, messages, posted
    /// alerts, consents and offers for them; then members that nothing holds any more (no pledge, no consent, unchanged since) with
    /// their addresses. Actions and their steps stay, without who proposed them: they name nobody.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="overBefore">What was over later is kept.</param>
    /// <param name="most">About so many rows at a time; where so many went, there may be more.</param>
    public PurgeCounts PurgeEnded(CampaignId campaign, Instant overBefore, int most = int.MaxValue)
    {
        scope.DemandWritable();
        var counts = new PurgeCounts();
        var over = ActionsOf(campaign)
            .TakeWhile(action => action.Starts.Instant < overBefore)
            .Where(action => action.OverBy < overBefore);
        foreach (var action in over)
        {
            counts += Purge(action, most - counts.Total);
            if (counts.Total >= most)
                return counts;
        }
        DropEndedSeries(campaign, overBefore);
        counts += PurgeNotices(campaign, overBefore, most - counts.Total);

        var unchanged = Members.Between("seen", $"{campaign.Value}|", StoreSchema.SeenKey(campaign, overBefore));
        foreach (var key in unchanged.Select(row => row.Member.Key))
        {
            if (counts.Total >= most)
                break;
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
    /// <param name="now">The present moment.</param>
    /// <param name="most">About so many rows of a kind at a time; where so many went, there may be more.</param>
    public PurgeCounts PurgeExpired(Instant now, int most = int.MaxValue)
    {
        scope.DemandWritable();
        var present = now.ToUnixTimeMilliseconds();
        var old = (now - Retention.Events).ToUnixTimeMilliseconds();
        var addresses = 0;
        foreach (var row in Addresses.Between("saved", long.MinValue, old))
        {
            var address = row.Address;
            if (addresses < most && !Members.Exists(address.Member.Value))
                addresses += Addresses.Delete(StoreSchema.AddressId(address.Member, address.Network)) ? 1 : 0;
        }

        DropDisappeared(now);
        DropEndedBans(now);
        Prompts.DeleteBetween("saved", long.MinValue, (now - Retention.Prompts).ToUnixTimeMilliseconds(), most);
        LinkOffers.DeleteBetween("until", long.MinValue, present, most);
        Dockets.DeleteBetween("until", long.MinValue, present, most);
        foreach (var link in Links.Between("until", long.MinValue, present))
            Part(link.Human);
        return new PurgeCounts
        {
            Events = Events.DeleteBetween("at", long.MinValue, old, most),
            Consents = Consents.DeleteBetween("until", long.MinValue, present, most),
            Addresses = addresses,
            Tombstones = Tombstones.DeleteBetween("until", long.MinValue, present, most),
        };
    }

    /// <summary>
    /// Leaves of messages that ended before the instant only that they must not be written again. Says of how many; where it
    /// is as many as asked for, there may be more.
    /// </summary>
    /// <param name="endedBefore">What ended later is kept as it is: people may still ask about it, and its number is shown.</param>
    /// <param name="forgottenAt">When what is about no action may be forgotten altogether.</param>
    /// <param name="most">At most so many at a time.</param>
    public int BuryEnded(Instant endedBefore, Instant forgottenAt, int most)
    {
        scope.DemandWritable();
        var ended = Outbox.Between("queue", StoreSchema.EndedPrefix, StoreSchema.EndedUntil(endedBefore), most);
        foreach (var message in ended.Select(row => row.Message))
        {
            var about = message.Content.About is { } id && Actions.Exists(id.Code) ? id : (ActionId?)null;
            Tombstones.Save(
                new Tombstone(
                    keys.MessageKey(message.Id),
                    about,
                    about is null ? forgottenAt : null,
                    message.State == DeliveryState.Sent
                )
            );
            Outbox.Delete(message.Id);
        }
        return ended.Count;
    }

    /// <summary>Removes everything about one member at once, what waits to be sent to them included.</summary>
    public PurgeCounts Forget(MemberKey member)
    {
        scope.DemandWritable();
        Part(member);
        foreach (var row in Outbox.WithField("to", member.Value))
            Uncount(row.Message);
        return new PurgeCounts
        {
            Pledges = Pledges.DeleteBetween("member", member.Value, member.Value),
            Members = Members.Delete(member.Value) ? 1 : 0,
            Addresses = Addresses.DeleteStartingWith($"{member.Value}|"),
            Consents = Consents.DeleteStartingWith($"{member.Value}|"),
            OfferDeadlines = Deadlines.DeleteBetween("member", member.Value, member.Value),
            Calls = ForgetCallsOf(member),
            Messages = Outbox.DeleteBetween("to", member.Value, member.Value),
        };
    }

    private PurgeCounts Purge(CollectiveAction action, int most)
    {
        var number = action.Id.Number;
        LongSends.DeleteBetween("action", number, number);
        CalendarChanges.Delete(action.Id.Code);
        // What nobody released in time nobody will: who proposed it need not be known any longer.
        if (action.Proposal is not null)
            Actions.Save(action with { Proposal = null });
        var counts = new PurgeCounts { Pledges = Pledges.DeleteStartingWith($"{action.Id.Code}|", most) };
        counts += new PurgeCounts { Calls = ForgetCallsFor(action.Id, most - counts.Total) };
        counts += new PurgeCounts { Messages = Outbox.DeleteBetween("about", number, number, most - counts.Total) };
        counts += new PurgeCounts
        {
            Tombstones = Tombstones.DeleteBetween("action", number, number, most - counts.Total),
        };
        counts += new PurgeCounts
        {
            // A follow-up in the channel comes later, and has to find it.
            PostedAlerts = StepsOf(action.Id).Any(IsYetToBeToldInChannel)
                ? 0
                : Posted.DeleteBetween("action", number, number, most - counts.Total),
        };
        counts += new PurgeCounts { Consents = Consents.DeleteBetween("action", number, number, most - counts.Total) };
        return counts
            + new PurgeCounts
            {
                OfferDeadlines = Deadlines.DeleteBetween("action", number, number, most - counts.Total),
            };
    }

    private bool IsYetToBeToldInChannel(ReminderStep step) =>
        step.State == ReminderStepState.Planned
        && step.Audience.HasFlag(ReminderAudience.Channel)
        && step.UsefulUntil > scope.Now;

    /// <summary>Messages about no action (a reach test, a notice) that ended.</summary>
    private PurgeCounts PurgeNotices(CampaignId campaign, Instant before, int most)
    {
        var ended = Outbox
            .WithField("about", StoreSchema.NoAction)
            .Where(row =>
                row.Message.Campaign == campaign
                && row.Message.NotBefore < before
                && DeliveryLifecycle.HasEnded(row.Message.State)
            )
            .Take(most);
        return new PurgeCounts { Messages = ended.Count(row => Outbox.Delete(row.Message.Id)) };
    }
}
