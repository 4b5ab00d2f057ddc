using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Hosting;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>Drafts the next times of actions that come again.</summary>
[DisallowConcurrentExecution]
internal sealed class SeriesJob(SeriesSweep series, TimeProvider time, WorkInProgress work) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var piece = work.Begin();
        await series.SweepAsync(time.Now(), cancellationToken);
    }
}
