using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>Messages that must be sent.</content>
internal sealed partial class StoreSession
{
    private static readonly DeliveryPriority[] Priorities = [.. Enum.GetValues<DeliveryPriority>().OrderDescending()];

    /// <summary>Puts a message into the outbox; false and no change when its id is there in any state, or was.</summary>
    public bool Enqueue(OutboxMessage message)
    {
        scope.DemandWritable();
        if (Outbox.Exists(message.Id) || Tombstones.Exists(keys.MessageKey(message.Id)))
            return false;
        Write(message, before: null);
        return true;
    }

    public OutboxMessage? FindMessage(string id) => Outbox.Find(id)?.Message;

    /// <summary>Replaces a message; it keeps its place among those of equal priority and time.</summary>
    public void Save(OutboxMessage message)
    {
        scope.DemandWritable();
        Write(message, Outbox.Find(message.Id));
    }

    /// <summary>
    /// Messages that may leave now: the higher priority first, then in turns over the campaigns, then the earlier
    /// <see cref="OutboxMessage.NotBefore"/>, then the one that was written first. What needs a conversation opened is among
    /// them only as far as the network's drip allows it.
    /// </summary>
    /// <param name="network">The network that sends them.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="after">The campaign whose turn was the last; null: none had one.</param>
    public IReadOnlyList<OutboxMessage> ReadyMessages(
        string network,
        Instant now,
        int limit,
        CampaignId? after = null
    ) => ReadyRows(network, now, limit, after).ConvertAll(row => row.Message);

    /// <summary>Takes what <see cref="ReadyMessages"/> lists in flight: each one is Sending, with one more try, from now on.</summary>
    public IReadOnlyList<OutboxMessage> ClaimReady(string network, Instant now, int limit, CampaignId? after = null)
    {
        scope.DemandWritable();
        var rows = ReadyRows(network, now, limit, after);
        if (rows.Count(row => row.Opens) is > 0 and var openings && Drips.Find(network) is { } drip)
            Drips.Save(drip.Take(openings, now));
        return rows.ConvertAll(row =>
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
        return networks
            .SelectMany(each =>
                Priorities.SelectMany(priority =>
                    (Instant?[])[NextIn(each, priority, opens: false), NextIn(each, priority, opens: true)]
                )
            )
            .Min();
    }

    private Instant? NextIn(string network, DeliveryPriority priority, bool opens)
    {
        var lane = StoreSchema.LanePrefix(network, priority, opens);
        // A campaign's last message may be claimed between two looks: each look at the rows is a snapshot of its own.
        var earliest = CampaignsIn(lane)
            .Select(campaign => StoreSchema.CampaignPrefix(lane, campaign))
            .Min(queue => Outbox.Between("queue", queue, After(queue), limit: 1).FirstOrDefault()?.Message.NotBefore);
        return earliest is { } due && opens && Drips.Find(network) is { } drip
            ? Instant.Max(due, drip.NextAt(scope.Now))
            : earliest;
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

    private static bool IsWaiting(OutboxMessage message) =>
        message.State is DeliveryState.Pending or DeliveryState.Retry;

    private void Write(OutboxMessage message, OutboxRow? before)
    {
        Outbox.Save(
            new OutboxRow(message, before?.Sequence ?? messageSequence.Next())
            {
                Opens = IsWaiting(message) ? MustOpen(message) : before?.Opens == true,
                EndedAt = DeliveryLifecycle.HasEnded(message.State) ? before?.EndedAt ?? scope.Now : null,
            }
        );
        Count(message, before?.Message);
    }

    private List<OutboxRow> ReadyRows(string network, Instant now, int limit, CampaignId? after)
    {
        var ready = new List<OutboxRow>();
        var mayOpen = new Lazy<int>(() => Drips.Find(network)?.Available(now) ?? int.MaxValue);
        foreach (var priority in Priorities)
        {
            AddReady(ready, StoreSchema.LanePrefix(network, priority, opens: false), now, limit, after);
            if (ready.Count == limit)
                break;
            var lane = StoreSchema.LanePrefix(network, priority, opens: true);
            if (Outbox.FirstValue("queue", lane, After(lane)) is not null)
                AddReady(
                    ready,
                    lane,
                    now,
                    (int)Math.Min(limit, (long)ready.Count + mayOpen.Value - ready.Count(row => row.Opens)),
                    after
                );
        }

        return ready;
    }

    /// <summary>Adds what may leave in a lane, one of each campaign in turn, until there are as many as the limit.</summary>
    private void AddReady(List<OutboxRow> ready, string lane, Instant now, int limit, CampaignId? after)
    {
        if (ready.Count >= limit)
            return;
        var campaigns = CampaignsIn(lane);
        var first = after is { } last
            ? Math.Max(0, campaigns.FindIndex(campaign => string.CompareOrdinal(campaign, last.Value) > 0))
            : 0;
        var queues = Enumerable
            .Range(0, campaigns.Count)
            .Select(turn => StoreSchema.CampaignPrefix(lane, campaigns[(first + turn) % campaigns.Count]))
            .Select(queue =>
                Outbox
                    .Between("queue", queue, StoreSchema.QueueUntil(queue, now), limit - ready.Count)
                    // The queue knows milliseconds.
                    .FindAll(row => row.Message.NotBefore <= now)
            )
            .ToList();
        for (var turn = 0; ready.Count < limit && queues.Exists(queue => turn < queue.Count); turn++)
            ready.AddRange(
                queues.Where(queue => turn < queue.Count).Select(queue => queue[turn]).Take(limit - ready.Count)
            );
    }

    /// <summary>The campaigns of which something waits in the lane: one step along the index for each, however much waits.</summary>
    private List<string> CampaignsIn(string lane)
    {
        var campaigns = new List<string>();
        var from = lane;
        while (Outbox.FirstValue("queue", from, After(lane)) is { } key)
        {
            var campaign = StoreSchema.CampaignIn(key, lane);
            campaigns.Add(campaign);
            from = After(StoreSchema.CampaignPrefix(lane, campaign));
        }
        return campaigns;
    }

    /// <summary>Greater than every key that begins with the text: keys are ASCII, and DEL is its last character.</summary>
    private static string After(string prefix) => prefix + '\u007f';
}
