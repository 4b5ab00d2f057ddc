using Microsoft.Extensions.Hosting;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Follows the stage's clock, and stops the bot when the stage is gone.</summary>
internal sealed class RehearsalService(RehearsalClock clock, IdleWatch idle, IHostApplicationLifetime lifetime)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await clock.FollowAsync(idle, stoppingToken);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The stage is gone, or the bot is asked to stop: both end here.
        }
        lifetime.StopApplication();
    }
}
