using Alexandria.OrganizerBot.Hosting;

namespace Alexandria.OrganizerBot.Tests.Hosting;

public sealed class WakeSignalTests
{
    private readonly WakeSignal _signal = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_set_before_the_wait_is_not_lost()
    {
        _signal.Set();

        await _signal.WaitAsync(Token);
    }

    [Fact]
    public async Task Many_calls_wake_once()
    {
        for (var call = 0; call < 10; call++)
            _signal.Set();
        await _signal.WaitAsync(Token);

        var second = _signal.WaitAsync(Token);

        Assert.False(second.IsCompleted);
        _signal.Set();
        await second.WaitAsync(Token);
    }

    [Fact]
    public async Task A_stop_ends_the_wait_and_loses_nothing()
    {
        using var stop = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _signal.Set();

        await _signal.WaitAsync(Token);
    }
}
