using NodaTime;

namespace Alexandria.OrganizerBot.Hosting;

internal static class DomainClock
{
    /// <summary>The present moment on a time source.</summary>
    public static Instant Now(this TimeProvider time) => Instant.FromDateTimeOffset(time.GetUtcNow());
}

/// <summary>
/// The real clock, for what the network measures in real seconds: heartbeats, rate limits, time-outs. In a rehearsal the
/// domain's clock is the stage's, and this one stays real.
/// </summary>
internal sealed record ProtocolTime(TimeProvider Clock);
