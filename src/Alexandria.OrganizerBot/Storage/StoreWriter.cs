using System.Threading.Channels;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// The one thread that writes. LiteDB binds a transaction to its thread, so this is a thread and not a task: it takes what
/// has gathered, runs it in one transaction, waits until that is durable, and only then tells the callers.
/// </summary>
/// <param name="database">The database, with the count of its rows; nobody else writes to it.</param>
/// <param name="open">A session for work that was handed in at the instant.</param>
/// <param name="sessionOf">What work sees of such a session.</param>
/// <param name="committed">Called after each barrier.</param>
/// <param name="failed">Called once, when the disk failed and nothing can be written any more.</param>
internal sealed class StoreWriter(
    CountedDatabase database,
    Func<Instant, SessionScope> open,
    Func<SessionScope, StoreSession> sessionOf,
    Action committed,
    Action<Exception> failed
)
{
    /// <summary>As many share one flush of the disk.</summary>
    private const int LargestGroup = 64;

    /// <summary>As many wait; further callers wait for their place.</summary>
    private const int LongestQueue = 4096;

    private readonly Channel<WriteCommand> queue = Channel.CreateBounded<WriteCommand>(
        new BoundedChannelOptions(LongestQueue) { SingleReader = true }
    );
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Start() => new Thread(Run) { IsBackground = true, Name = "store writer" }.Start();

    /// <summary>Puts a command into the queue; waits while it is full.</summary>
    /// <exception cref="ChannelClosedException">The store failed or was closed.</exception>
    public ValueTask HandInAsync(WriteCommand command, CancellationToken ct) => queue.Writer.WriteAsync(command, ct);

    /// <summary>Writes what was handed in and ends.</summary>
    public Task StopAsync()
    {
        queue.Writer.TryComplete();
        return stopped.Task;
    }

    private void Run()
    {
        var group = new List<WriteCommand>(LargestGroup);
        try
        {
            while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                group.Clear();
                while (group.Count < LargestGroup && queue.Reader.TryRead(out var command))
                {
                    if (command.IsCancelled)
                        command.Cancel();
                    else if (command is StandstillCommand standstill)
                        StandStill(standstill, group);
                    else
                        group.Add(command);
                }

                if (group.Count > 0)
                    Write(group);
            }
        }
        catch (Exception e)
        {
            Abandon(group, e as StoreFailedException ?? new StoreFailedException(e));
        }
        finally
        {
            stopped.TrySetResult();
        }
    }

    /// <summary>Runs the group in one transaction; if one of them fails, each one in its own.</summary>
    private void Write(List<WriteCommand> group)
    {
        var rejected = Attempt(group) is null ? [] : WriteEach(group);

        // The barrier: everything in the log is in the data file and flushed when it returns. A commit alone promises
        // nothing (its pages may still be on their way when it returns).
        database.Checkpoint();

        foreach (var command in group)
        {
            if (rejected.TryGetValue(command, out var reason))
                command.Fail(reason);
            else
                command.Succeed();
        }

        committed();
    }

    /// <summary>Writes what has gathered, and then lets the command have the files for itself.</summary>
    private void StandStill(StandstillCommand command, List<WriteCommand> group)
    {
        try
        {
            if (group.Count > 0)
                Write(group);
            group.Clear();
            database.Checkpoint();
        }
        catch (Exception e)
        {
            command.Fail(new StoreFailedException(e));
            throw;
        }

        command.Run();
    }

    private Dictionary<WriteCommand, Exception> WriteEach(List<WriteCommand> group)
    {
        var rejected = new Dictionary<WriteCommand, Exception>();
        foreach (var command in group)
        {
            if (Attempt([command]) is { } reason)
                rejected.Add(command, reason);
        }

        return rejected;
    }

    /// <summary>
    /// Runs the commands in one transaction. A command's own failure rolls everything back and is returned; a failure of the
    /// disk is thrown, and ends the writer.
    /// </summary>
    private Exception? Attempt(IReadOnlyList<WriteCommand> commands)
    {
        if (!database.Begin())
            throw new InvalidOperationException("A transaction was left open on the writer's thread.");
        foreach (var command in commands)
        {
            if (RunOne(command) is not { } failure)
                continue;
            if (failure is StoreFailedException)
                throw failure;
            database.Rollback();
            return failure;
        }

        return database.Commit() ? null : throw new InvalidOperationException("The transaction was lost.");
    }

    private Exception? RunOne(WriteCommand command)
    {
        var scope = open(command.HandedIn);
        try
        {
            command.Run(sessionOf(scope));
            return scope.Fault;
        }
        catch (Exception e)
        {
            return scope.Fault ?? e;
        }
    }

    /// <summary>Nobody is left waiting; whether the last group was written is unknown, as it is after a power cut.</summary>
    private void Abandon(List<WriteCommand> group, StoreFailedException reason)
    {
        failed(reason);
        queue.Writer.TryComplete(reason);
        foreach (var command in group)
            command.Fail(reason);
        while (queue.Reader.TryRead(out var command))
            command.Fail(reason);
    }
}
