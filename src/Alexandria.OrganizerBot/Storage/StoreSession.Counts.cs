using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>What organizers see of the outbox.</content>
internal sealed partial class StoreSession
{
    /// <summary>How many of the campaign's messages wait to be sent on the network, whenever that is.</summary>
    public int Waiting(CampaignId campaign, string network) =>
        Priorities.Sum(priority =>
            CountIn(campaign, network, priority, opens: false) + CountIn(campaign, network, priority, opens: true)
        );

    /// <summary>How many of the campaign's messages the network has taken since the instant, as far as it is remembered.</summary>
    public int SentSince(CampaignId campaign, string network, Instant since) =>
        Outbox
            .Between("queue", StoreSchema.EndedUntil(since), After(StoreSchema.EndedPrefix))
            .Count(row =>
                row.Message.State == DeliveryState.Sent
                && row.Message.Network == network
                && row.Message.Campaign == campaign
            );

    /// <summary>The campaign's messages that will not be sent though they were wanted, or of which nobody knows whether they arrived.</summary>
    public IReadOnlyList<OutboxMessage> Undelivered(CampaignId campaign) =>
        [
            .. ((DeliveryState[])[DeliveryState.Dead, DeliveryState.Unknown])
                .SelectMany(state => Outbox.WithField("state", state.ToString()))
                .Where(row => row.Message.Campaign == campaign && !row.Message.MayBeForgotten)
                .OrderBy(row => row.Sequence)
                .Select(row => row.Message),
        ];

    private int CountIn(CampaignId campaign, string network, DeliveryPriority priority, bool opens)
    {
        var queue = StoreSchema.CampaignPrefix(StoreSchema.LanePrefix(network, priority, opens), campaign.Value);
        return Outbox.CountBetween("queue", queue, After(queue));
    }
}
