using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>
/// A clock that stands still until told, and knows which waits have begun on it: a test moves it only once the code under
/// test waits, so nothing depends on who is faster.
/// </summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TimeSpan, int> _begun = [];
    private readonly List<NextWait> _expected = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new WatchedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Note(dueTime);
        return timer;
    }

    /// <summary>Waits until something has begun to wait for exactly <paramref name="length"/>, then lets that time pass.</summary>
    public async Task PassAsync(TimeSpan length)
    {
        await BegunAsync(length);
        Advance(length);
    }

    /// <summary>Waits until something has begun to wait for exactly <paramref name="length"/>; each such wait counts once.</summary>
    public async Task BegunAsync(TimeSpan length)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_begun.GetValueOrDefault(length) > 0)
                {
                    _begun[length]--;
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The length of the first wait of at least <paramref name="least"/> and less than <paramref name="most"/> that begins from now on.</summary>
    public Task<TimeSpan> NextAsync(TimeSpan least, TimeSpan most)
    {
        var next = new NextWait(least, most);
        lock (_lock)
        {
            _expected.Add(next);
        }

        return next.Length.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private void Note(TimeSpan dueTime)
    {
        lock (_lock)
        {
            foreach (var next in _expected.Where(next => dueTime >= next.Least && dueTime < next.Most))
            {
                next.Length.TrySetResult(dueTime);
            }

            _begun[dueTime] = _begun.GetValueOrDefault(dueTime) + 1;
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private sealed record NextWait(TimeSpan Least, TimeSpan Most)
    {
        public TaskCompletionSource<TimeSpan> Length { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class WatchedTimer(WatchedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var changed = timer.Change(dueTime, period);
            time.Note(dueTime);
            return changed;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}

/// <summary>Chance that always falls the same way.</summary>
internal sealed class FixedChance(double value) : Random
{
    public override double NextDouble() => value;
}

/// <summary>
/// Ends a test that waits for what never comes. It decides nothing: a test that passes never gets near it, however slow the
/// machine.
/// </summary>
internal static class HangGuard
{
    public const int Milliseconds = 60_000;

    /// <summary>Longer than any test: what is slow by so much never comes.</summary>
    public static TimeSpan Forever { get; } = TimeSpan.FromHours(1);
}
