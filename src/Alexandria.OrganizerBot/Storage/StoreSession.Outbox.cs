using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>Messages that must be sent.</content>
internal sealed partial class StoreSession
{
    private static readonly DeliveryPriority[] HighestFirst = [.. Enum.GetValues<DeliveryPriority>().OrderDescending()];

    /// <summary>Puts a message into the outbox; false and no change when its id is there in any state.</summary>
    public bool Enqueue(OutboxMessage message)
    {
        scope.DemandWritable();
        if (Outbox.Exists(message.Id))
            return false;
        Outbox.Save(new OutboxRow(message, messageSequence.Next()));
        return true;
    }

    public OutboxMessage? FindMessage(string id) => Outbox.Find(id)?.Message;

    /// <summary>Replaces a message; it keeps its place among those of equal priority and time.</summary>
    public void Save(OutboxMessage message)
    {
        scope.DemandWritable();
        Outbox.Save(new OutboxRow(message, Outbox.Find(message.Id)?.Sequence ?? messageSequence.Next()));
    }

    /// <summary>
    /// Messages that may leave now: the higher priority first, then the earlier <see cref="OutboxMessage.NotBefore"/>, then
    /// the one that was written first.
    /// </summary>
    public IReadOnlyList<OutboxMessage> ReadyMessages(string network, Instant now, int limit) =>
        ReadyRows(network, now, limit).ConvertAll(row => row.Message);

    /// <summary>Takes what <see cref="ReadyMessages"/> lists in flight: each one is Sending, with one more try, from now on.</summary>
    public IReadOnlyList<OutboxMessage> ClaimReady(string network, Instant now, int limit)
    {
        scope.DemandWritable();
        return ReadyRows(network, now, limit)
            .ConvertAll(row =>
            {
                var claimed = row.Message with
                {
                    State = DeliveryState.Sending,
                    ClaimedAt = now,
                    Attempts = row.Message.Attempts + 1,
                };
                Outbox.Save(row with { Message = claimed });
                return claimed;
            });
    }

    /// <summary>Messages of the network that are in flight; at start: that were so when the process died.</summary>
    public IReadOnlyList<OutboxMessage> InFlight(string network) =>
        [
            .. Outbox
                .WithField("state", nameof(DeliveryState.Sending))
                .Where(row => string.Equals(row.Message.Network, network, StringComparison.Ordinal))
                .OrderBy(row => row.Sequence)
                .Select(row => row.Message),
        ];

    /// <summary>When the next waiting message may leave, be it in the past; null: none waits.</summary>
    /// <param name="network">Only on this network; null: on any.</param>
    public Instant? NextMessageDue(string? network = null)
    {
        string[] networks = network is null ? [Networks.Discord, Networks.Signal] : [network];
        Instant? earliest = null;
        foreach (var each in networks)
        foreach (var priority in HighestFirst)
        {
            var queue = StoreSchema.QueuePrefix(each, priority);
            if (
                Outbox.Between("queue", queue, queue + '~', limit: 1) is [var first]
                && (earliest is null || first.Message.NotBefore < earliest)
            )
                earliest = first.Message.NotBefore;
        }

        return earliest;
    }

    /// <summary>Messages about the action of which it is open whether they arrive: waiting, in flight, or Unknown.</summary>
    public IReadOnlyList<OutboxMessage> MessagesAbout(ActionId action) =>
        [
            .. Outbox
                .WithField("about", action.Number)
                .Where(row => !FateIsKnown(row.Message.State))
                .OrderBy(row => row.Sequence)
                .Select(row => row.Message),
        ];

    /// <summary>
    /// Lets messages of the network leave at once that wait for one of these reasons: what they wait for is over before its
    /// time. Says how many.
    /// </summary>
    public int RetryNow(string network, IReadOnlyCollection<string> reasons, Instant now)
    {
        scope.DemandWritable();
        var waiting = Outbox
            .WithField("state", nameof(DeliveryState.Retry))
            .Where(row =>
                string.Equals(row.Message.Network, network, StringComparison.Ordinal)
                && row.Message.Reason is { } reason
                && reasons.Contains(reason, StringComparer.Ordinal)
                && row.Message.NotBefore > now
            )
            .ToList();
        foreach (var row in waiting)
            Outbox.Save(row with { Message = row.Message with { NotBefore = now } });
        return waiting.Count;
    }

    /// <summary>How many messages are in each state; states without any are 0.</summary>
    public IReadOnlyDictionary<DeliveryState, int> MessageCounts() =>
        Enum.GetValues<DeliveryState>()
            .ToDictionary(state => state, state => Outbox.CountWithField("state", state.ToString()));

    /// <summary>Unlike at its end in <see cref="DeliveryLifecycle.HasEnded"/>, of an Unknown one nobody knows whether it arrived.</summary>
    private static bool FateIsKnown(DeliveryState state) =>
        state is DeliveryState.Sent or DeliveryState.Dead or DeliveryState.Cancelled;

    private List<OutboxRow> ReadyRows(string network, Instant now, int limit)
    {
        var ready = new List<OutboxRow>();
        foreach (var priority in HighestFirst)
        {
            if (ready.Count == limit)
                break;
            var rows = Outbox.Between(
                "queue",
                StoreSchema.QueuePrefix(network, priority),
                StoreSchema.QueueUntil(network, priority, now),
                limit - ready.Count
            );
            // The queue knows milliseconds.
            ready.AddRange(rows.Where(row => row.Message.NotBefore <= now));
        }

        return ready;
    }
}
