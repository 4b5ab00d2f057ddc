using System.Collections.Concurrent;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>Lets somebody who is waiting in chat hear what became of a message that the pump is sending.</summary>
internal sealed class DeliveryOutcomes(Store store, ProtocolTime protocol)
{
    /// <summary>As long as a person looks at "thinking …".</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<DeliveryState>> _waiting = new(
        StringComparer.Ordinal
    );

    /// <summary>The message's state after its first try, or null where that takes longer than a person waits.</summary>
    public async Task<DeliveryState?> FirstTryAsync(string outboxId, CancellationToken cancellationToken)
    {
        var tried = _waiting.GetOrAdd(outboxId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            var state = store.Read(session => session.FindMessage(outboxId)?.State);
            if (state is not (null or DeliveryState.Pending or DeliveryState.Sending))
                return state;
            return await tried.Task.WaitAsync(Patience, protocol.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            _waiting.TryRemove(outboxId, out _);
        }
    }

    /// <summary>The pump has recorded a try.</summary>
    public void Tried(OutboxMessage message)
    {
        if (_waiting.TryGetValue(message.Id, out var waiting))
            waiting.TrySetResult(message.State);
    }
}
