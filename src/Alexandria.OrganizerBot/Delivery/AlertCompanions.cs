using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>The rows for what hangs on a posted alert: a thread under it, an entry in its server's calendar of events.</summary>
internal static class AlertCompanions
{
    public static OutboxMessage Thread(CollectiveAction action, PostedAlert alert, Instant now) =>
        Row(action, alert, new MessageContent.ThreadStart(action.Id), $"thread|{Place(alert)}", now);

    /// <summary>The first message in the thread. It goes to the thread, which takes messages as a channel does.</summary>
    public static OutboxMessage ThreadOpening(
        CollectiveAction action,
        PostedAlert alert,
        string threadId,
        Instant now
    ) =>
        Row(action, alert, new MessageContent.ThreadOpening(action.Id), $"thread-opening|{Place(alert)}", now) with
        {
            To = new Recipient.Channel(alert.Server, threadId),
        };

    /// <summary>The poll under an alert; opened while the action takes answers, closed when it is off.</summary>
    public static OutboxMessage Poll(CollectiveAction action, PostedAlert alert, Instant now) =>
        Row(action, alert, new MessageContent.Poll(action.Id), $"poll|{Place(alert)}", now);

    public static OutboxMessage PollEnd(CollectiveAction action, PostedAlert alert, Instant now) =>
        Row(action, alert, new MessageContent.PollEnd(action.Id), $"poll-end|{Place(alert)}", now);

    /// <summary>Brings the entry to what the action is when the row is sent.</summary>
    /// <param name="occasion">Why: the same occasion never makes a second row.</param>
    public static OutboxMessage Event(CollectiveAction action, PostedAlert alert, string occasion, Instant now) =>
        Row(action, alert, new MessageContent.EventMirror(action.Id), $"event|{Place(alert)}|{occasion}", now);

    private static string Place(PostedAlert alert) => $"{alert.Action.Code}|{alert.Network}|{alert.ChannelId}";

    private static OutboxMessage Row(
        CollectiveAction action,
        PostedAlert alert,
        MessageContent content,
        string id,
        Instant now
    ) =>
        new()
        {
            Id = id,
            Campaign = action.Campaign,
            Network = alert.Network,
            To = new Recipient.Channel(alert.Server, alert.ChannelId),
            Content = content,
            NotBefore = now,
            UsefulUntil = action.Starts.Instant,
        };
}
