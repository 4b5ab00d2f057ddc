namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// Counts what the bot is doing right now. The rehearsal's clock moves only between two pieces of work, and a stop waits
/// for the last one.
/// </summary>
internal sealed class WorkInProgress
{
    private int _pieces;

    /// <summary>Raised after each piece of work has ended.</summary>
    public event Action? Ended;

    public bool IsIdle => Volatile.Read(ref _pieces) == 0;

    /// <summary>Begins a piece of work, which ends when the result is disposed of.</summary>
    public IDisposable Begin()
    {
        Interlocked.Increment(ref _pieces);
        return new Piece(this);
    }

    private sealed class Piece(WorkInProgress work) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0)
                return;
            Interlocked.Decrement(ref work._pieces);
            work.Ended?.Invoke();
        }
    }
}
