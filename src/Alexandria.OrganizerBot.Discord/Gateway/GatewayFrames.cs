// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes
// https://docs.discord.com/developers/events/gateway-events#send-events
using System.Text.Json.Serialization;

namespace Alexandria.OrganizerBot.Discord;

internal static class GatewayOpcode
{
    public const int Dispatch = 0;
    public const int Heartbeat = 1;
    public const int Identify = 2;
    public const int Resume = 6;
    public const int Reconnect = 7;
    public const int InvalidSession = 9;
    public const int Hello = 10;
    public const int HeartbeatAck = 11;
}

internal sealed record GatewayFrame<T>(int Op, T D);

/// <summary>The only frame whose data may be null, and must then say so.</summary>
internal sealed record HeartbeatFrame([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] long? D)
{
    public int Op { get; } = GatewayOpcode.Heartbeat;
}

internal sealed record Identify(string Token, int Intents, IdentifyProperties Properties);

internal sealed record IdentifyProperties(string Os, string Browser, string Device);

internal sealed record Resume(string Token, string SessionId, long Seq);
