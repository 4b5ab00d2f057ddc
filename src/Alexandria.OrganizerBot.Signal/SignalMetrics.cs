using System.Diagnostics.Metrics;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>What the client counts, under one meter.</summary>
public static class SignalMetrics
{
    /// <summary>The name to listen to.</summary>
    public const string MeterName = "Alexandria.OrganizerBot.Signal";

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> EnvelopesReceived = Meter.CreateCounter<long>(
        "signal.envelopes",
        description: "Envelopes handed over, by kind."
    );

    private static readonly Counter<long> FramesIgnored = Meter.CreateCounter<long>(
        "signal.frames.ignored",
        description: "Frames that were skipped, by reason."
    );

    internal static readonly Counter<long> Calls = Meter.CreateCounter<long>(
        "signal.calls",
        description: "Calls, by method and outcome."
    );

    internal static readonly Counter<long> Reconnects = Meter.CreateCounter<long>(
        "signal.reconnects",
        description: "Connections that ended or could not be opened, except by our own stop."
    );

    internal static void CountIgnored(string reason) =>
        FramesIgnored.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
