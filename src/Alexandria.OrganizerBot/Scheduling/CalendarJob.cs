using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using NodaTime;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>Reads the campaigns' calendars, and says when to read them again.</summary>
[DisallowConcurrentExecution]
internal sealed class CalendarJob(CalendarPoll poll, WorkInProgress work, CalendarRhythm rhythm, TimeProvider time)
    : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var piece = work.Begin();
        await poll.PollAsync(cancellationToken);
        if (rhythm.Next() is not { } pause)
            return;
        // The new trigger goes on by itself, so that a round that fails is not the last.
        var next = TriggerBuilder
            .Create(time)
            .WithIdentity(context.Trigger.Key)
            .ForJob(context.JobDetail.Key)
            .StartAt((time.Now() + Duration.FromTimeSpan(pause)).ToDateTimeOffset())
            .WithSimpleSchedule(CalendarRhythm.Longest)
            .Build();
        try
        {
            await context.Scheduler.RescheduleJob(context.Trigger.Key, next, cancellationToken);
        }
        catch (SchedulerException) when (cancellationToken.IsCancellationRequested)
        {
            // The bot stops: there is no next round.
        }
    }
}
