using Alexandria.OrganizerBot.Discord;
using Microsoft.Extensions.Logging.Testing;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>The client under test, connected to a <see cref="ScriptedDiscord"/>, on a clock that the test moves.</summary>
internal sealed class GatewayRig : IAsyncDisposable
{
    public const string Token = "MTIz.secret.token";

    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private readonly FakeLogCollector _logs = new();

    private GatewayRig(ScriptedDiscord server, Func<DiscordClientOptions, DiscordClientOptions>? change)
    {
        Server = server;
        Options = new DiscordClientOptions { Token = Token, ApiBaseUrl = server.ApiBaseUrl };
        Options = change?.Invoke(Options) ?? Options;
        _http = DiscordHttp.CreateClient(Options);
        Rest = new DiscordRest(_http, Options, Time, new FakeLogger<DiscordRest>(_logs));
        Gateway = new DiscordGateway(Options, Rest, Time, new FixedChance(0.5), new FakeLogger<DiscordGateway>(_logs));
    }

    public ScriptedDiscord Server { get; }

    public WatchedTime Time { get; } = new();

    public DiscordClientOptions Options { get; }

    public DiscordRest Rest { get; }

    public DiscordGateway Gateway { get; }

    public Task Running { get; private set; } = Task.CompletedTask;

    public static async Task<GatewayRig> StartAsync(Func<DiscordClientOptions, DiscordClientOptions>? change = null) =>
        new(await ScriptedDiscord.StartAsync(), change);

    public void Run() => Running = Gateway.RunAsync(_stop.Token);

    public Task StopAsync() => _stop.CancelAsync();

    public async Task<GatewayEvent> EventAsync() =>
        await Gateway.Events.ReadAsync(TestContext.Current.CancellationToken);

    public async Task<T> EventAsync<T>()
        where T : GatewayEvent => Assert.IsType<T>(await EventAsync());

    /// <summary>Connects, identifies and starts a session; its start has been read.</summary>
    public async Task<ScriptedSocket> StartSessionAsync(string? resumeUrl = null)
    {
        Server.AnswerWhereTheGatewayIs();
        Run();
        var socket = await Server.ConnectionAsync();
        await socket.HelloAsync();
        await socket.FrameAsync(opcode: 2);
        await socket.DispatchAsync("READY", 1, Ready(resumeUrl ?? Server.ResumeUrl));
        await EventAsync<GatewayEvent.SessionStarted>();
        return socket;
    }

    /// <summary>Lets the client's wait for the other side's goodbye run out, then reads on.</summary>
    public async Task EventAfterClosingAsync<T>()
        where T : GatewayEvent
    {
        // The same time-out guards each frame sent, so a wait of this length may be one of those that ended long ago.
        var next = EventAsync<T>();
        while (!next.IsCompleted)
        {
            var begun = Time.BegunAsync(Options.CloseTimeout);
            if (await Task.WhenAny(next, begun) == begun)
            {
                Time.Advance(Options.CloseTimeout);
            }
        }

        await next;
    }

    /// <summary>The run has ended as the test expected.</summary>
    public void ForgetRun() => Running = Task.CompletedTask;

    /// <summary>Returns once the client has handled everything that was sent before.</summary>
    public async Task HandledAsync(ScriptedSocket socket, int sequence)
    {
        await socket.DispatchAsync("GUILD_CREATE", sequence, """{"id":"barrier"}""");
        Assert.Equal("barrier", (await EventAsync<GatewayEvent.GuildAvailable>()).GuildId);
    }

    public static string Ready(string resumeUrl, string session = "session-1") =>
        $$$"""
            {"v":10,"user":{"id":"900","bot":true},"session_id":"{{{session}}}","resume_gateway_url":"{{{resumeUrl}}}",
             "guilds":[{"id":"77","unavailable":true}],"application":{"id":"500","flags":0},"brand_new":{"x":[1]}}
            """;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Server.DisposeAsync();
        // A client that is still closing waits for the server, which is gone, or for the clock, which only we move.
        while (!Running.IsCompleted)
        {
            Time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        await Running;
        _http.Dispose();
        _stop.Dispose();
        Assert.DoesNotContain(
            _logs.GetSnapshot(),
            record => (record.Message + record.Exception).Contains(Token, StringComparison.Ordinal)
        );
    }
}
