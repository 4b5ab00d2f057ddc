using System.Collections.Concurrent;
using Alexandria.OrganizerBot.Features.Calendar;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>
/// Whether Quartz has work at the present moment of the clock: a trigger whose time has come and whose job has not ended. A
/// clock that is moved from outside must not go on before that. The sweep does not count: its work is rows, which are asked for
/// themselves, and its alarm is set anew at any moment without any job's end.
/// </summary>
internal sealed class DueJobs(ISchedulerFactory schedulers, CalendarPoll calendars, TimeProvider time) : IJobListener
{
    /// <summary>Less than any threshold for misfires: what is no later than this is fired.</summary>
    private static readonly TimeSpan StillFires = TimeSpan.FromSeconds(1);

    /// <summary>The firing of each trigger whose job has ended last.</summary>
    private readonly ConcurrentDictionary<TriggerKey, DateTimeOffset> _ended = new();

    /// <summary>Completes once each calendar was read, or failed, for the first time since the start.</summary>
    public Task FirstRound => calendars.FirstRound;

    /// <summary>A job has ended.</summary>
    public event Action? Ended;

    /// <inheritdoc/>
    public string Name => nameof(DueJobs);

    /// <summary>Whether a trigger's time has come and its job is not over.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var key in await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.AnyGroup(), cancellationToken))
        {
            if (
                await scheduler.GetTrigger(key, cancellationToken) is not { } trigger
                || trigger.JobKey == SchedulingSetup.Sweep
            )
                continue;
            // What a jump of the clock left further behind is passed over by Quartz (a misfire), and no job of it ever ends.
            if (trigger.NextFireTimeUtc is { } next && next <= now && next > now - StillFires)
                return true;
            // Between its firing and the first line of its job, a trigger already names the time after.
            if (trigger.PreviousFireTimeUtc is { } fired && !(_ended.GetValueOrDefault(key) >= fired))
                return true;
        }
        return false;
    }

    /// <inheritdoc/>
    public ValueTask JobWasExecuted(
        IJobExecutionContext context,
        JobExecutionException? jobException,
        CancellationToken cancellationToken = default
    )
    {
        _ended[context.Trigger.Key] = context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        Ended?.Invoke();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask JobExecutionVetoed(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        ValueTask.CompletedTask;
}
