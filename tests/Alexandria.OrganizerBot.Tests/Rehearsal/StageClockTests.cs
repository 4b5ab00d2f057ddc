using Alexandria.OrganizerBot.Rehearsal.Clock;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class StageClockTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_connects_is_told_the_time_at_once()
    {
        await using var clock = new StageClock(Noon, NewYork);
        using var bot = ScriptedBot.ConnectTo(clock.Address);

        var request = await bot.RequestAsync(Cancelled);

        Assert.Equal("2026-03-01T12:00:00Z", request?.GetProperty("set").GetString());
    }

    [Fact]
    public async Task The_bot_counts_as_connected_once_it_has_answered()
    {
        await using var clock = new StageClock(Noon, NewYork);
        var connected = clock.BotConnectedAsync(Cancelled);
        using var bot = ScriptedBot.ConnectTo(clock.Address);
        var request = await bot.RequestAsync(Cancelled);
        Assert.False(connected.IsCompleted);

        await bot.SayAsync($$"""{"id":{{request?.GetProperty("id")}},"idle":true,"next":null}""");

        await connected;
        Assert.True(clock.IsConnected);
    }

    [Fact]
    public async Task Advancing_stops_at_every_time_at_which_something_is_due()
    {
        var clock = new StageClock(Noon, NewYork);
        using var bot = ScriptedBot.ConnectTo(clock.Address);
        var answering = bot.AnswerAllAsync(
            now =>
                now switch
                {
                    "2026-03-01T12:00:00Z" => "2026-03-02T09:00:00Z",
                    "2026-03-02T09:00:00Z" => "2026-03-03T09:30:00Z",
                    _ => null,
                },
            Cancelled
        );
        await clock.BotConnectedAsync(Cancelled);

        await clock.AdvanceToAsync(Noon + Duration.FromDays(5), Cancelled);
        await clock.DisposeAsync();

        Assert.Equal(
            ["2026-03-01T12:00:00Z", "2026-03-02T09:00:00Z", "2026-03-03T09:30:00Z", "2026-03-06T12:00:00Z"],
            await answering
        );
        Assert.Equal(Noon + Duration.FromDays(5), clock.Instant);
    }

    [Fact]
    public async Task Advancing_to_next_goes_exactly_there()
    {
        var clock = new StageClock(Noon, NewYork);
        using var bot = ScriptedBot.ConnectTo(clock.Address);
        var answering = bot.AnswerAllAsync(
            now => now == "2026-03-02T09:00:00Z" ? "2026-03-09T09:00:00Z" : "2026-03-02T09:00:00Z",
            Cancelled
        );
        await clock.BotConnectedAsync(Cancelled);

        await clock.AdvanceToNextAsync(Cancelled);

        Assert.Equal(Instant.FromUtc(2026, 3, 2, 9, 0), clock.Instant);
        await clock.DisposeAsync();
        await answering;
    }

    [Fact]
    public async Task Advancing_to_next_with_nothing_due_says_so()
    {
        await using var clock = new StageClock(Noon, NewYork);
        using var bot = ScriptedBot.ConnectTo(clock.Address);
        _ = bot.AnswerAllAsync(_ => null, Cancelled);
        await clock.BotConnectedAsync(Cancelled);

        var error = await Assert.ThrowsAsync<StageClockException>(() => clock.AdvanceToNextAsync(Cancelled));

        Assert.Contains("nothing due", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_never_does_what_is_due_is_found_out()
    {
        await using var clock = new StageClock(Noon, NewYork);
        using var bot = ScriptedBot.ConnectTo(clock.Address);
        _ = bot.AnswerAllAsync(_ => "2026-03-02T09:00:00Z", Cancelled);
        await clock.BotConnectedAsync(Cancelled);

        var error = await Assert.ThrowsAsync<StageClockException>(() =>
            clock.AdvanceToAsync(Noon + Duration.FromDays(5), Cancelled)
        );

        Assert.Contains("no progress", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_bot_is_down_the_clock_moves_alone_and_a_new_bot_hears_the_new_time()
    {
        await using var clock = new StageClock(Noon, NewYork);
        using (var first = ScriptedBot.ConnectTo(clock.Address))
        {
            _ = first.AnswerAllAsync(_ => null, Cancelled);
            await clock.BotConnectedAsync(Cancelled);
        }

        clock.BotIsGone();
        await clock.AdvanceToAsync(Noon + Duration.FromHours(3), Cancelled);
        using var second = ScriptedBot.ConnectTo(clock.Address);

        var request = await second.RequestAsync(Cancelled);

        Assert.Equal("2026-03-01T15:00:00Z", request?.GetProperty("set").GetString());
    }

    [Fact]
    public async Task A_bot_that_leaves_without_an_answer_is_an_error_and_no_endless_wait()
    {
        await using var clock = new StageClock(Noon, NewYork);
        var bot = ScriptedBot.ConnectTo(clock.Address);
        var first = await bot.RequestAsync(Cancelled);
        await bot.SayAsync($$"""{"id":{{first?.GetProperty("id")}},"idle":true,"next":null}""");
        await clock.BotConnectedAsync(Cancelled);

        var waiting = clock.WaitUntilIdleAsync(Cancelled);
        await bot.RequestAsync(Cancelled);
        bot.Dispose();

        await Assert.ThrowsAsync<StageClockException>(() => waiting);
    }

    [Fact]
    public async Task A_bot_that_does_not_become_idle_in_time_is_an_error()
    {
        await using var clock = new StageClock(Noon, NewYork, idleTimeout: TimeSpan.FromMilliseconds(50));
        var connected = clock.BotConnectedAsync(Cancelled);
        using var bot = ScriptedBot.ConnectTo(clock.Address);

        var error = await Assert.ThrowsAsync<StageClockException>(() => connected);

        Assert.Contains("not idle", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nonsense_from_the_bot_is_reported_as_such()
    {
        await using var clock = new StageClock(Noon, NewYork);
        using var bot = ScriptedBot.ConnectTo(clock.Address);
        var first = await bot.RequestAsync(Cancelled);
        await bot.SayAsync($$"""{"id":{{first?.GetProperty("id")}},"idle":true,"next":null}""");
        await clock.BotConnectedAsync(Cancelled);

        var waiting = clock.WaitUntilIdleAsync(Cancelled);
        await bot.RequestAsync(Cancelled);
        await bot.SayAsync("hello?");

        var error = await Assert.ThrowsAsync<StageClockException>(() => waiting);
        Assert.Contains("protocol", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_does_not_go_back()
    {
        await using var clock = new StageClock(Noon, NewYork);

        await Assert.ThrowsAsync<StageClockException>(() =>
            clock.AdvanceToAsync(Noon - Duration.FromSeconds(1), Cancelled)
        );
    }

    [Fact]
    public async Task Now_carries_the_offset_of_the_zone_on_both_sides_of_a_clock_change()
    {
        await using var clock = new StageClock(Noon, NewYork);
        Assert.Equal(TimeSpan.FromHours(-5), clock.Now.Offset);

        await clock.AdvanceToAsync(Noon + Duration.FromDays(8), Cancelled);

        Assert.Equal(TimeSpan.FromHours(-4), clock.Now.Offset);
    }
}
