using System.Threading.Channels;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// Wakes one waiting loop. Any number of calls of <see cref="Set"/> between two waits wake it once; none is lost.
/// </summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _set = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Where it is set already, the loop has not looked yet and will see this change too.</summary>
    public void Set() => _set.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) => await _set.Reader.ReadAsync(cancellationToken);
}
