using Alexandria.OrganizerBot.Rehearsal;

namespace Alexandria.OrganizerBot.Faults.Crash;

/// <summary>
/// The stage's own record of what people saw, in order. What the lane counts, it counts here: the bot is never asked about
/// itself.
/// </summary>
internal sealed class SeenByPeople : ITranscript
{
    private readonly Lock _gate = new();
    private readonly List<TranscriptEntry> _entries = [];
    private readonly List<Watch> _watches = [];

    /// <summary>How much was recorded: a place to come back to with <see cref="Since"/>.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _entries.Count;
        }
    }

    public void Add(TranscriptEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            for (var at = _watches.Count - 1; at >= 0; at--)
            {
                if (_watches[at].Sees(entry))
                    _watches.RemoveAt(at);
            }
        }
    }

    /// <summary>What was recorded from that place on.</summary>
    public IReadOnlyList<TranscriptEntry> Since(int place)
    {
        lock (_gate)
            return _entries[place..];
    }

    /// <summary>Completes with the n-th such entry from now on.</summary>
    public Task NextAsync(int number, Func<TranscriptEntry, bool> what)
    {
        if (number <= 0)
            return Task.CompletedTask;
        var watch = new Watch(number, what);
        lock (_gate)
            _watches.Add(watch);
        return watch.Task;
    }

    /// <summary>Drops everything; places from before mean nothing any more.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _entries.Clear();
            _watches.Clear();
        }
    }

    /// <summary>Whether the bot said it to one person alone, in their private chat.</summary>
    public static bool IsPrivate(TranscriptEntry entry) =>
        entry is { Direction: "out", Who: not null, Kind: "dm" or "answer" };

    /// <summary>Whether the bot said it where only one person sees it, in whatever way.</summary>
    public static bool IsToOnePerson(TranscriptEntry entry) =>
        IsPrivate(entry) || entry is { Direction: "out", Who: not null, Kind: "ephemeral" or "update" };

    private sealed class Watch(int number, Func<TranscriptEntry, bool> what)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left = number;

        public Task Task => _done.Task;

        /// <summary>Takes a look; true: that was the last one.</summary>
        public bool Sees(TranscriptEntry entry)
        {
            if (!what(entry) || --_left > 0)
                return false;
            _done.TrySetResult();
            return true;
        }
    }
}
