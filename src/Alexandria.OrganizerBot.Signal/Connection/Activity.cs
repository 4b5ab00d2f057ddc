namespace Alexandria.OrganizerBot.Signal;

/// <summary>When something last came from the daemon, across connections.</summary>
internal sealed class Activity(TimeProvider time)
{
    private const long Never = long.MinValue;

    private long _frame = Never;
    private long _event = Never;

    public TimeSpan? SinceFrame => Since(ref _frame);

    public TimeSpan? SinceEvent => Since(ref _event);

    public void FrameCame() => Volatile.Write(ref _frame, time.GetTimestamp());

    public void EventCame() => Volatile.Write(ref _event, time.GetTimestamp());

    private TimeSpan? Since(ref long last) =>
        Volatile.Read(ref last) is var then and not Never ? time.GetElapsedTime(then) : null;
}
