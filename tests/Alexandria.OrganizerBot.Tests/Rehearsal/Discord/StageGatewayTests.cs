using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>The stage's gateway, spoken to frame by frame.</summary>
public sealed class StageGatewayTests
{
    [Fact]
    public async Task Hello_identify_ready_and_the_server_when_it_was_asked_for()
    {
        await using var stage = await SmallStage.OpenAsync();
        await using var bot = await SketchBot.ConnectAsync(stage);
        Assert.Equal(41_250, (int?)(await bot.ReadAsync())!["d"]!["heartbeat_interval"]);
        await bot.IdentifyAsync(intents: 1);
        var ready = await bot.ReadAsync("READY");
        Assert.Equal(stage.Discord.ApplicationId, (string?)ready["application"]!["id"]);
        Assert.True((bool?)ready["guilds"]![0]!["unavailable"]);
        var server = await bot.ReadAsync("GUILD_CREATE");
        Assert.Equal(3, server["channels"]!.AsArray().Count);
        await bot.SendAsync("""{"op":1,"d":2}""");
        Assert.Equal(11, (int?)(await bot.ReadAsync())!["op"]);
        var limit = (await stage.SendAsync(HttpMethod.Get, "gateway/bot")).Body!["session_start_limit"]!;
        Assert.Equal((1000, 999, 1), ((int)limit["total"]!, (int)limit["remaining"]!, (int)limit["max_concurrency"]!));
    }

    [Theory]
    [InlineData("not json", 4002)]
    [InlineData("""{"op":99,"d":null}""", 4001)]
    [InlineData("""{"op":3,"d":{}}""", 4003)]
    [InlineData("""{"op":2,"d":{"token":"wrong","intents":0,"properties":{}}}""", 4004)]
    [InlineData("""{"op":2,"d":{"token":"TOKEN","intents":0,"properties":{},"shard":[1,1]}}""", 4010)]
    [InlineData("""{"op":2,"d":{"token":"TOKEN","intents":1073741824,"properties":{}}}""", 4013)]
    [InlineData("""{"op":2,"d":{"token":"TOKEN","intents":32768,"properties":{}}}""", 4014)]
    public async Task A_wrong_frame_closes_with_its_code(string frame, int code)
    {
        await using var stage = await SmallStage.OpenAsync();
        await using var bot = await SketchBot.ConnectAsync(stage);
        await bot.ReadAsync();
        await bot.SendAsync(frame.Replace("TOKEN", stage.Discord.Token, StringComparison.Ordinal));
        Assert.Null(await bot.ReadAsync());
        Assert.Equal(code, bot.CloseCode);
    }

    [Fact]
    public async Task A_frame_of_more_than_4096_bytes_closes_with_4002_and_a_second_identify_with_4005()
    {
        await using var stage = await SmallStage.OpenAsync(new() { IdentifyInterval = TimeSpan.Zero });
        var (large, _) = await SketchBot.LogInAsync(stage);
        await large.SendAsync($$"""{"op":3,"d":"{{new string('x', 4096)}}"}""");
        Assert.Null(await large.ReadAsync());
        Assert.Equal(4002, large.CloseCode);
        var (twice, _) = await SketchBot.LogInAsync(stage);
        await twice.IdentifyAsync();
        Assert.Null(await twice.ReadAsync());
        Assert.Equal(4005, twice.CloseCode);
    }

    [Fact]
    public async Task The_121st_frame_within_a_minute_closes_with_4008()
    {
        await using var stage = await SmallStage.OpenAsync(new() { RealTime = new FakeTimeProvider() });
        var (bot, _) = await SketchBot.LogInAsync(stage);
        for (var sent = 1; sent < 120; sent++)
        {
            await bot.SendAsync("""{"op":1,"d":1}""");
            Assert.Equal(11, (int?)(await bot.ReadAsync())!["op"]);
        }
        await bot.SendAsync("""{"op":1,"d":1}""");
        Assert.Null(await bot.ReadAsync());
        Assert.Equal(4008, bot.CloseCode);
    }

    [Fact]
    public async Task Without_user_agent_or_with_another_version_there_is_no_connection()
    {
        await using var stage = await SmallStage.OpenAsync();
        using var nameless = new ClientWebSocket();
        var url = (string)(await stage.SendAsync(HttpMethod.Get, "gateway")).Body!["url"]!;
        await Assert.ThrowsAsync<WebSocketException>(() =>
            nameless.ConnectAsync(new Uri(url + "/?v=10&encoding=json"), TestContext.Current.CancellationToken)
        );
        await using var old = await SketchBot.ConnectAsync(stage, url, "/?v=6&encoding=json");
        Assert.Null(await old.ReadAsync());
        Assert.Equal(4012, old.CloseCode);
    }

