using Alexandria.OrganizerBot.Platforms;
using Microsoft.Extensions.Hosting;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Waits until the instance is to be wiped, has the bot say its last word and leave, and stops it.</summary>
internal sealed class WipeService(
    WipeSwitch wipe,
    IEnumerable<IChatPlatform> platforms,
    WorkInProgress work,
    ProtocolTime protocol,
    IHostApplicationLifetime lifetime
) : BackgroundService
{
    /// <summary>An answer takes a second; who wipes may not have many.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await wipe.Pulled.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!wipe.IsPulled)
            return;
        await WithinAsync(LastWord, IdleAsync, stoppingToken);
        await WithinAsync(
            Farewell,
            limit => Task.WhenAll(platforms.Select(platform => platform.LeaveAsync(limit))),
            stoppingToken
        );
        lifetime.StopApplication();
    }

    private async Task WithinAsync(TimeSpan span, Func<CancellationToken, Task> act, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(span, protocol.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        // Whatever fails here, the wipe goes on.
        await act(either.Token).WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task IdleAsync(CancellationToken cancellationToken)
    {
        var changed = new WakeSignal();
        work.Ended += changed.Set;
        try
        {
            while (!work.IsIdle)
                await changed.WaitAsync(cancellationToken);
        }
        finally
        {
            work.Ended -= changed.Set;
        }
    }
}
