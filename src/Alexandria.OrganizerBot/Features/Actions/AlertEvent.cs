using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// An action's entry in the calendar of its server: whoever looks there finds it, and is told that "interested" is no pledge.
/// </summary>
internal static class AlertEvent
{
    private const int LongestName = 100;

    /// <summary>An action has no end of its own yet, and such an entry must have one.</summary>
    private static readonly Duration Length = Duration.FromHours(2);

    /// <summary>Has the entries looked at after the action changed or was called off.</summary>
    /// <param name="occasion">Why: the same occasion never makes a second row.</param>
    public static void Refresh(
        StoreSession session,
        CollectiveAction action,
        Campaign campaign,
        string occasion,
        Instant now
    )
    {
        foreach (var alert in session.PostedAlertsOf(action.Id))
        {
            // One that was made stays the bot's to keep true, also where the campaign wants no new ones any more.
            if (alert.EventId is not null || IsWanted(campaign, alert))
                session.Enqueue(
                    AlertCompanions.Event(action, alert, occasion, now) with
                    {
                        Priority = DeliveryPriority.High,
                    }
                );
        }
    }

    public static Composition Compose(Sending sending, CollectiveAction action)
    {
        var channel = (sending.Message.To as Recipient.Channel)?.ChannelId;
        var alert = sending.Session.PostedAlertsOf(action.Id).FirstOrDefault(posted => posted.ChannelId == channel);
        if (alert is null)
            return new Composition.Unwanted("not-posted");
        var mark = $"{action.Id.Code} · {action.Campaign.Value}";
        if (action.State == ActionState.Cancelled)
            return Arrange(new Arrangement.CallEventOff(alert.Server, alert.EventId, mark), action);
        if (action.State != ActionState.Released)
            return new Composition.Unwanted("not-released");
        if (alert.EventId is null && !IsWanted(sending.Voice.Campaign, alert))
            return new Composition.Unwanted("not-wanted");
        var entry = EntryFor(action, sending.Voice, mark);
        return Arrange(new Arrangement.PutEvent(alert.Server, alert.EventId, entry), action);
    }

    private static EventEntry EntryFor(CollectiveAction action, Voice voice, string mark)
    {
        var voices = voice.ForChannel.ToList();
        var place = action.Location ?? string.Join(" / ", voices.Select(each => each.Text("event.where-unknown")));
        return new EventEntry(
            AlertThread.Cut(action.Title, LongestName),
            AlertThread.Cut(place, LongestName),
            action.Starts.Instant,
            action.Starts.Instant + Length,
            [
                .. voices.Select(each => each.Text("event.interested")),
                .. voices.Select(each => each.Campaign.Purpose.In(each.Language, each.Campaign.DefaultLanguage)),
            ],
            mark
        );
    }

    private static Composition.Arrange Arrange(Arrangement what, CollectiveAction action) =>
        new(what) { AsOf = action };

    private static bool IsWanted(Campaign campaign, PostedAlert alert) =>
        campaign.Risk != RiskLevel.High && campaign.ServerAt(alert.Network, alert.Server)?.Events == true;
}
