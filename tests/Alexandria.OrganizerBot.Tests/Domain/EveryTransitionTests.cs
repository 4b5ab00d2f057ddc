using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

/// <summary>
/// Every zone of the tz database, every clock change of ten years, meetings at every half hour around it and on the days
/// after: the moments are held against an oracle that looks through the zone's intervals and knows nothing of resolvers.
/// </summary>
public sealed class EveryTransitionTests
{
    private static readonly Interval Decade = new(Instant.FromUtc(2026, 1, 1, 0, 0), Instant.FromUtc(2036, 1, 1, 0, 0));
    private static readonly QuietHours NoQuiet = new(LocalTime.Midnight, LocalTime.Midnight);

    [Fact]
    public void In_every_zone_at_every_clock_change_a_reminder_falls_on_the_minute_that_the_rule_says()
    {
        var changes = 0;
        foreach (var zone in Zones.Each)
        {
            var intervals = zone.GetZoneIntervals(
                    new Interval(Decade.Start - Duration.FromDays(20), Decade.End + Duration.FromDays(20))
                )
                .ToList();
            foreach (var change in intervals.Skip(1).Where(interval => Decade.Contains(interval.Start)))
            {
                changes++;
                for (var halfHours = -4; halfHours <= 6; halfHours++)
                    foreach (var daysLater in (int[])[0, 1, 7])
                    {
                        var starts = new MeetingTime(
                            change.IsoLocalStart.PlusMinutes(halfHours * 30).PlusDays(daysLater),
                            zone
                        );
                        var start = Resolve(starts.Local, intervals);
                        Expect(start, starts.Instant, starts, "start");
                        Expect(
                            Resolve(starts.Local.PlusDays(-1), intervals),
                            Due(starts, new ReminderOffset.DaysBefore(1)),
                            starts,
                            "day before"
                        );
                        Expect(
                            Resolve(starts.Local.PlusDays(-7), intervals),
                            Due(starts, new ReminderOffset.DaysBefore(7)),
                            starts,
                            "week before"
                        );
                        Expect(
                            Resolve(starts.Local.PlusDays(2), intervals),
                            Due(starts, new ReminderOffset.DaysAfter(2)),
                            starts,
                            "two days after"
                        );
                        Expect(
                            start.Minus(Duration.FromMinutes(120)),
                            Due(starts, new ReminderOffset.HoursBefore(2)),
                            starts,
                            "two hours before"
                        );
                        Expect(
                            start.Plus(Duration.FromMinutes(180)),
                            Due(starts, new ReminderOffset.HoursAfter(3)),
                            starts,
                            "three hours after"
                        );
                    }
            }
        }
        // Some zones change twice a year, most never do: fewer changes would mean that the walk has missed them.
        Assert.True(changes > 2_000, $"Only {changes} clock changes were looked at.");
    }

    [Fact]
    public void Quiet_hours_are_kept_on_the_wall_of_every_zone_at_every_clock_change()
    {
        foreach (var zone in Zones.Each)
        foreach (var change in zone.GetZoneIntervals(Decade).Skip(1).Where(interval => Decade.Contains(interval.Start)))
        {
            for (var hours = 0; hours <= 30; hours += 3)
            {
                var starts = new MeetingTime(change.IsoLocalStart.PlusHours(hours), zone);
                foreach (
                    var offset in (ReminderOffset[])
                        [
                            new ReminderOffset.HoursBefore(2),
                            new ReminderOffset.HoursBefore(24),
                            new ReminderOffset.DaysBefore(1),
                        ]
                )
                {
                    var due = ReminderPlanner.DueAt(starts, offset, QuietHours.Default);
                    var wall = due.InZone(zone).TimeOfDay;
                    Assert.False(
                        QuietHours.Default.Contains(wall),
                        $"{offset} of {starts.Local} in {zone.Id} falls on {wall}"
                    );
                    Assert.True(due < starts.Instant, $"{offset} of {starts.Local} in {zone.Id} comes too late");
                }
            }
        }
    }

    private static Instant Due(MeetingTime starts, ReminderOffset offset) =>
        ReminderPlanner.DueAt(starts, offset, NoQuiet, OfficeDays.WeekdaysOnly);

    /// <summary>The first moment at which a clock on that wall shows the time; where none does, the end of what it skips.</summary>
    private static Instant Resolve(LocalDateTime local, IReadOnlyList<NodaTime.TimeZones.ZoneInterval> intervals)
    {
        foreach (var interval in intervals)
        {
            var candidate = local.WithOffset(interval.WallOffset).ToInstant();
            if (interval.Contains(candidate))
                return candidate;
            if (interval.HasStart && interval.Start > candidate)
                return interval.Start;
        }
        throw new InvalidOperationException($"{local} lies outside of the intervals.");
    }

    private static void Expect(Instant expected, Instant actual, MeetingTime starts, string what)
    {
        if (expected != actual)
            Assert.Fail($"{what} of {starts.Local} in {starts.Zone.Id}: {expected} expected, {actual} planned");
    }
}
