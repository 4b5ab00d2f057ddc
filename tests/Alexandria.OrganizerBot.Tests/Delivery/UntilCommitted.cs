using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Tests.Delivery;

/// <summary>Waits for the store to hold something, by its commits and never by time.</summary>
internal sealed class UntilCommitted(Store store)
{
    public async Task HoldsAsync(Func<StoreSession, bool> condition)
    {
        var changed = new WakeSignal();
        store.Committed += changed.Set;
        try
        {
            while (!store.Read(condition))
                await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            store.Committed -= changed.Set;
        }
    }
}
