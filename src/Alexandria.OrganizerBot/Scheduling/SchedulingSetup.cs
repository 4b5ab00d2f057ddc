using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>All of Quartz: which job runs when. Quartz owns when, the store owns what; nothing is lost with its memory.</summary>
internal static class SchedulingSetup
{
    public static JobKey Sweep { get; } = new("sweep");

    /// <summary>Catches what an alarm might have missed, for example after the machine was suspended.</summary>
    private static readonly TimeSpan SafetyBeat = TimeSpan.FromMinutes(1);

    /// <summary>Two weeks ahead, an hour is nothing.</summary>
    private static readonly TimeSpan SeriesBeat = TimeSpan.FromHours(1);

    private static readonly TimeSpan PurgeBeat = TimeSpan.FromHours(1);

    public static IServiceCollection AddScheduling(this IServiceCollection services, TimeProvider time)
    {
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(time);
            quartz.AddJobListener(provider => provider.GetRequiredService<DueJobs>());
            // A stop must not wait for a city's slow server; every job can be cut off, since its work is rows.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.AddJob<SweepJob>(job => job.WithIdentity(Sweep).StoreDurably());
            quartz.AddTrigger<SweepJob>(trigger =>
                trigger.ForJob(Sweep).WithIdentity("safety-beat").WithSimpleSchedule(SafetyBeat)
            );
            quartz.ScheduleJob<CalendarJob>(trigger =>
                trigger.WithIdentity("calendar-poll").WithSimpleSchedule(CalendarRhythm.Usual)
            );
            quartz.ScheduleJob<SeriesJob>(trigger => trigger.WithIdentity("series").WithSimpleSchedule(SeriesBeat));
            quartz.ScheduleJob<PurgeJob>(trigger => trigger.WithIdentity("purge").WithSimpleSchedule(PurgeBeat));
        });
        services.AddSingleton<DueJobs>();
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddHostedService<WakeUp>();
        return services;
    }
}
