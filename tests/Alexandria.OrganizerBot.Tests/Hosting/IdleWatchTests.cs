using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Scheduling;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Alexandria.OrganizerBot.Tests.Delivery;
using Alexandria.OrganizerBot.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Quartz;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary>When the stage's clock may move on, and to where.</summary>
public sealed class IdleWatchTests : IAsyncLifetime
{
    private readonly StoreHome _home = new();
    private readonly Store _store;
    private readonly WorkInProgress _work = new();
    private readonly ScriptedPlatform _platform = new();
    private readonly HttpClient _http = new();
    private readonly CalendarPoll _calendars;
    private readonly IdleWatch _idle;
    private readonly ServiceProvider _quartz;

    public IdleWatchTests()
    {
        _store = _home.Open();
        var fetcher = new CalendarFetcher(_http, TimeProvider.System);
        _calendars = new CalendarPoll(
            new CampaignBook([]),
            new CalendarReader(fetcher, CalendarSources.WithoutTokens),
            new MeetingIntake(_store, NullLogger<MeetingIntake>.Instance),
            new DocketWatch(_store, fetcher, LegistarTokens.None, NullLogger<DocketWatch>.Instance),
            _home.Time
        );
        _quartz = new ServiceCollection().AddLogging().AddQuartz().BuildServiceProvider();
        var jobs = new DueJobs(_quartz.GetRequiredService<ISchedulerFactory>(), _calendars, _home.Time);
        _idle = new IdleWatch(_store, _work, [_platform], jobs, _home.Time);
    }

    /// <summary>No campaign has a calendar here, so the first round is over at once.</summary>
    public async ValueTask InitializeAsync() => await _calendars.PollAsync(Token);

    private Instant Now => _home.Time.Now();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_waits_for_the_network()
    {
        var idle = _idle.WaitAsync(Token);
        Assert.False(idle.IsCompleted);

        _platform.LetIn();

        Assert.Null(await idle.WaitAsync(Token));
    }

    [Fact]
    public async Task It_waits_for_work_under_way()
    {
        _platform.LetIn();
        var first = _work.Begin();
        var second = _work.Begin();
        var idle = _idle.WaitAsync(Token);

        first.Dispose();
        first.Dispose();
        Assert.False(_work.IsIdle);
        Assert.False(idle.IsCompleted);
        second.Dispose();

        Assert.Null(await idle.WaitAsync(Token));
        Assert.True(_work.IsIdle);
    }

    [Theory]
    [InlineData(nameof(DeliveryState.Pending))]
    [InlineData(nameof(DeliveryState.Sending))]
    [InlineData(nameof(DeliveryState.Retry))]
    public async Task It_waits_for_messages_that_could_leave_and_those_in_flight(string state)
    {
        _platform.LetIn();
        var message = Samples.Message("m") with { State = Enum.Parse<DeliveryState>(state), NotBefore = Now };
        await _store.WriteAsync(session => session.Save(message), Token);
        var idle = _idle.WaitAsync(Token);
        Assert.False(idle.IsCompleted);

        await _store.WriteAsync(session => session.Save(message with { State = DeliveryState.Sent }), Token);

        Assert.Null(await idle.WaitAsync(Token));
    }

    [Fact]
    public async Task It_waits_for_a_step_that_is_due_and_then_names_the_next_moment()
    {
        _platform.LetIn();
        var due = Samples.Step(1, "day-before", Now);
        var next = Samples.Step(1, "two-hours-before", Now + Duration.FromHours(20));
        await _store.WriteAsync(
            session =>
            {
                session.Save(due);
                session.Save(next);
            },
            Token
        );
        var idle = _idle.WaitAsync(Token);
        Assert.False(idle.IsCompleted);

        await _store.WriteAsync(session => session.Save(due with { State = ReminderStepState.Expanded }), Token);

        Assert.Equal(next.DueAt, await idle.WaitAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.Dispose();
        _http.Dispose();
        await _quartz.DisposeAsync();
    }
}
