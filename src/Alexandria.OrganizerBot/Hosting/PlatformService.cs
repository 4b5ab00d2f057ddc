using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Listens on every network until the stop, or until one of them will not let the bot in.</summary>
internal sealed partial class PlatformService(
    IEnumerable<IChatPlatform> platforms,
    Dispatcher dispatcher,
    Store store,
    IHostApplicationLifetime lifetime,
    ILogger<PlatformService> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = platforms.Select(platform => ListenAsync(platform, stoppingToken)).ToList();
        var brokenStore = store.Fatal;
        if (await Task.WhenAny(Task.WhenAll(listening), brokenStore) == brokenStore)
        {
            Log.StoreBroken(logger);
            End();
        }
        await Task.WhenAll(listening);
        await dispatcher.DrainAsync();
    }

    private async Task ListenAsync(IChatPlatform platform, CancellationToken stoppingToken)
    {
        try
        {
            await platform.ListenAsync(
                (incoming, responder) => dispatcher.Handle(incoming, responder, stoppingToken),
                stoppingToken
            );
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        catch (PlatformRefusedException refusal)
        {
            Log.Refused(logger, platform.Network, refusal.Message);
            End();
        }
    }

    private void End()
    {
        Environment.ExitCode = ExitCodes.Refused;
        lifetime.StopApplication();
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical, Message = "{Network}: {Sentence}")]
        public static partial void Refused(ILogger logger, string network, string sentence);

        [LoggerMessage(
            Level = LogLevel.Critical,
            Message = "The store cannot be written any more (is the disk full?); the bot stops. Nothing that was confirmed is lost."
        )]
        public static partial void StoreBroken(ILogger logger);
    }
}
