using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>What every pump shares.</summary>
internal sealed class DeliverySupport(
    TimeProvider time,
    WorkInProgress work,
    DeliveryOutcomes outcomes,
    CampaignBook campaigns,
    MemberReachable reachable
)
{
    public TimeProvider Time => time;
    public WorkInProgress Work => work;
    public DeliveryOutcomes Outcomes => outcomes;
    public MemberReachable Reachable => reachable;

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
        // The campaign's folder was taken away: nobody is left to tell, and its rows are purged.
        if (campaigns.Find(message.Campaign) is not { } campaign)
            return;
        var key = message.State == DeliveryState.Dead ? "notice.message-dead" : "notice.message-unknown";
        session.TellCoordinators(
            campaign,
            // One for each cause, action and day: an outage must not bury the channel under a notice for every reader.
            $"{key}|{message.Content.About?.Code}|{message.Reason}|{time.Now().InZone(campaign.Zone).Date:uuuu-MM-dd}",
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

    /// <summary>
    /// An alert that arrived although its action was called off meanwhile (it was on its way just then) is put right: it says
    /// so itself, and the channel hears it.
    /// </summary>
    public void CorrectIfCancelled(StoreSession session, OutboxMessage sent, ActionId id)
    {
        if (session.Find(id) is not { State: ActionState.Cancelled })
            return;
        foreach (
            var content in (MessageContent[])[new MessageContent.AlertChanged(id), new MessageContent.Cancellation(id)]
        )
            session.Enqueue(
                sent with
                {
                    Id = $"{content.GetType().Name}|late|{sent.Id}",
                    Content = content,
                    State = DeliveryState.Pending,
                    NotBefore = time.Now(),
                    Attempts = 0,
                    UncertainSince = null,
                    Reason = null,
                }
            );
    }

    /// <summary>The reason of a message whose reader does not take private messages.</summary>
    public const string UnreachableReason = "direct-closed";
}
