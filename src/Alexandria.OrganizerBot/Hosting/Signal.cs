namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// Wakes one waiting loop. Any number of calls of <see cref="Set"/> between two waits wake it once; none is lost.
/// </summary>
internal sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    public void Set()
    {
        try
        {
            _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is set already: the loop has not looked yet, and will see this change too.
        }
    }

    public Task WaitAsync(CancellationToken cancellationToken) => _set.WaitAsync(cancellationToken);

    public void Dispose() => _set.Dispose();
}
