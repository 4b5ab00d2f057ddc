using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>One unit of work on its way through the writer.</summary>
internal abstract class WriteCommand(Instant handedIn, CancellationToken cancellation)
{
    /// <summary>When it was handed in: the session's time, the same each time that it runs.</summary>
    public Instant HandedIn => handedIn;

    /// <summary>Whether the caller gave up before it ran.</summary>
    public bool IsCancelled => cancellation.IsCancellationRequested;

    protected CancellationToken Cancellation => cancellation;

    /// <summary>Runs the work and keeps its outcome; throws what it throws.</summary>
    public abstract void Run(StoreSession session);

    /// <summary>Tells the caller that what it wrote is durable.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception reason);

    public abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class WriteCommand<T>(Func<StoreSession, T> work, Instant handedIn, CancellationToken cancellation)
    : WriteCommand(handedIn, cancellation)
{
    // Continuations of the caller must not run on the writer's thread.
    private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Outcome => outcome.Task;

    public override void Run(StoreSession session) => result = work(session);

    public override void Succeed() => outcome.TrySetResult(result!);

    public override void Fail(Exception reason) => outcome.TrySetException(reason);

    public override void Cancel() => outcome.TrySetCanceled(Cancellation);
}
