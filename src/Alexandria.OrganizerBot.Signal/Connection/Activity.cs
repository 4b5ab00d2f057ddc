namespace Alexandria.OrganizerBot.Signal;

/// <summary>When something last came from the daemon, and whether the handler keeps up, across connections.</summary>
internal sealed class Activity(TimeProvider time)
{
    private const long Never = long.MinValue;

    private readonly Lock _lock = new();
    private TaskCompletionSource _handled = new();
    private int _unhandled;
    private long _frame = Never;
    private long _event = Never;
    private volatile bool _isHeldUp;
    private int _holdUps;
    private volatile bool _isUnasked;

    public TimeSpan? SinceFrame => Since(ref _frame);

    public TimeSpan? SinceEvent => Since(ref _event);

    /// <summary>Nothing is read, because as many envelopes wait for the handler as may.</summary>
    public bool IsHeldUp => _isHeldUp;

    /// <summary>How often that has happened.</summary>
    public int HoldUps => Volatile.Read(ref _holdUps);

    /// <summary>Whether an envelope came that belongs to no subscription.</summary>
    public bool HandsOverUnasked => _isUnasked;

    public void UnaskedCame() => _isUnasked = true;

    public void HoldUp()
    {
        _isHeldUp = true;
        Interlocked.Increment(ref _holdUps);
    }

    public void GoOn() => _isHeldUp = false;

    public void FrameCame() => Volatile.Write(ref _frame, time.GetTimestamp());

    public void EventCame()
    {
        Volatile.Write(ref _event, time.GetTimestamp());
        lock (_lock)
        {
            if (_unhandled++ == 0)
            {
                _handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>The handler has taken an envelope, or will never.</summary>
    public void EventHandled()
    {
        lock (_lock)
        {
            if (--_unhandled == 0)
            {
                _handled.SetResult();
            }
        }
    }

    /// <summary>Completes once the handler has taken every envelope that has come.</summary>
    public Task WhenHandledAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return _unhandled == 0 ? Task.CompletedTask : _handled.Task.WaitAsync(ct);
        }
    }

    private TimeSpan? Since(ref long last) =>
        Volatile.Read(ref last) is var then and not Never ? time.GetElapsedTime(then) : null;
}
