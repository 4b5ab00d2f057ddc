namespace Alexandria.OrganizerBot.Conversation;

/// <summary>Runs work of one key in order and of different keys side by side, at most 64 pieces at a time.</summary>
internal sealed class SerialByKey
{
    private const int AtOnce = 64;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task> _tails = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _pending = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _room = new(AtOnce, AtOnce);

    /// <summary>Takes a piece of work over; it must not throw.</summary>
    public void Run(string key, Func<Task> piece)
    {
        lock (_gate)
        {
            var before = _tails.GetValueOrDefault(key, Task.CompletedTask);
            _pending[key] = _pending.GetValueOrDefault(key) + 1;
            _tails[key] = AfterAsync(before, key, piece);
        }
    }

    /// <summary>Completes when nothing is left.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
            return Task.WhenAll(_tails.Values);
    }

    private async Task AfterAsync(Task before, string key, Func<Task> piece)
    {
        // Leaves the caller's thread, which may be a network's receive loop, and its lock.
        await Task.Yield();
        await before;
        await _room.WaitAsync();
        try
        {
            await piece();
        }
        finally
        {
            _room.Release();
            Leave(key);
        }
    }

    /// <summary>Drops the key when nothing came after it.</summary>
    private void Leave(string key)
    {
        lock (_gate)
        {
            if (_pending.Remove(key, out var left) && left > 1)
                _pending[key] = left - 1;
            else
                _tails.Remove(key);
        }
    }
}
