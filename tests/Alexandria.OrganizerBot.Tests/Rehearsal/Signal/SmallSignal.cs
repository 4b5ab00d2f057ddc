using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>A small Signal with two groups and a few people, and the stage on it.</summary>
internal sealed class SmallSignal : IAsyncDisposable
{
    public const string Neighbors = "i5GeKX1XnmoL+WrKG0QRlAAAAAAAAAAAAAAAAAAAAAA=";
    public const string Elsewhere = "Pmpi+EfPWmsxiomLe9Nx2XF9HOE483p6iKiFj65iMwI=";
    public const string Invite = "https://signal.group/#elsewhere";

    private SmallSignal(SignalStage stage, HandMovedStageTime time, KeptTranscript transcript)
    {
        Signal = stage;
        Time = time;
        Transcript = transcript;
    }

    public static StageCast Cast { get; } =
        new()
        {
            HasSignal = true,
            Groups =
            [
                new StageGroup("neighbors", Neighbors) { Admins = ["Ana"] },
                new StageGroup("elsewhere", Elsewhere) { BotIsMember = false, InviteLink = Invite },
            ],
            People =
            [
                new StagePerson("Ana", []) { Groups = ["neighbors"] },
                new StagePerson("Ben", []) { Groups = ["neighbors", "elsewhere"] },
                new StagePerson("Open", []) { SharesNumber = true },
                new StagePerson("OnDiscord", []) { Networks = ["discord"] },
            ],
        };

    /// <summary>The recorded release, without what people's clients send by themselves.</summary>
    public static SignalStageOptions Recorded { get; } =
        new()
        {
            Version = new Version(0, 13, 19),
            Account = "+15551230001",
            HasBackgroundTraffic = false,
        };

    public static SignalStageOptions Quiet { get; } = new() { HasBackgroundTraffic = false };

    public SignalStage Signal { get; }
    public HandMovedStageTime Time { get; }
    public KeptTranscript Transcript { get; }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<SmallSignal> OpenAsync(SignalStageOptions? options = null, StageCast? cast = null)
    {
        var time = new HandMovedStageTime();
        var transcript = new KeptTranscript();
        return new SmallSignal(
            await SignalStage.StartAsync(cast ?? Cast, options ?? Quiet, time, transcript, Cancelled),
            time,
            transcript
        );
    }

    public Task<RawClient> ConnectAsync() => RawClient.ConnectAsync(Signal.Endpoint);

    /// <summary>A client that has subscribed.</summary>
    public async Task<RawClient> SubscribeAsync()
    {
        var client = await ConnectAsync();
        await client.ResultAsync("subscribeReceive", "{}");
        return client;
    }

    /// <summary>A connected bot that does as it is told.</summary>
    public async Task<SketchSignalBot> BotAsync(Func<SketchSignalBot, System.Text.Json.Nodes.JsonNode, Task> handle)
    {
        var bot = new SketchSignalBot(await ConnectAsync(), handle);
        Signal.WhenQuiet = bot.QuietAsync;
        await bot.CallAsync("subscribeReceive", "{}");
        return bot;
    }

    public ValueTask DisposeAsync() => Signal.DisposeAsync();
}
