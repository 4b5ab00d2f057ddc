using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// Ends the running instance from within. <see cref="Pull"/> destroys the keys at once; the bot then finishes its last answer,
/// leaves its groups, stops, and removes everything else before the process ends. There is no way back.
/// </summary>
internal sealed partial class WipeSwitch(InstanceWipe wipe, ILogger<WipeSwitch> logger)
{
    private readonly TaskCompletionSource _pulled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is pulled.</summary>
    public Task Pulled => _pulled.Task;

    public bool IsPulled => _pulled.Task.IsCompleted;

    /// <summary>
    /// When it returns, nothing that lies on a disk opens any more, whatever becomes of the process. Returns at once; a second
    /// call changes nothing. Whoever calls it still may answer: the answer is sent before the bot stops.
    /// </summary>
    public void Pull()
    {
        if (IsPulled)
            return;
        Log.Pulled(logger);
        wipe.DestroyKeys(Tell);
        _pulled.TrySetResult();
    }

    /// <summary>Removes what is left, once the store is closed and no log is open any more.</summary>
    /// <returns>What could not be destroyed, a sentence each.</returns>
    public IReadOnlyList<string> Finish()
    {
        var left = new List<string>();
        wipe.DestroyAll((item, reason) => left.Add($"Not destroyed: {item.What} {item.Path} ({reason.Message})."));
        return left;
    }

    private void Tell(WipeItem item, Exception reason) => Log.Left(logger, item.What, item.Path, reason.Message);

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Critical,
            Message = "The instance is being wiped: its keys are destroyed first"
        )]
        public static partial void Pulled(ILogger logger);

        [LoggerMessage(
            Level = LogLevel.Critical,
            Message = "Not destroyed: {What} {Path} ({Reason}). Destroy it by hand"
        )]
        public static partial void Left(ILogger logger, string what, string path, string reason);
    }
}