    [Fact]
    public async Task A_dropped_session_keeps_what_it_missed_and_replays_it_in_order()
    {
        await using var stage = await SmallStage.OpenAsync();
        var (bot, ready) = await SketchBot.LogInAsync(stage, intents: 1 << 9);
        stage.Discord.Inject(new StageFault.Disconnect(Resumable: true));
        Assert.Null(await bot.ReadAsync());
        await PostAsync(stage, "first");
        await PostAsync(stage, "second");

        await using var again = await SketchBot.ConnectAsync(stage, (string)ready["resume_gateway_url"]!);
        await again.ReadAsync();
        await again.ResumeAsync((string)ready["session_id"]!, sequence: 1);
        var frames = new[] { await again.ReadAsync(), await again.ReadAsync(), await again.ReadAsync() };
        Assert.Equal(["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"], frames.Select(frame => (string?)frame!["t"]));
        Assert.Equal([2, 3, 4], frames.Select(frame => (int)frame!["s"]!));
        Assert.Equal("first", (string?)frames[0]!["d"]!["content"]);
        Assert.Equal("resumed", stage.Transcript.Entries.Last(entry => entry.Kind == "connect").Text);
    }

    [Fact]
    public async Task A_session_ends_by_close_1000_by_a_lost_sequence_and_by_age()
    {
        var clock = new FakeTimeProvider();
        await using var stage = await SmallStage.OpenAsync(
            new() { RealTime = clock, IdentifyInterval = TimeSpan.Zero }
        );
        var (bot, ready) = await SketchBot.LogInAsync(stage);
        await bot.CloseAsync(1000);
        Assert.Null(await bot.ReadAsync());
        Assert.Equal(9, (int?)(await ResumedAsync(stage, ready, 1))!["op"]);

        (bot, ready) = await SketchBot.LogInAsync(stage);
        await using var wrong = await SketchBot.ConnectAsync(stage);
        await wrong.ReadAsync();
        await wrong.ResumeAsync((string)ready["session_id"]!, sequence: 99);
        Assert.Null(await wrong.ReadAsync());
        Assert.Equal(4007, wrong.CloseCode);

        (bot, ready) = await SketchBot.LogInAsync(stage);
        await bot.CloseAsync(4000);
        Assert.Null(await bot.ReadAsync());
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(9, (int?)(await ResumedAsync(stage, ready, 1))!["op"]);
    }

    [Fact]
    public async Task A_session_that_the_bot_closed_with_4000_can_be_resumed()
    {
        await using var stage = await SmallStage.OpenAsync();
        var (bot, ready) = await SketchBot.LogInAsync(stage);
        await bot.CloseAsync(4000);
        Assert.Null(await bot.ReadAsync());
        Assert.Equal("RESUMED", (string?)(await ResumedAsync(stage, ready, 1))!["t"]);
    }

    [Fact]
    public async Task Two_identifies_at_once_get_an_invalid_session_and_one_beyond_the_budget_loses_the_token()
    {
        await using var stage = await SmallStage.OpenAsync(
            new() { IdentifiesPerDay = 2, RealTime = new FakeTimeProvider() }
        );
        _ = await SketchBot.LogInAsync(stage);
        await using var second = await SketchBot.ConnectAsync(stage);
        await second.ReadAsync();
        await second.IdentifyAsync();
        var invalid = await second.ReadAsync();
        Assert.Equal((9, false), ((int)invalid!["op"]!, (bool)invalid["d"]!));
        await second.IdentifyAsync();
        Assert.Null(await second.ReadAsync());
        Assert.Equal(4004, second.CloseCode);
        Assert.Equal(401, (await stage.SendAsync(HttpMethod.Get, "users/@me")).Status);
    }

    [Fact]
    public async Task Faults_reach_the_connection_as_the_real_service_would_play_them()
    {
        await using var stage = await SmallStage.OpenAsync(new() { IdentifyInterval = TimeSpan.Zero });
        var (bot, ready) = await SketchBot.LogInAsync(stage);
        stage.Discord.Inject(new StageFault.AskToReconnect());
        Assert.Equal(7, (int?)(await bot.ReadAsync())!["op"]);
        stage.Discord.Inject(new StageFault.InvalidSession(Resumable: true));
        Assert.True((bool?)(await bot.ReadAsync())!["d"]);
        stage.Discord.Inject(new StageFault.Zombie());
        await bot.SendAsync("""{"op":1,"d":1}""");
        // Nothing comes back; a new connection takes the session over and ends the dead one.
        Assert.Equal("RESUMED", (string?)(await ResumedAsync(stage, ready, 1))!["t"]);
        Assert.Null(await bot.ReadAsync());

        var (other, _) = await SketchBot.LogInAsync(stage);
        stage.Discord.Inject(new StageFault.Disconnect(Resumable: false));
        Assert.Null(await other.ReadAsync());
        Assert.Equal(4009, other.CloseCode);
    }

    private static async Task<JsonNode?> ResumedAsync(SmallStage stage, JsonNode ready, long sequence)
    {
        var again = await SketchBot.ConnectAsync(stage, (string)ready["resume_gateway_url"]!);
        await again.ReadAsync();
        await again.ResumeAsync((string)ready["session_id"]!, sequence);
        return await again.ReadAsync();
    }

    private static async Task PostAsync(SmallStage stage, string text)
    {
        var body = $$"""{"content":"{{text}}"}""";
        var (status, _, _) = await stage.SendAsync(HttpMethod.Post, $"channels/{SmallStage.ActionsId}/messages", body);
        Assert.Equal(200, status);
    }
}
