using Alexandria.OrganizerBot.Campaigns;
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
    public CampaignBook Campaigns => campaigns;

    /// <summary>
    /// Tells the campaign's coordinators, on each of its networks, about a message that nobody will send any more though it
    /// was wanted. Closed private messages are no news to them: the member was told.
    /// </summary>
    public void TellCoordinators(StoreSession session, OutboxMessage message)
    {
        if (message.State is not (DeliveryState.Dead or DeliveryState.Unknown))
            return;
        if (
            message.Content is MessageContent.Notice or MessageContent.Progress
            || message.Reason is UnreachableReason or NotOfferedReason
        )
            return;
        // The campaign's folder was taken away: nobody is left to tell, and its rows are purged.
        if (campaigns.Find(message.Campaign) is not { } campaign)
            return;
        var key = NoticeKey(message);
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

    /// <summary>Where what goes to many takes its time, coordinators see how far it is; see <see cref="SendProgress"/>.</summary>
    public void TellProgress(StoreSession session, OutboxMessage message) =>
        SendProgress.Tell(session, message, campaigns.Find(message.Campaign), time.Now());

    /// <summary>What follows from something that the network has taken; see <see cref="AfterSending"/>.</summary>
    public void Follow(StoreSession session, OutboxMessage message, SendOutcome.Sent sent, Composition said) =>
        AfterSending.Record(session, message, sent, said, campaigns.Find(message.Campaign), time.Now());

    /// <summary>The alert stands though its thread or its entry in the calendar does not, and the notice says so.</summary>
    private static string NoticeKey(OutboxMessage message) =>
        (message.State, message.Content) switch
        {
            (DeliveryState.Unknown, _) => "notice.message-unknown",
            (_, MessageContent.ThreadStart or MessageContent.ThreadOpening) => "notice.thread-dead",
            (_, MessageContent.EventMirror) => "notice.event-dead",
            _ => "notice.message-dead",
        };

    /// <summary>
    /// The reason of something that this network, or this version of it, does not have; there is another way to the same end
    /// there, which the alert names.
    /// </summary>
    public const string NotOfferedReason = "not-offered";

    /// <summary>The reason of a message whose reader does not take private messages.</summary>
    public const string UnreachableReason = "direct-closed";
}
