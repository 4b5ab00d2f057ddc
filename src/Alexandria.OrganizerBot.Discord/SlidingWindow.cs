namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Lets at most <paramref name="limit"/> things happen in any <paramref name="window"/>. Answers with the time to wait
/// instead of waiting itself, so that the caller decides. Safe for several threads.
/// </summary>
internal sealed class SlidingWindow(int limit, TimeSpan window, TimeProvider time)
{
    private readonly Queue<long> _taken = new();
    private readonly Lock _lock = new();

    /// <summary>How many have happened within the window that ends now.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return _taken.Count;
            }
        }
    }

    /// <summary>Notes that one has happened, whatever the limit says.</summary>
    public void Note()
    {
        lock (_lock)
        {
            Forget();
            _taken.Enqueue(time.GetTimestamp());
        }
    }

    /// <summary>Takes one and returns zero, or takes none and returns how long to wait before asking again.</summary>
    /// <param name="reserve">How many of the limit are left for more urgent callers.</param>
    public TimeSpan TryTake(int reserve = 0)
    {
        lock (_lock)
        {
            Forget();
            if (_taken.Count < limit - reserve)
            {
                _taken.Enqueue(time.GetTimestamp());
                return TimeSpan.Zero;
            }

            return window - time.GetElapsedTime(_taken.Peek());
        }
    }

    private void Forget()
    {
        while (_taken.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= window)
        {
            _taken.Dequeue();
        }
    }
}
