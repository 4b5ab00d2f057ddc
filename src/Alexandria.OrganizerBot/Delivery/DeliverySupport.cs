using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>What every pump shares.</summary>
internal sealed class DeliverySupport(
    TimeProvider time,
    WorkInProgress work,
    DeliveryOutcomes outcomes,
    CampaignBook campaigns
)
{
    public TimeProvider Time => time;
    public WorkInProgress Work => work;
    public DeliveryOutcomes Outcomes => outcomes;

    /// <summary>
    /// Tells the campaign's coordinators, on each of its networks, about a message that nobody will send any more though it
    /// was wanted. Closed private messages are no news to them: the member was told.
    /// </summary>
    public void TellCoordinators(StoreSession session, OutboxMessage message)
    {
        if (message.State is not (DeliveryState.Dead or DeliveryState.Unknown))
            return;
        if (message.Content is MessageContent.Notice || message.Reason is UnreachableReason)
            return;
        // The organizers took the campaign away: there is nobody left to tell.
        if (campaigns.Find(message.Campaign) is not { } campaign)
            return;
        var key = message.State == DeliveryState.Dead ? "notice.message-dead" : "notice.message-unknown";
        session.TellCoordinators(
            campaign,
            $"{key}|{message.Id}",
            new MessageContent.Notice(
                key,
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["reason"] = message.Reason ?? "",
                    ["code"] = message.Content.About?.Code ?? "",
                }
            ),
            time.Now()
        );
    }

    /// <summary>The reason of a message whose reader does not take private messages.</summary>
    public const string UnreachableReason = "direct-closed";
}
