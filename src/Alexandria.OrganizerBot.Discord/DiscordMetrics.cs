using System.Diagnostics.Metrics;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>What the client counts, under one meter.</summary>
public static class DiscordMetrics
{
    /// <summary>The name to listen to.</summary>
    public const string MeterName = "Alexandria.OrganizerBot.Discord";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> EventsReceived = Meter.CreateCounter<long>(
        "discord.gateway.events.received",
        description: "Dispatched events that were handed over."
    );

    internal static readonly Counter<long> EventsIgnored = Meter.CreateCounter<long>(
        "discord.gateway.events.ignored",
        description: "Dispatched events that were not handed over, by reason: unknown, malformed or full."
    );

    internal static readonly Counter<long> Reconnects = Meter.CreateCounter<long>(
        "discord.gateway.reconnects",
        description: "Gateway connections that ended, except by our own stop."
    );

    internal static readonly Counter<long> RateLimited = Meter.CreateCounter<long>(
        "discord.rest.rate_limited",
        description: "429 answers, by scope."
    );

    internal static readonly Counter<long> InvalidRequests = Meter.CreateCounter<long>(
        "discord.rest.invalid",
        description: "Answers that count towards Discord's ban: 401, 403 and 429 unless shared."
    );
}
