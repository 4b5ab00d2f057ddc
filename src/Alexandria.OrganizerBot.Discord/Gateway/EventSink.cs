using System.Threading.Channels;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Hands events over without ever waiting, since a receive loop that waits would miss heartbeat acknowledgements. When the
/// reader is that far behind, interactions are dropped: they would be dead before their turn came. The few events about
/// guilds and the session keep room of their own.
/// </summary>
internal sealed class EventSink(int interactionCapacity)
{
    /// <summary>One for each guild at the start of a session, below the 2500 from which Discord demands sharding.</summary>
    private const int RoomForOthers = 3000;

    private readonly Channel<GatewayEvent> _channel = Channel.CreateBounded<GatewayEvent>(
        interactionCapacity + RoomForOthers
    );

    public ChannelReader<GatewayEvent> Reader => _channel.Reader;

    /// <returns>Whether there was room.</returns>
    public bool Publish(GatewayEvent happened)
    {
        var full = happened is GatewayEvent.InteractionCreated && _channel.Reader.Count >= interactionCapacity;
        if (full || !_channel.Writer.TryWrite(happened))
        {
            CountIgnored("full");
            return false;
        }

        DiscordMetrics.EventsReceived.Add(1);
        return true;
    }

    public void Complete() => _channel.Writer.TryComplete();

    public static void CountIgnored(string reason) =>
        DiscordMetrics.EventsIgnored.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
