using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>One pump for each network: trouble on one never holds up another.</summary>
internal sealed class DeliveryPumps(
    IEnumerable<IChatPlatform> platforms,
    Store store,
    ComposeMessage compose,
    DeliverySupport support,
    ILogger<DeliveryPump> logger
) : BackgroundService
{
    private readonly List<DeliveryPump> _pumps =
    [
        .. platforms.Select(platform => new DeliveryPump(platform, store, compose, support, logger)),
    ];

    /// <summary>Messages may have become ready by the passing of time.</summary>
    public void Wake() => _pumps.ForEach(pump => pump.Wake());

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_pumps.Select(pump => pump.RunAsync(stoppingToken)));
}
