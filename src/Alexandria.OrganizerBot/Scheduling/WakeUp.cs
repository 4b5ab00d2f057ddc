using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>
/// Keeps one trigger at the earliest moment for which the store has work, so that a reminder leaves within a second of its
/// time. The store owns what and when; the trigger is only an alarm and is set again from the store after each change.
/// </summary>
internal sealed class WakeUp(ISchedulerFactory schedulers, Store store, TimeProvider time) : BackgroundService
{
    private static readonly TriggerKey Trigger = new("wake-up");
    private readonly WakeSignal _changed = new();
    private Instant? _armedFor;

    /// <summary>The earliest moment for which the store has work; null: there is none.</summary>
    public static Instant? EarliestDue(StoreSession session) =>
        new[] { session.NextStepDue(), session.NextMessageDue(), session.NextDeadlineDue() }.Min();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.Committed += _changed.Set;
        try
        {
            _changed.Set();
            while (true)
            {
                await _changed.WaitAsync(stoppingToken);
                await ArmAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            store.Committed -= _changed.Set;
        }
    }

    private async Task ArmAsync(CancellationToken cancellationToken)
    {
        var due = store.Read(EarliestDue);
        var now = time.Now();
        // What is due already must be settled now, even where an alarm for it has rung before.
        if (due is null || (due == _armedFor && due > now))
            return;
        _armedFor = due;

        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var trigger = TriggerBuilder
            .Create(time)
            .WithIdentity(Trigger)
            .ForJob(SchedulingSetup.Sweep)
            .StartAt(Instant.Max(due.Value, now).ToDateTimeOffset())
            .Build();
        if (await scheduler.RescheduleJob(Trigger, trigger, cancellationToken) is null)
            await scheduler.ScheduleJob(trigger, cancellationToken: cancellationToken);
    }
}
