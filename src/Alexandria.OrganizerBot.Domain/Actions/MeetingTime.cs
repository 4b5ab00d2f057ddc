using NodaTime;
using NodaTime.TimeZones;

namespace Alexandria.OrganizerBot.Domain.Actions;

/// <summary>
/// When a meeting starts: the wall time that people read on the wall of that place, with its zone. The instant is derived
/// from it, never the other way round, so that a change of the zone's rules moves the instant and not the meeting.
/// </summary>
/// <param name="Local">Date and time on the wall.</param>
/// <param name="Zone">The place's zone.</param>
public sealed record MeetingTime(LocalDateTime Local, DateTimeZone Zone)
{
    /// <summary>
    /// A wall time that does not exist (the clock jumps forward over it) becomes the first valid instant after the gap; one
    /// that exists twice becomes the earlier of the two.
    /// </summary>
    private static readonly ZoneLocalMappingResolver Resolver = Resolvers.CreateMappingResolver(
        Resolvers.ReturnEarlier,
        Resolvers.ReturnStartOfIntervalAfter
    );

    /// <summary>The start as a point in time.</summary>
    public Instant Instant => Resolve(Local, Zone);

    /// <summary>Whether the wall time exists exactly once in its zone.</summary>
    public bool IsUnambiguous => Zone.MapLocal(Local).Count == 1;

    /// <summary>Whether the wall time is skipped by a clock change: nobody can come at that time.</summary>
    public bool IsSkipped => Zone.MapLocal(Local).Count == 0;

    /// <summary>The instant of any wall time, by the rule above.</summary>
    public static Instant Resolve(LocalDateTime local, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.ResolveLocal(local, Resolver).ToInstant();
    }
}
