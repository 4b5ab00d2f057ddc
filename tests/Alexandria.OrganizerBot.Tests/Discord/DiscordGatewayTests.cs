using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>The gateway over real sockets. Heartbeats come every 50 s, chance is always one half.</summary>
public sealed class DiscordGatewayTests
{
    private static readonly TimeSpan FirstHeartbeat = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(750);
    private static readonly TimeSpan SecondBackoff = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan ThirdBackoff = TimeSpan.FromMilliseconds(3000);
    private static readonly TimeSpan AfterInvalidSession = TimeSpan.FromSeconds(3);

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Says_for_how_long_no_events_have_flowed()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();
        Assert.Equal(TimeSpan.Zero, rig.Gateway.DisconnectedFor);

        await socket.CloseAsync(4000);
        await rig.EventAsync<GatewayEvent.Disconnected>();
        rig.Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal(TimeSpan.FromMinutes(6), rig.Gateway.DisconnectedFor);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Identifies_and_hands_over_the_session()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.AnswerWhereTheGatewayIs();
        rig.Run();

        var socket = await rig.Server.ConnectionAsync();
        Assert.Equal("/gateway", socket.Path);
        Assert.Equal("?v=10&encoding=json", socket.Query);
        Assert.Equal(rig.Options.UserAgent, socket.UserAgent);
        Assert.Equal(GatewayState.Connecting, rig.Gateway.State);

        await socket.HelloAsync();
        var identify = await socket.FrameAsync(opcode: 2);
        Assert.Equal(GatewayRig.Token, identify.GetProperty("token").GetString());
        Assert.Equal(65537 | (1 << 12), identify.GetProperty("intents").GetInt32());

        await socket.DispatchAsync("READY", 1, GatewayRig.Ready(rig.Server.ResumeUrl));
        var started = await rig.EventAsync<GatewayEvent.SessionStarted>();
        Assert.Equal(("500", "900", true), (started.ApplicationId, started.BotUserId, started.First));
        Assert.Equal(["77"], started.GuildIds);
        Assert.Equal(GatewayState.Connected, rig.Gateway.State);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Beats_within_the_first_interval_and_then_once_in_each()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        await rig.Time.PassAsync(FirstHeartbeat);
        Assert.Equal(1, (await socket.FrameAsync(opcode: 1)).GetInt64());
        await socket.SendAsync("""{"op":11}""");
        await rig.HandledAsync(socket, sequence: 8);

        await rig.Time.PassAsync(Heartbeat);
        Assert.Equal(8, (await socket.FrameAsync(opcode: 1)).GetInt64());
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Answers_a_demand_for_a_heartbeat_at_once()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.AnswerWhereTheGatewayIs();
        rig.Run();
        var socket = await rig.Server.ConnectionAsync();

