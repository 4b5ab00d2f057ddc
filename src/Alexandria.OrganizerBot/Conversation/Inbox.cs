using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>
/// Keeps what arrived on a network that delivers once and keeps no copy, sealed, from the moment it is read until it is
/// handled. After that only a keyed hash of the event's id remains.
/// </summary>
internal sealed class Inbox(Store store, TimeProvider time)
{
    /// <summary>Writes an arrival down; false: it was handled before, or waits already. Durable when it returns.</summary>
    /// <param name="network">One of <see cref="Domain.Networks"/>.</param>
    /// <param name="eventId">As <see cref="Incoming.EventId"/>.</param>
    /// <param name="raw">As the network wrote it.</param>
    /// <param name="disappearsAfter">The sender's timer; null: none.</param>
    /// <param name="cancellationToken">Gives the wait up.</param>
    public Task<bool> KeepAsync(
        string network,
        string eventId,
        ReadOnlyMemory<byte> raw,
        Duration? disappearsAfter,
        CancellationToken cancellationToken
    )
    {
        var now = time.Now();
        var envelope = new WaitingEnvelope(
            store.Keys.EventKey(network, eventId),
            network,
            raw.ToArray(),
            now,
            disappearsAfter is { } timer ? now + timer : null
        );
        return store.WriteAsync(session => session.Keep(envelope), cancellationToken);
    }

    /// <summary>What was read but not handled when the process last died, in the order of arrival; what disappeared is dropped.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<byte>>> UnhandledAsync(
        string network,
        CancellationToken cancellationToken
    )
    {
        var now = time.Now();
        var waiting = await store.WriteAsync(
            session =>
            {
                session.DropDisappeared(now);
                return session.WaitingEnvelopes(network);
            },
            cancellationToken
        );
        return [.. waiting.Select(envelope => (ReadOnlyMemory<byte>)envelope.Raw)];
    }

    /// <summary>
    /// Ends an event: what was kept of it is deleted, and what its answer asked by number is remembered. Most features have
    /// deleted it in the transaction of their decision already.
    /// </summary>
    public async Task FinishAsync(Incoming incoming, Reply? answer, long? askedAt, CancellationToken cancellationToken)
    {
        var key = store.Keys.EventKey(incoming.Network, incoming.EventId);
        var choices = answer?.CardShown?.Buttons.Select(button => button.Id.Encode()).ToList();
        var asks = askedAt is not null && choices is { Count: > 0 };
        var isKept = incoming.IsKept && store.Read(session => session.IsWaiting(key));
        if (!asks && !isKept)
            return;
        var now = time.Now();
        await store.WriteAsync(
            session =>
            {
                if (isKept)
                    session.TryBegin(key, now);
                if (asks)
                    session.Remember(
                        store.Keys.PersonKey(incoming.Network, incoming.Sender.UserId),
                        new Prompt(askedAt!.Value, choices!)
                    );
            },
            cancellationToken
        );
    }

    /// <summary>Drops what turned out not to be meant for the bot.</summary>
    public Task DropAsync(string network, string eventId, CancellationToken cancellationToken)
    {
        var key = store.Keys.EventKey(network, eventId);
        return store.WriteAsync(session => session.Drop(key), cancellationToken);
    }
}
