using Alexandria.OrganizerBot.Discord;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>The gateway's decisions, without a gateway.</summary>
public sealed class GatewayRulesTests
{
    // The table of Discord's documentation; codes that it does not list are treated like a broken connection.
    [Theory]
    [InlineData(null, AfterClose.Resume)]
    [InlineData(1000, AfterClose.Resume)]
    [InlineData(1001, AfterClose.Resume)]
    [InlineData(1006, AfterClose.Resume)]
    [InlineData(4000, AfterClose.Resume)]
    [InlineData(4001, AfterClose.Resume)]
    [InlineData(4002, AfterClose.Resume)]
    [InlineData(4003, AfterClose.NewSession)]
    [InlineData(4004, AfterClose.Stop)]
    [InlineData(4005, AfterClose.Resume)]
    [InlineData(4007, AfterClose.NewSession)]
    [InlineData(4008, AfterClose.Resume)]
    [InlineData(4009, AfterClose.NewSession)]
    [InlineData(4010, AfterClose.Stop)]
    [InlineData(4011, AfterClose.Stop)]
    [InlineData(4012, AfterClose.Stop)]
    [InlineData(4013, AfterClose.Stop)]
    [InlineData(4014, AfterClose.Stop)]
    [InlineData(4015, AfterClose.Resume)]
    public void What_follows_from_a_close_code(int? code, object next) => Assert.Equal(next, CloseCodes.Next(code));

    [Fact]
    public void Every_code_that_stops_the_bot_is_explained_in_one_sentence()
    {
        var explanations = Enumerable
            .Range(4000, 20)
            .Where(code => CloseCodes.Next(code) == AfterClose.Stop)
            .Select(CloseCodes.Explain)
            .ToList();

        Assert.Equal(6, explanations.Count);
        Assert.All(explanations, text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        Assert.DoesNotContain(explanations, text => text.Contains("for good", StringComparison.Ordinal));
    }

    [Fact]
    public void The_pause_doubles_until_it_reaches_the_longest()
    {
        var longest = TimeSpan.FromSeconds(60);
        var pauses = Enumerable.Range(0, 9).Select(n => ReconnectDelay.Backoff(n, longest, 1).TotalSeconds);
        Assert.Equal([1, 1, 2, 4, 8, 16, 32, 60, 60], pauses);
    }

    [Fact]
    public void Pauses_stay_within_their_bounds_whatever_chance_does() =>
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Double[0, 1])
            .Sample(
                (failures, chance) =>
                {
                    var longest = TimeSpan.FromSeconds(60);
                    var pause = ReconnectDelay.Backoff(failures, longest, chance);
                    var shortest = failures == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(0.5);
                    return pause >= shortest && pause <= longest;
                }
            );

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 3)]
    [InlineData(1, 5)]
    public void After_an_invalid_session_the_pause_is_1_to_5_seconds(double chance, double seconds) =>
        Assert.Equal(seconds, ReconnectDelay.AfterInvalidSession(chance).TotalSeconds);

    [Fact]
    public void A_session_may_start_at_once_where_there_is_budget_and_none_was_started_lately()
    {
        var limit = new SessionStartLimit(1000, 1, 0, 1);
        Assert.Equal(TimeSpan.Zero, IdentifyBudget.WaitBefore(limit, null));
        Assert.Equal(TimeSpan.Zero, IdentifyBudget.WaitBefore(limit, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Two_sessions_start_5_seconds_apart() =>
        Assert.Equal(
            TimeSpan.FromSeconds(4),
            IdentifyBudget.WaitBefore(new SessionStartLimit(1000, 10, 0, 1), TimeSpan.FromSeconds(1))
        );

    [Fact]
    public void Without_budget_a_session_waits_for_the_reset() =>
        Assert.Equal(
            TimeSpan.FromHours(14),
            IdentifyBudget.WaitBefore(new SessionStartLimit(1000, 0, 50_400_000, 1), TimeSpan.FromHours(1))
        );

    [Fact]
    public void A_limit_without_numbers_holds_nothing_up() =>
        Assert.Equal(TimeSpan.Zero, IdentifyBudget.WaitBefore(new SessionStartLimit(0, 0, 0, 0), null));

    [Fact]
    public void Of_120_sends_a_minute_ten_are_kept_for_heartbeats()
    {
        var time = new WatchedTime();
        var sends = new SlidingWindow(GatewaySocket.SendsPerMinute, TimeSpan.FromMinutes(1), time);
        for (var i = 0; i < 110; i++)
        {
            Assert.Equal(TimeSpan.Zero, sends.TryTake(GatewaySocket.HeartbeatReserve));
        }

        Assert.Equal(TimeSpan.FromMinutes(1), sends.TryTake(GatewaySocket.HeartbeatReserve));
        Assert.Equal(TimeSpan.Zero, sends.TryTake());
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TimeSpan.FromSeconds(1), sends.TryTake(GatewaySocket.HeartbeatReserve));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, sends.TryTake(GatewaySocket.HeartbeatReserve));
    }

    [Theory]
    [InlineData("wss://gateway.discord.gg", "wss://gateway.discord.gg/?v=10&encoding=json")]
    [InlineData("wss://gateway.discord.gg/?v=9&compress=zlib", "wss://gateway.discord.gg/?v=10&encoding=json")]
    [InlineData("ws://127.0.0.1:8123/stage", "ws://127.0.0.1:8123/stage?v=10&encoding=json")]
    public void Every_gateway_address_gets_the_same_query(string said, string used) =>
        Assert.Equal(
            used,
            GatewaySocket.WithQuery(new Uri(said)).ToString().Replace(":443/", "/", StringComparison.Ordinal)
        );
}
