using Alexandria.OrganizerBot.Platforms;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>How each network is at this moment, for people who ask: features see no platform.</summary>
internal sealed class NetworkBoard(Func<IEnumerable<IChatPlatform>> platforms)
{
    /// <summary>Where there are no networks.</summary>
    public static NetworkBoard Empty { get; } = new(() => []);

    /// <summary>The network's state; null: the bot is not there.</summary>
    public NetworkState? Of(string network, Instant now) =>
        platforms().FirstOrDefault(platform => platform.Network == network) is { } found
            ? new NetworkState(
                found.IsConnected,
                [.. found.Troubles.Select(trouble => TroubleNotices.Stands(network, trouble, now))]
            )
            : null;
}

/// <param name="IsConnected">Whether something sent now would leave.</param>
/// <param name="Troubles">What keeps it from working as it should, in sentences of the catalogue.</param>
internal sealed record NetworkState(bool IsConnected, IReadOnlyList<MessageContent.Notice> Troubles);
