using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Tests.Delivery;

/// <summary>Waits for the store to hold something, by its commits. Time only ends what would wait forever.</summary>
internal sealed class UntilCommitted(Store store, TimeProvider? realTime = null)
{
    /// <summary>Far more than the slowest machine needs: a test that comes to it has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task HoldsAsync(Func<StoreSession, bool> condition)
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var patience = new CancellationTokenSource(Patience, realTime ?? TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, patience.Token);
        var changed = new WakeSignal();
        store.Committed += changed.Set;
        try
        {
            while (!store.Read(condition))
                await changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancelled.IsCancellationRequested)
        {
            Assert.Fail($"The store did not come to hold what the test waits for within {Patience.TotalSeconds:0} s.");
        }
        finally
        {
            store.Committed -= changed.Set;
        }
    }
}
