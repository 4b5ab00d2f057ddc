using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Hosting;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>Reads the campaigns' calendars.</summary>
[DisallowConcurrentExecution]
internal sealed class CalendarJob(CalendarPoll poll, WorkInProgress work) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var piece = work.Begin();
        await poll.PollAsync(cancellationToken);
    }
}
