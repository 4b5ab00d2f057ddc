using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.TimeZones;
using Duration = NodaTime.Duration;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// A zone written down in a calendar file (RFC 5545, 3.6.5), from the same data by which the bot itself reckons: so a
/// calendar that knows nothing of the zone, or something older, still shows the right time.
/// </summary>
internal static class OutgoingZone
{
    /// <summary>
    /// Before the first time in the file: the change that made the offset of that time is in it, whatever the zone's habits.
    /// </summary>
    private static readonly Duration Before = Duration.FromDays(400);

    /// <summary>Beyond the last one: who moves the entry by hand stays right; a rule is told from a coincidence by so many years.</summary>
    private static readonly Duration Beyond = Duration.FromDays(366 * 12);

    /// <summary>The zone as it is from the first to the last moment and some years beyond.</summary>
    public static VTimeZone Of(DateTimeZone zone, Instant first, Instant last)
    {
        var changes = zone.GetZoneIntervals(first - Before, last + Beyond)
            .Select(interval => Change.Into(interval, zone))
            .ToList();
        var described = new VTimeZone { TzId = zone.Id };
        foreach (var alike in changes.GroupBy(change => change.Kind).Select(changes => changes.ToList()))
        {
            if (YearlyRule(alike) is { } rule)
                described.TimeZoneInfos.Add(Observance(alike[0], rule));
            else
                // One by one: of several dates in one place some programs read only the first.
                alike.ForEach(change => described.TimeZoneInfos.Add(Observance(change)));
        }
        return described;
    }

    /// <summary>A change, once or each year by the rule.</summary>
    private static VTimeZoneInfo Observance(Change change, RecurrenceRule? rule = null)
    {
        var observance = new VTimeZoneInfo(change.Kind.IsSummer ? Components.Daylight : Components.Standard)
        {
            TimeZoneName = change.Kind.Name,
            OffsetFrom = new UtcOffset(change.Kind.From.ToTimeSpan()),
            OffsetTo = new UtcOffset(change.Kind.To.ToTimeSpan()),
            Start = OutgoingCalendar.Floating(change.Local),
        };
        if (rule is not null)
            observance.RecurrenceRule = rule;
        return observance;
    }

    /// <summary>"Each year on the second Sunday of March": null where not every change is on such a day at the same time.</summary>
    private static RecurrenceRule? YearlyRule(IReadOnlyList<Change> alike)
    {
        if (alike.Count == 1)
            return null;
        var first = alike[0].Local;
        var isYearly = alike
            .Select((change, index) => (change.Local, Year: first.Year + index))
            .All(change =>
                change.Local.Year == change.Year
                && change.Local.Month == first.Month
                && change.Local.DayOfWeek == first.DayOfWeek
                && change.Local.TimeOfDay == first.TimeOfDay
            );
        if (!isYearly)
            return null;
        var isLast = alike.All(change =>
            change.Local.Day + 7 > change.Local.Calendar.GetDaysInMonth(change.Local.Year, change.Local.Month)
        );
        var place = (first.Day + 6) / 7;
        if (!isLast && alike.Any(change => (change.Local.Day + 6) / 7 != place))
            return null;
        return new RecurrenceRule(FrequencyType.Yearly)
        {
            ByMonth = [first.Month],
            ByDay = [new WeekDay(first.DayOfWeek.ToDayOfWeek(), isLast ? -1 : place)],
        };
    }

    /// <summary>A change of the clocks.</summary>
    /// <param name="Local">When it comes, on the clocks of before.</param>
    private sealed record Change(ChangeKind Kind, LocalDateTime Local)
    {
        /// <summary>Where the clocks never changed before, no date is the right one, and any early one will do.</summary>
        private static readonly LocalDateTime EverSince = new(1970, 1, 1, 0, 0);

        public static Change Into(ZoneInterval interval, DateTimeZone zone)
        {
            var before = interval.HasStart ? zone.GetUtcOffset(interval.Start - Duration.Epsilon) : interval.WallOffset;
            return new Change(
                new ChangeKind(interval.Savings != Offset.Zero, interval.Name, before, interval.WallOffset),
                interval.HasStart ? interval.Start.WithOffset(before).LocalDateTime : EverSince
            );
        }
    }

    private sealed record ChangeKind(bool IsSummer, string Name, Offset From, Offset To);
}
