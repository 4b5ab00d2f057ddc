using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>Deletes what nobody needs any more, and ends the backups that still hold it.</summary>
[DisallowConcurrentExecution]
internal sealed class PurgeJob(
    Pruner pruner,
    DeadManSwitch deadMan,
    BackupKeeper backups,
    TimeProvider time,
    WorkInProgress work
) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var piece = work.Begin();
        await pruner.PruneAsync(time.Now(), cancellationToken);
        await deadMan.TickAsync(time.Now(), cancellationToken);
        await backups.KeepAsync(time.Now(), cancellationToken);
    }
}