        await socket.SendAsync("""{"op":1,"d":null}""");

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await socket.FrameAsync(opcode: 1)).ValueKind);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Resumes_after_a_heartbeat_that_nobody_answered()
    {
        await using var rig = await GatewayRig.StartAsync();
        var zombie = await rig.StartSessionAsync();
        await rig.HandledAsync(zombie, sequence: 5);
        await rig.Time.PassAsync(FirstHeartbeat);
        await zombie.FrameAsync(opcode: 1);

        await rig.Time.PassAsync(Heartbeat);
        Assert.Equal(4000, await zombie.ClosedByClientAsync());
        await rig.EventAsync<GatewayEvent.Disconnected>();
        // It lived for 75 s, so it did well and the pause is the shortest.
        await rig.Time.PassAsync(TimeSpan.FromMilliseconds(500));

        var next = await rig.Server.ConnectionAsync();
        Assert.Equal(("/resume", "?v=10&encoding=json"), (next.Path, next.Query));
        Assert.Equal(GatewayState.Resuming, rig.Gateway.State);
        await next.HelloAsync();
        var resume = await next.FrameAsync(opcode: 6);
        Assert.Equal("session-1", resume.GetProperty("session_id").GetString());
        Assert.Equal(5, resume.GetProperty("seq").GetInt64());
        Assert.Equal(GatewayRig.Token, resume.GetProperty("token").GetString());

        await next.DispatchAsync("GUILD_CREATE", 6, """{"id":"missed"}""");
        await next.DispatchAsync("RESUMED", 7, "{}");
        Assert.Equal("missed", (await rig.EventAsync<GatewayEvent.GuildAvailable>()).GuildId);
        await rig.EventAsync<GatewayEvent.Resumed>();
        Assert.Equal(GatewayState.Connected, rig.Gateway.State);
        Assert.Equal(1, rig.Server.Received("GET /gateway/bot"));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_zombie_that_does_not_even_close_is_left_behind()
    {
        await using var rig = await GatewayRig.StartAsync();
        await rig.StartSessionAsync();
        await rig.Time.PassAsync(FirstHeartbeat);
        await rig.Time.PassAsync(Heartbeat);

        await rig.EventAfterClosingAsync<GatewayEvent.Disconnected>();
        await rig.Time.PassAsync(TimeSpan.FromMilliseconds(500));

        Assert.Equal("/resume", (await rig.Server.ConnectionAsync()).Path);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Resumes_when_Discord_asks_for_a_new_connection()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        await socket.SendAsync("""{"op":7,"d":null}""");
        Assert.Equal(4000, await socket.ClosedByClientAsync());
        await rig.Time.PassAsync(FirstBackoff);

        var next = await rig.Server.ConnectionAsync();
        Assert.Equal("/resume", next.Path);
        await next.HelloAsync();
        await next.FrameAsync(opcode: 6);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Starts_anew_when_the_session_is_invalid_for_good()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        await socket.SendAsync("""{"op":9,"d":false}""");
        await socket.ClosedByClientAsync();
        await rig.Time.PassAsync(AfterInvalidSession);
        // Discord takes one IDENTIFY in 5 s; 3 have passed.
        await rig.Time.PassAsync(TimeSpan.FromSeconds(2));

        var next = await rig.Server.ConnectionAsync();
        Assert.Equal("/gateway", next.Path);
        await next.HelloAsync();
        await next.FrameAsync(opcode: 2);
        await next.DispatchAsync("READY", 1, GatewayRig.Ready(rig.Server.ResumeUrl, "session-2"));
        await rig.EventAsync<GatewayEvent.Disconnected>();
        Assert.False((await rig.EventAsync<GatewayEvent.SessionStarted>()).First);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Resumes_when_the_session_is_invalid_only_for_now()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        await socket.SendAsync("""{"op":9,"d":true}""");
        await socket.ClosedByClientAsync();
        await rig.Time.PassAsync(AfterInvalidSession);

        Assert.Equal("/resume", (await rig.Server.ConnectionAsync()).Path);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Starts_anew_when_Discord_says_that_the_session_timed_out()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        await socket.CloseAsync(4009);
        await rig.Time.PassAsync(FirstBackoff);
        await rig.Time.PassAsync(TimeSpan.FromMilliseconds(4250));

        var next = await rig.Server.ConnectionAsync();
        Assert.Equal("/gateway", next.Path);
        await next.HelloAsync();
        await next.FrameAsync(opcode: 2);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Resumes_after_a_connection_that_broke_without_a_word()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        socket.Drop();
        await rig.EventAsync<GatewayEvent.Disconnected>();
        await rig.Time.PassAsync(FirstBackoff);

        Assert.Equal("/resume", (await rig.Server.ConnectionAsync()).Path);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Gives_the_session_up_after_three_resumes_that_came_to_nothing()
    {
        await using var rig = await GatewayRig.StartAsync();
        (await rig.StartSessionAsync()).Drop();
        await rig.Time.PassAsync(FirstBackoff);

        var first = await rig.Server.ConnectionAsync();
        first.Drop();
        await rig.Time.PassAsync(SecondBackoff);

        var second = await rig.Server.ConnectionAsync();
        await second.HelloAsync();
        await second.FrameAsync(opcode: 6);
        second.Drop();
        await rig.Time.PassAsync(ThirdBackoff);

        var third = await rig.Server.ConnectionAsync();
        third.Drop();
        await rig.Time.PassAsync(TimeSpan.FromSeconds(6));

        var fourth = await rig.Server.ConnectionAsync();
        Assert.Equal(
            ["/resume", "/gateway", "/gateway", "/gateway"],
            new[] { first, second, third, fourth }.Select(socket => socket.Path)
        );
        await fourth.HelloAsync();
        await fourth.FrameAsync(opcode: 2);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Gives_up_on_a_gateway_that_does_not_greet()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.AnswerWhereTheGatewayIs();
        rig.Run();
        await rig.Server.ConnectionAsync();

        await rig.Time.PassAsync(rig.Options.HelloTimeout);
        await rig.EventAsync<GatewayEvent.Disconnected>();
        await rig.Time.PassAsync(FirstBackoff);

        await (await rig.Server.ConnectionAsync()).HelloAsync();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Gives_up_on_a_session_that_does_not_start()
    {
        await using var rig = await GatewayRig.StartAsync(options =>
            options with
            {
                ReadyTimeout = TimeSpan.FromSeconds(7),
            }
        );
        rig.Server.AnswerWhereTheGatewayIs();
        rig.Run();
        var socket = await rig.Server.ConnectionAsync();
        await socket.HelloAsync();
        await socket.FrameAsync(opcode: 2);

        await rig.Time.PassAsync(rig.Options.ReadyTimeout);

        await rig.EventAsync<GatewayEvent.Disconnected>();
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(4004, "token")]
    [InlineData(4014, "intents")]
    public async Task Stops_for_good_where_trying_again_cannot_help(int code, string mentioned)
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        await socket.CloseAsync(code);

        var fatal = await Assert.ThrowsAsync<DiscordFatalException>(() => rig.Running);
        Assert.Equal(code, fatal.CloseCode);
        Assert.Contains(mentioned, fatal.Message, StringComparison.Ordinal);
        Assert.Equal(GatewayState.Stopped, rig.Gateway.State);
        await rig.EventAsync<GatewayEvent.Disconnected>();
        await rig.Gateway.Events.Completion;
        rig.ForgetRun();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Stops_for_good_where_the_token_is_refused()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer("GET /gateway/bot", 401, """{"message":"401: Unauthorized","code":0}""");
        rig.Run();

        var fatal = await Assert.ThrowsAsync<DiscordFatalException>(() => rig.Running);

        Assert.Null(fatal.CloseCode);
        Assert.DoesNotContain(GatewayRig.Token, fatal.ToString(), StringComparison.Ordinal);
        rig.ForgetRun();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Says_goodbye_when_stopped()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        await rig.StopAsync();

        Assert.Equal(1000, await socket.ClosedByClientAsync());
        await rig.Running;
        await rig.Gateway.Events.Completion;
        Assert.Equal(GatewayState.Stopped, rig.Gateway.State);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Goes_on_after_events_that_make_no_sense()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();

        await socket.SendAsync("this is not JSON");
        await socket.SendAsync("[]");
        await socket.SendAsync("""{"op":"zero"}""");
        await socket.SendAsync("""{"op":77,"d":{}}""");
        await socket.DispatchAsync("INTERACTION_CREATE", 2, """{"id":"1","type":2}""");
        await socket.DispatchAsync("INTERACTION_CREATE", 3, "null");
        await socket.DispatchAsync("SOMETHING_NEW_IN_2027", 4, """{"id":{}}""");
        await socket.DispatchAsync("GUILD_CREATE", 5, """{"id":12}""");

        await rig.HandledAsync(socket, sequence: 6);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Hands_interactions_over_with_the_time_of_receipt()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(3));

        await socket.DispatchAsync("INTERACTION_CREATE", 2, InteractionParsingTests.ButtonInGuild);

        var created = await rig.EventAsync<GatewayEvent.InteractionCreated>();
        Assert.Equal("pledge:42", created.Interaction.Data?.CustomId);
        Assert.Equal(TimeSpan.Zero, rig.Time.GetElapsedTime(created.ReceivedTimestamp));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_reader_far_behind_loses_interactions_but_neither_heartbeats_nor_guilds()
    {
        await using var rig = await GatewayRig.StartAsync(options => options with { InteractionCapacity = 1 });
        var socket = await rig.StartSessionAsync();

        await socket.DispatchAsync("INTERACTION_CREATE", 2, InteractionParsingTests.ButtonInGuild);
        await socket.DispatchAsync("INTERACTION_CREATE", 3, InteractionParsingTests.ButtonInGuild);
        await socket.DispatchAsync("GUILD_DELETE", 4, """{"id":"77"}""");
        await socket.SendAsync("""{"op":1,"d":null}""");

        Assert.Equal(4, (await socket.FrameAsync(opcode: 1)).GetInt64());
        await rig.EventAsync<GatewayEvent.InteractionCreated>();
        await rig.EventAsync<GatewayEvent.GuildRemoved>();
        Assert.False(rig.Gateway.Events.TryRead(out _));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Waits_for_the_budget_of_sessions()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.AnswerWhereTheGatewayIs(remaining: 0, resetAfter: 7_000);
        rig.Run();

        await rig.Time.BegunAsync(TimeSpan.FromSeconds(7));
        Assert.Equal(GatewayState.Waiting, rig.Gateway.State);
        rig.Time.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("/gateway", (await rig.Server.ConnectionAsync()).Path);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Does_not_take_the_token_to_a_strange_host_to_resume()
    {
        await using var rig = await GatewayRig.StartAsync();
        var socket = await rig.StartSessionAsync(resumeUrl: "wss://gateway.discord.gg.example.org");

        socket.Drop();
        await rig.Time.PassAsync(FirstBackoff);

        var next = await rig.Server.ConnectionAsync();
        Assert.Equal("/gateway", next.Path);
        await next.HelloAsync();
        await next.FrameAsync(opcode: 6);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Does_not_take_the_token_to_a_strange_gateway()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.AnswerWhereTheGatewayIs("wss://discord.example.org");
        rig.Run();

        var refused = await Assert.ThrowsAsync<DiscordHostRefusedException>(() => rig.Running);

        Assert.Contains("discord.example.org", refused.Message, StringComparison.Ordinal);
        rig.ForgetRun();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Tries_on_while_Discord_is_down()
    {
        await using var rig = await GatewayRig.StartAsync();
        rig.Server.Answer("GET /gateway/bot", 503, "upstream connect error");
        rig.Server.Answer("GET /gateway/bot", 429, """{"message":"slow","retry_after":9.0,"global":false}""");
        rig.Server.AnswerWhereTheGatewayIs();
        rig.Run();

        await rig.Time.PassAsync(FirstBackoff);
        await rig.Time.PassAsync(TimeSpan.FromSeconds(9));

        Assert.Equal("/gateway", (await rig.Server.ConnectionAsync()).Path);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(1 << 1)]
    [InlineData(1 << 8)]
    [InlineData(65537 | (1 << 15))]
    public async Task Refuses_privileged_intents(int intents)
    {
        await Assert.ThrowsAsync<ArgumentException>(() =>
            GatewayRig.StartAsync(options => options with { Intents = intents })
        );
    }
}
