using CsCheck;
using NodaTime;
using NodaTime.TimeZones;

namespace Alexandria.OrganizerBot.Tests.Domain;

/// <summary>Places and moments for tests: the real zones of the world, and any of them at any moment of half a century.</summary>
internal static class Zones
{
    public static DateTimeZone NewYork { get; } = DateTimeZoneProviders.Tzdb["America/New_York"];

    /// <summary>Every zone that there is, the odd ones (half hours, skipped days, double summer time) included.</summary>
    public static Gen<DateTimeZone> Any { get; } =
        Choose
            .From(DateTimeZoneProviders.Tzdb.Ids.Order(StringComparer.Ordinal).ToArray())
            .Select(id => DateTimeZoneProviders.Tzdb[id]);

    /// <summary>Each zone once, without its further names.</summary>
    public static IReadOnlyList<DateTimeZone> Each { get; } =
    [
        .. TzdbDateTimeZoneSource
            .Default.CanonicalIdMap.Values.Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(id => DateTimeZoneProviders.Tzdb[id]),
    ];

    /// <summary>Any quarter of an hour from 1990 to 2040.</summary>
    public static Gen<LocalDateTime> Quarter { get; } =
        Gen.Int[0, 50 * 365 * 96 - 1]
            .Select(quarters => new LocalDateTime(1990, 1, 1, 0, 0).PlusMinutes(quarters * 15L));

    /// <summary>A wall time within three hours of one of the zone's clock changes, where it has any: where mistakes live.</summary>
    public static Gen<(DateTimeZone Zone, LocalDateTime Local)> NearChange { get; } =
        Gen.Select(Any, Gen.Int[0, 399], Gen.Int[-12, 12])
            .Select(
                (zone, pick, quarters) =>
                {
                    var changes = zone.GetZoneIntervals(
                            Instant.FromUtc(1990, 1, 1, 0, 0),
                            Instant.FromUtc(2040, 1, 1, 0, 0)
                        )
                        .Where(interval => interval.HasStart && interval.Start > Instant.FromUtc(1990, 1, 1, 0, 0))
                        .ToList();
                    var local =
                        changes.Count == 0
                            ? new LocalDateTime(2027, 3, 14, 2, 0)
                            : changes[pick % changes.Count].IsoLocalStart;
                    return (zone, local.PlusMinutes(quarters * 15L));
                }
            );
}
