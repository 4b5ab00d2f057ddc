using NodaTime;
using NodaTime.TimeZones;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>
/// How the stage reads a wall time around a clock change: a time that does not exist becomes the first that does, and of
/// two equal ones the earlier counts.
/// </summary>
internal static class WallTime
{
    private static readonly ZoneLocalMappingResolver Resolver = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    public static Instant ToInstant(LocalDateTime local, DateTimeZone zone) => local.InZone(zone, Resolver).ToInstant();
}
