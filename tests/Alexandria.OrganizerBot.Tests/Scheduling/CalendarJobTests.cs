using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Scheduling;
using Alexandria.OrganizerBot.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;

namespace Alexandria.OrganizerBot.Tests.Scheduling;

/// <summary>With the real Quartz, on a clock of the test's own.</summary>
public sealed class CalendarJobTests
{
    private static readonly TriggerKey Poll = new("calendar-poll");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public async Task After_a_round_the_next_one_is_set_anew_by_chance(int seed)
    {
        var pause = await PauseAfterTheFirstRoundAsync(new Random(seed));

        var drawn = new CalendarRhythm(new Random(seed)).Next()!.Value;
        Assert.InRange(pause - drawn, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task In_a_rehearsal_each_round_comes_half_an_hour_after_the_one_before() =>
        Assert.Equal(CalendarRhythm.Usual, await PauseAfterTheFirstRoundAsync(chance: null));

    private static async Task<TimeSpan> PauseAfterTheFirstRoundAsync(Random? chance)
    {
        using var home = new StoreHome();
        await using var store = home.Open();
        using var http = new HttpClient();
        var fetcher = new CalendarFetcher(http, home.Time);
        var work = new WorkInProgress();
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Ended += () => over.TrySetResult();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(home.Time);
        services.AddSingleton(work);
        services.AddSingleton(new CalendarRhythm(chance));
        services.AddSingleton(
            new CalendarPoll(
                new CampaignBook([]),
                new CalendarReader(fetcher, CalendarSources.WithoutTokens),
                new MeetingIntake(store, NullLogger<MeetingIntake>.Instance),
                new DocketWatch(store, fetcher, LegistarTokens.None, NullLogger<DocketWatch>.Instance),
                home.Time
            )
        );
        services.AddQuartz(quartz =>
        {
            quartz.UseTimeProvider(home.Time);
            quartz.ScheduleJob<CalendarJob>(trigger =>
                trigger.WithIdentity(Poll).WithSimpleSchedule(CalendarRhythm.Usual)
            );
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        using var host = builder.Build();
        await host.StartAsync(Token);
        try
        {
            await over.Task.WaitAsync(Token);
            var scheduler = await host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Token);
            var trigger = await scheduler.GetTrigger(Poll, Token);
            return trigger!.NextFireTimeUtc!.Value - home.Time.GetUtcNow();
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
