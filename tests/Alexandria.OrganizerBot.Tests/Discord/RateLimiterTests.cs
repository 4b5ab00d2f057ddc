using Alexandria.OrganizerBot.Discord;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Discord;

public sealed class RateLimiterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly RateLimitHeaders NoHeaders = new(null, null, null, null);

    private readonly WatchedTime _time = new();
    private readonly RateLimiter _limits;

    public RateLimiterTests() => _limits = new RateLimiter(_time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Fifty_requests_a_second_and_no_more()
    {
        for (var i = 0; i < RateLimiter.GlobalPerSecond; i++)
        {
            await SendAsync(Message($"{i}"), NoHeaders);
        }

        Assert.Equal(TimeSpan.FromSeconds(1), (await _limits.WaitAsync(Message("x"), TimeSpan.Zero, Ct)).RetryAfter);

        var waiting = _limits.WaitAsync(Message("x"), Patience, Ct);
        await _time.PassAsync(TimeSpan.FromSeconds(1));
        Assert.Null((await waiting).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_request_counts_from_its_answer_since_only_then_it_surely_has_arrived()
    {
        var first = await _limits.WaitAsync(Message("0"), Patience, Ct);
        for (var i = 1; i < RateLimiter.GlobalPerSecond; i++)
        {
            await SendAsync(Message($"{i}"), NoHeaders);
        }
        _time.Advance(TimeSpan.FromMilliseconds(7));
        _limits.Answered(first, NoHeaders, refusal: null);
        _time.Advance(TimeSpan.FromMilliseconds(993));

        // The second of 49 of them is over.
        for (var i = 1; i < RateLimiter.GlobalPerSecond; i++)
        {
            await SendAsync(Message($"{i}"), NoHeaders);
        }
        Assert.Equal(
            TimeSpan.FromMilliseconds(7),
            (await _limits.WaitAsync(Message("x"), TimeSpan.Zero, Ct)).RetryAfter
        );
        _time.Advance(TimeSpan.FromMilliseconds(7));
        Assert.Null((await _limits.WaitAsync(Message("x"), TimeSpan.Zero, Ct)).RetryAfter);
    }

    /// <summary>Connections are made for them: of two that left together one may arrive much later than the other.</summary>
    [Fact]
    public void The_first_requests_count_until_they_are_answered_however_long_they_take()
    {
        var time = new FakeTimeProvider();
        var limit = new GlobalLimit(RateLimiter.GlobalPerSecond, time);
        var slots = Enumerable
            .Range(0, RateLimiter.GlobalPerSecond)
            .Select(index => limit.TryTake(new(), out _)!)
            .ToList();
        time.Advance(TimeSpan.FromMilliseconds(600));
        slots.ForEach(slot => slot.Answered(time));

        time.Advance(TimeSpan.FromMilliseconds(999));
        var turn = new GlobalLimit.Turn();
        Assert.Null(limit.TryTake(turn, out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(1), wait);
        time.Advance(wait);
        Assert.NotNull(limit.TryTake(turn, out _));
    }

    /// <summary>A place may come free between two looks at the clock; the wait for it was once less than nothing.</summary>
    [Fact]
    public void No_wait_is_less_than_nothing_though_time_passes_while_places_are_counted()
    {
        var time = new ClockThatMovesWhenReadFrom();
        var limit = new GlobalLimit(RateLimiter.GlobalPerSecond, time);
        var refused = 0;
        var turn = new GlobalLimit.Turn();
        for (var i = 0; i < 20_000; i++)
        {
            if (limit.TryTake(turn, out var wait) is { } slot)
                slot.Answered(time);
            else
                refused++;
            Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        }
        Assert.NotEqual(0, refused);
    }

    /// <summary>A few of ten thousand once waited for more than ten seconds, since whoever came later was as likely to go.</summary>
    [Fact]
    public void Who_waits_longest_goes_first_however_often_others_ask_before()
    {
        var time = new FakeTimeProvider();
        var limit = new GlobalLimit(RateLimiter.GlobalPerSecond, time);
        for (var i = 0; i < RateLimiter.GlobalPerSecond; i++)
            limit.TryTake(new(), out _)!.Answered(time);
        var turns = Enumerable.Range(0, 3).Select(_ => new GlobalLimit.Turn()).ToList();
        Assert.All(turns, turn => Assert.Null(limit.TryTake(turn, out _)));
        var later = new GlobalLimit.Turn();
        limit.Leave(turns[1]);

        // All fifty places come free at once; the first of them is for who came first.
        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < RateLimiter.GlobalPerSecond - 2; i++)
            Assert.NotNull(limit.TryTake(new(), out _));
        Assert.Null(limit.TryTake(later, out _));
        Assert.NotNull(limit.TryTake(turns[2], out _));
        Assert.NotNull(limit.TryTake(turns[0], out _));
        Assert.Null(limit.TryTake(later, out _));
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(-1)]
    [InlineData(-2)]
    public Task A_moment_that_has_passed_is_not_waited_for(int milliseconds) =>
        Pause.ForAsync(TimeSpan.FromMilliseconds(milliseconds), _time, Ct);

    [Fact]
    public void However_requests_are_delayed_on_their_way_no_second_at_Discord_holds_more_than_fifty_and_few_places_are_lost() =>
        Gen.Int[0, (int)GlobalLimit.LongestWay.TotalMilliseconds]
            .Array[400]
            .Sample(ways =>
            {
                var time = new FakeTimeProvider();
                var limit = new GlobalLimit(RateLimiter.GlobalPerSecond, time);
                var arrivals = new List<double>();
                var onTheWay = new List<(DateTimeOffset Arrives, GlobalLimit.Slot Slot)>();
                var start = time.GetUtcNow();
                var turn = new GlobalLimit.Turn();
                while (arrivals.Count < ways.Length)
                {
                    foreach (var arrived in onTheWay.Where(one => one.Arrives <= time.GetUtcNow()).ToList())
                    {
                        arrived.Slot.Answered(time);
                        onTheWay.Remove(arrived);
                    }
                    while (arrivals.Count < ways.Length && limit.TryTake(turn, out _) is { } slot)
                    {
                        var arrives = time.GetUtcNow() + TimeSpan.FromMilliseconds(ways[arrivals.Count]);
                        arrivals.Add((arrives - start).TotalMilliseconds);
                        onTheWay.Add((arrives, slot));
                    }
                    time.Advance(TimeSpan.FromMilliseconds(1));
                }

                var took = (time.GetUtcNow() - start).TotalMilliseconds;
                arrivals.Sort();
                for (var i = RateLimiter.GlobalPerSecond; i < arrivals.Count; i++)
                {
                    Assert.InRange(arrivals[i] - arrivals[i - RateLimiter.GlobalPerSecond], 1_000, double.MaxValue);
                }
                // 400 at 50 a second: the first 50 at once, the rest in seven seconds.
                Assert.InRange(took, 7_000, 7_000 / 0.98);
            });

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Answers_to_interactions_do_not_count_towards_the_fifty()
    {
        for (var i = 0; i < 60; i++)
        {
            await SendAsync(CallbackOf($"{i}"), NoHeaders);
            await SendAsync(FollowUpOf($"{i}"), NoHeaders);
        }

        Assert.Null((await _limits.WaitAsync(Message("x"), TimeSpan.Zero, Ct)).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Two_routes_in_one_bucket_share_what_is_left()
    {
        await SendAsync(Message("1"), Left(3));
        await SendAsync(EditOf("1"), Left(0));

        Assert.Equal(TimeSpan.FromSeconds(5), (await _limits.WaitAsync(Message("1"), TimeSpan.Zero, Ct)).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Another_channel_has_a_limit_of_its_own()
    {
        await SendAsync(Message("1"), Left(0));

        Assert.Null((await _limits.WaitAsync(Message("2"), TimeSpan.Zero, Ct)).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task One_request_finds_out_the_limit_for_all()
    {
        var first = await _limits.WaitAsync(Message("1"), Patience, Ct);
        var second = _limits.WaitAsync(Message("1"), Patience, Ct);
        var third = _limits.WaitAsync(Message("1"), Patience, Ct);
        Assert.False(second.IsCompleted);

        _limits.Answered(first, Left(1), refusal: null);

        var admitted = await Task.WhenAny(second, third);
        Assert.Null((await admitted).RetryAfter);
        // Nothing is left for the other, which waits for the reset.
        await _time.PassAsync(TimeSpan.FromSeconds(5));
        await Task.WhenAll(second, third);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_first_request_without_an_answer_lets_the_next_one_try()
    {
        var first = await _limits.WaitAsync(Message("1"), Patience, Ct);
        var second = _limits.WaitAsync(Message("1"), Patience, Ct);

        _limits.Unanswered(first);

        Assert.Null((await second).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Nobody_waits_for_ever_behind_a_first_request_that_hangs()
    {
        await _limits.WaitAsync(Message("1"), Patience, Ct);
        var second = _limits.WaitAsync(Message("1"), Patience, Ct);

        await _time.PassAsync(Patience);

        Assert.NotNull((await second).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Learning_a_bucket_in_one_channel_does_not_strand_another()
    {
        var inFirst = await _limits.WaitAsync(Message("1"), Patience, Ct);
        var inSecond = await _limits.WaitAsync(Message("2"), Patience, Ct);
        var behind = _limits.WaitAsync(Message("2"), Patience, Ct);

        _limits.Answered(inFirst, Left(4), refusal: null);
        _limits.Answered(inSecond, Left(4), refusal: null);

        Assert.Null((await behind).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_is_in_flight_counts_against_what_an_answer_says_is_left()
    {
        await SendAsync(Message("1"), Left(2));
        var first = await _limits.WaitAsync(Message("1"), Patience, Ct);
        await _limits.WaitAsync(Message("1"), Patience, Ct);

        // Discord counted only one of the two when it wrote this.
        _limits.Answered(first, Left(1), refusal: null);

        Assert.NotNull((await _limits.WaitAsync(Message("1"), TimeSpan.Zero, Ct)).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task After_the_reset_as_many_go_as_the_limit_says()
    {
        await SendAsync(Message("1"), Left(0));
        _time.Advance(TimeSpan.FromSeconds(5));

        for (var i = 0; i < 5; i++)
        {
            Assert.Null((await _limits.WaitAsync(Message("1"), TimeSpan.Zero, Ct)).RetryAfter);
        }

        Assert.NotNull((await _limits.WaitAsync(Message("1"), TimeSpan.Zero, Ct)).RetryAfter);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Limits_of_old_interactions_are_forgotten()
    {
        for (var i = 0; i < 100; i++)
        {
            await SendAsync(FollowUpOf($"{i}"), Left(4));
            await SendAsync(CallbackOf($"{i}"), NoHeaders);
        }

        Assert.True(_limits.BucketCount >= 100);
        _time.Advance(TimeSpan.FromMinutes(16));
        await SendAsync(Message("1"), NoHeaders);

        Assert.Equal(1, _limits.BucketCount);
    }

    [Theory]
    [InlineData("0.5", 500)]
    [InlineData("1.0001", 1001)]
    [InlineData("-3", 0)]
    [InlineData("1e9", 86_400_000)]
    [InlineData("soon", null)]
    [InlineData("NaN", null)]
    [InlineData(null, null)]
    public void Seconds_of_a_header_are_rounded_up_and_kept_within_a_day(string? text, int? milliseconds) =>
        Assert.Equal(milliseconds, (int?)RateLimitHeaders.Seconds(text)?.TotalMilliseconds);

    [Fact]
    public void Sending_stops_well_before_Discord_would_ban_us()
    {
        var guard = new InvalidRequestGuard(_time);
        for (var i = 0; i < InvalidRequestGuard.StopAt - 1; i++)
        {
            guard.Note(403, refusal: null);
        }

        guard.Note(404, refusal: null);
        guard.Note(429, new TooManyRequests(TimeSpan.FromSeconds(1), "shared"));
        Assert.False(guard.MustStop);

        guard.Note(429, new TooManyRequests(TimeSpan.FromSeconds(1), "user"));
        Assert.True(guard.MustStop);

        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(guard.MustStop);
    }

    private static Route Message(string channel) => Route.To(HttpMethod.Post, $"/channels/{channel}/messages");

    private static Route EditOf(string channel) => Route.To(HttpMethod.Patch, $"/channels/{channel}/messages/{"9"}");

    private static Route CallbackOf(string id) => Route.To(HttpMethod.Post, $"/interactions/{id}/{"token"}/callback");

    private static Route FollowUpOf(string token) => Route.To(HttpMethod.Post, $"/webhooks/{"500"}/{token}");

    /// <summary>A bucket of 5 in 5 s.</summary>
    private static RateLimitHeaders Left(int remaining) => new("bucket", 5, remaining, TimeSpan.FromSeconds(5));

    private async Task SendAsync(Route route, RateLimitHeaders headers)
    {
        var permit = await _limits.WaitAsync(route, TimeSpan.Zero, Ct);
        Assert.Null(permit.RetryAfter);
        _limits.Answered(permit, headers, refusal: null);
    }

    private sealed class ClockThatMovesWhenReadFrom : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += 3 * TimeSpan.TicksPerMillisecond;
    }
}
