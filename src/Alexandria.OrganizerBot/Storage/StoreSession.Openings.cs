using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Members;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>
/// Private messages for which a conversation has to be opened first wait in a lane of their own, and leave it only as fast as
/// the network's drip lets them.
/// </content>
internal sealed partial class StoreSession
{
    /// <summary>Holds the network to these limits from now on; null: it has none.</summary>
    public void StartDrip(string network, OpeningLimits? limits, Instant now)
    {
        scope.DemandWritable();
        if (limits is null)
            Drips.Delete(network);
        else
            Drips.Save(Drips.Find(network)?.Restarted(limits, now) ?? OpeningDrip.Full(network, limits, now));
    }

    /// <summary>How fast conversations are opened on the network; null: it has no limit.</summary>
    public OpeningDrip? Drip(string network) => Drips.Find(network);

    /// <summary>Nothing is opened on the network before the instant.</summary>
    public void PauseOpenings(string network, Instant until)
    {
        scope.DemandWritable();
        if (Drips.Find(network) is { } drip && (drip.PausedUntil is not { } before || before < until))
            Drips.Save(drip with { PausedUntil = until });
    }

    /// <summary>The message was claimed to be opened a conversation for, and none was opened.</summary>
    public void GiveOpeningBack(OutboxMessage message, Instant now)
    {
        scope.DemandWritable();
        if (Outbox.Find(message.Id) is { Opens: true } && Drips.Find(message.Network) is { } drip)
            Drips.Save(drip.GiveBack(now));
    }

    /// <summary>
    /// Whether a conversation has to be opened for a message that was not claimed for that: its reader's address became known,
    /// or was renewed, after it was written.
    /// </summary>
    public bool MissedOpeningLane(OutboxMessage message) =>
        Outbox.Find(message.Id) is { Opens: false } && MustOpen(message);

    /// <summary>Messages on the network that wait for a conversation to be opened.</summary>
    public int WaitingForOpening(string network) =>
        Priorities.Sum(priority =>
        {
            var lane = StoreSchema.LanePrefix(network, priority, opens: true);
            return Outbox.CountBetween("queue", lane, After(lane));
        });

    private bool MustOpen(OutboxMessage message) =>
        message.To is Recipient.Direct(var member)
        && Drips.Exists(message.Network)
        && FindAddress(member, message.Network) is { ChannelId: null };

    /// <summary>The conversation with the member is open: what waited for that waits no longer.</summary>
    private void LeaveOpeningLane(DirectAddress address)
    {
        foreach (var row in Outbox.WithField("to", address.Member.Value))
        {
            if (row.Opens && row.Message.Network == address.Network && IsWaiting(row.Message))
                Outbox.Save(row with { Opens = false });
        }
    }
}
