using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Work on the store's files themselves. It runs alone on the writer's thread and outside of a transaction, while everything
/// that was ever committed is in the data file and nothing is on its way.
/// </summary>
internal sealed class StandstillCommand(Action work, Instant handedIn, CancellationToken cancellation)
    : WriteCommand(handedIn, cancellation)
{
    private readonly TaskCompletionSource outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Outcome => outcome.Task;

    /// <summary>Runs it. What it throws is the caller's, and no failure of the store.</summary>
    public void Run()
    {
        try
        {
            work();
            Succeed();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    public override void Run(StoreSession session) =>
        throw new InvalidOperationException("Work at a standstill has no session.");

    public override void Succeed() => outcome.TrySetResult();

    public override void Fail(Exception reason) => outcome.TrySetException(reason);

    public override void Cancel() => outcome.TrySetCanceled(Cancellation);
}
