using System.Threading.Channels;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Tests.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Alexandria.OrganizerBot.Tests.Contracts;

/// <summary>
/// One network's platform with its real client, built as the bot builds it, on the network's stage. Nothing else of the bot
/// runs: what is handed over waits for the test.
/// </summary>
internal sealed class PlatformOnStage : IAsyncDisposable
{
    private readonly WebApplication _bot;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<HandedOver> _events = Channel.CreateUnbounded<HandedOver>();
    private Task? _listening;

    private PlatformOnStage(BotOnStage stage, WebApplication bot, string network)
    {
        Stage = stage;
        _bot = bot;
        Platform = bot.Services.GetServices<IChatPlatform>().Single(platform => platform.Network == network);
    }

    public BotOnStage Stage { get; }
    public IChatPlatform Platform { get; }

    /// <summary>What the platform was built with.</summary>
    public IServiceProvider Services => _bot.Services;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<PlatformOnStage> OpenAsync(StagePlan plan, string network)
    {
        var stage = await BotOnStage.OpenWithoutBotAsync(plan);
        if (plan.Groups.Count > 0)
            stage.Signal.WhenQuiet = _ => Task.CompletedTask;
        return new PlatformOnStage(stage, await stage.BuildBotAsync(), network);
    }

    /// <summary>Begins to listen, and waits until people can use the bot there.</summary>
    public async Task ListenAsync()
    {
        _listening = Platform.ListenAsync(
            (incoming, responder) => _events.Writer.TryWrite(new HandedOver(incoming, responder)),
            _stop.Token
        );
        Assert.Same(Platform.Ready, await Task.WhenAny(Platform.Ready, _listening));
    }

    /// <summary>The next event that was handed over.</summary>
    public Task<HandedOver> NextAsync() => _events.Reader.ReadAsync(Cancelled).AsTask();

    /// <summary>Whether nothing was handed over that the test has not read.</summary>
    public bool NothingWaits => _events.Reader.Count == 0;

    /// <summary>Asks for the end, and gives what <see cref="IChatPlatform.ListenAsync"/> ended with; null: it returned.</summary>
    public async Task<Exception?> StopAsync()
    {
        await _stop.CancelAsync();
        return await Record.ExceptionAsync(() => _listening!.WaitAsync(Cancelled));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_listening is not null)
            await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _bot.DisposeAsync();
        await Stage.DisposeAsync();
        _stop.Dispose();
    }
}

/// <summary>An event as the platform gave it.</summary>
internal sealed record HandedOver(Incoming Incoming, IResponder Responder)
{
    public Task AnswerAsync(string text) =>
        Responder.AnswerAsync(new Reply.Private(Card.Of(text)), TestContext.Current.CancellationToken);
}
