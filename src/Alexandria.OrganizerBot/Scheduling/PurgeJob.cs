using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Hosting;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>Deletes what nobody needs any more.</summary>
[DisallowConcurrentExecution]
internal sealed class PurgeJob(Pruner pruner, DeadManSwitch deadMan, TimeProvider time, WorkInProgress work) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var piece = work.Begin();
        await pruner.PruneAsync(time.Now(), cancellationToken);
        await deadMan.TickAsync(time.Now(), cancellationToken);
    }
}
