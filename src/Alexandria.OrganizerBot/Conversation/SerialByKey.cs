namespace Alexandria.OrganizerBot.Conversation;

/// <summary>Runs work of one key in order, and of different keys side by side.</summary>
internal sealed class SerialByKey
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);

    /// <summary>How many keys have work that is not done; nothing else is remembered.</summary>
    public int UnfinishedKeys
    {
        get
        {
            lock (_gate)
                return _queues.Count;
        }
    }

    /// <summary>Takes a piece of work over; it must not throw.</summary>
    public void Run(string key, Func<Task> piece)
    {
        lock (_gate)
        {
            var queue = _queues.GetValueOrDefault(key, new Queue(Task.CompletedTask, Length: 0));
            _queues[key] = new Queue(AfterAsync(queue.Tail, key, piece), queue.Length + 1);
        }
    }

    /// <summary>Completes when nothing is left.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
            return Task.WhenAll(_queues.Values.Select(queue => queue.Tail));
    }

    private async Task AfterAsync(Task before, string key, Func<Task> piece)
    {
        // Leaves the caller's thread, which may be a network's receive loop, and its lock.
        await Task.Yield();
        await before;
        try
        {
            await piece();
        }
        finally
        {
            Leave(key);
        }
    }

    private void Leave(string key)
    {
        lock (_gate)
        {
            var queue = _queues[key];
            if (queue.Length == 1)
                _queues.Remove(key);
            else
                _queues[key] = queue with { Length = queue.Length - 1 };
        }
    }

    private readonly record struct Queue(Task Tail, int Length);
}
