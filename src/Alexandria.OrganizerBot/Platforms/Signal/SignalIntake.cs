using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Signal;
using NodaTime;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// Writes down what arrives, and hands it on in the order of arrival once that is durable. No event waits for the one before
/// to be on the disk: those that come together share one flush, since what a burst leaves unwritten is lost if the process
/// dies then.
/// </summary>
internal sealed class SignalIntake(Inbox inbox, WorkInProgress work) : IAsyncDisposable
{
    /// <summary>As many are on their way to the disk at once; it is the largest group that the store writes together.</summary>
    private const int MostAtOnce = 64;

    private readonly SemaphoreSlim _places = new(MostAtOnce);
    private readonly Channel<Arrival> _arrivals = Channel.CreateUnbounded<Arrival>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    /// <summary>Takes in first what was written down but not handled when the process last ended.</summary>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        foreach (var raw in await inbox.UnhandledAsync(Networks.Signal, cancellationToken))
            _arrivals.Writer.TryWrite(new Arrival(SignalEnvelope.Read(raw), Task.FromResult(true), work.Begin()));
    }

    /// <summary>Sets an event on its way to the disk; waits only while too many are on theirs.</summary>
    public async Task TakeAsync(ReceivedEnvelope envelope, SignalAct act, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        _arrivals.Writer.TryWrite(
            new Arrival(envelope.Event, KeepAsync(envelope, act, cancellationToken), work.Begin())
        );
    }

    /// <summary>What is written down and was not there before.</summary>
    /// <exception cref="Storage.StoreFailedException">Nothing can be written any more.</exception>
    public async IAsyncEnumerable<KeptEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var arrival in _arrivals.Reader.ReadAllAsync(cancellationToken))
        {
            if (await arrival.IsNew)
                yield return new KeptEvent(arrival.Event, arrival.Work);
            else
                arrival.Work.Dispose();
        }
    }

    /// <summary>When nothing comes any more: ends once all is written that nobody read.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_arrivals.Reader.TryRead(out var arrival))
        {
            using (arrival.Work)
                await ((Task)arrival.IsNew).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        _places.Dispose();
    }

    private async Task<bool> KeepAsync(ReceivedEnvelope envelope, SignalAct act, CancellationToken cancellationToken)
    {
        try
        {
            return await inbox.KeepAsync(
                Networks.Signal,
                SignalEvents.EventId(act.Id),
                envelope.Json,
                act.DisappearsAfter is { } timer ? Duration.FromTimeSpan(timer) : null,
                cancellationToken
            );
        }
        finally
        {
            _places.Release();
        }
    }

    /// <param name="IsNew">Completes once it is durable; false: it was handled before, or waits already.</param>
    private sealed record Arrival(SignalEvent Event, Task<bool> IsNew, IDisposable Work);
}

/// <summary>An event that is written down, and the work that ends when it is handed over.</summary>
internal sealed record KeptEvent(SignalEvent Event, IDisposable Work);
