using System.Text;
using Alexandria.OrganizerBot.Domain.Actions;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using NodaTime.Extensions;
using CalendarFile = Ical.Net.Calendar;
using RecurrencePattern = Alexandria.OrganizerBot.Domain.Calendar.RecurrencePattern;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Writes calendar files (RFC 5545) that people add to a calendar of their own: local times with their zone written out, no
/// attendees, no organizer's address, no alarm, and nothing that shows to whom a calendar is shared with.
/// </summary>
internal static class OutgoingCalendar
{
    /// <summary>What a network is told the file is.</summary>
    public const string ContentType = "text/calendar";

    private const string Producer = "-//Alexandria.OrganizerBot//Alerts//EN";

    /// <summary>The file with the entries, as UTF-8.</summary>
    /// <param name="entries">At least one, all in the same zone. A file of only cancelled ones takes them out of a calendar.</param>
    /// <param name="now">When it is written.</param>
    public static byte[] Write(IReadOnlyList<OutgoingEntry> entries, Instant now)
    {
        var file = new CalendarFile
        {
            ProductId = Producer,
            Method = entries.All(entry => entry.IsCancelled) ? CalendarMethods.Cancel : CalendarMethods.Publish,
        };
        var starts = entries.Select(entry => entry.Starts.Instant).ToList();
        file.TimeZones.Add(
            OutgoingZone.Of(
                entries[0].Starts.Zone,
                starts.Min(),
                entries.Select(entry => entry.Repeats?.Last.Instant).OfType<Instant>().Concat(starts).Max()
            )
        );
        foreach (var entry in entries)
            file.Events.Add(Event(entry, now));
        return Encoding.UTF8.GetBytes(OutgoingLines.Fold(new CalendarSerializer().SerializeToString(file)!));
    }

    /// <summary>A wall time of no zone in particular.</summary>
    internal static CalDateTime Floating(LocalDateTime local) => new(local.ToDateTimeUnspecified(), hasTime: true);

    private static CalendarEvent Event(OutgoingEntry entry, Instant now)
    {
        // Where the clocks jump over a wall time, the standard means another moment by it than we do; where it comes twice,
        // programs disagree about which is meant: then the moments themselves are written. A rule has to stay on the wall.
        var onTheWall = entry.Repeats is not null || (entry.Starts.IsUnambiguous && entry.Ends?.IsUnambiguous != false);
        var written = new CalendarEvent
        {
            Uid = entry.Uid,
            Sequence = entry.Sequence,
            DtStamp = Utc(now),
            Start = onTheWall ? AsWritten(entry.Starts.Local, entry.Starts.Zone) : Utc(entry.Starts.Instant),
            Summary = entry.Title,
            Location = entry.Place,
            Description = entry.Description,
            Url = entry.Link,
            Status = entry.IsCancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
            // Whoever a calendar is shared with sees that the time is taken, and not for what.
            Class = "PRIVATE",
        };
        if (entry.Ends is { } ends)
            written.End = onTheWall ? AsWritten(ends.Local, ends.Zone) : Utc(ends.Instant);
        if (entry.InPlaceOf is { } original)
            written.RecurrenceIdentifier = new RecurrenceIdentifier(
                AsWritten(original, entry.Starts.Zone),
                RecurrenceRange.ThisInstance
            );
        if (entry.Repeats is { } repeats)
        {
            written.RecurrenceRule = Rule(repeats.Pattern, Utc(repeats.Last.Instant));
            foreach (var skipped in repeats.Except)
                written.ExceptionDates.Add(AsWritten(skipped, entry.Starts.Zone));
        }
        return written;
    }

    private static RecurrenceRule Rule(RecurrencePattern pattern, CalDateTime until) =>
        pattern.Places.Count > 0
            ? new RecurrenceRule(FrequencyType.Monthly)
            {
                ByDay = [.. pattern.Places.Select(place => new WeekDay(pattern.Weekdays[0].ToDayOfWeek(), place))],
                Until = until,
            }
            : new RecurrenceRule(FrequencyType.Weekly, pattern.EveryWeeks)
            {
                ByDay = [.. pattern.Weekdays.Select(weekday => new WeekDay(weekday.ToDayOfWeek()))],
                FirstDayOfWeek = DayOfWeek.Monday,
                Until = until,
            };

    private static CalDateTime AsWritten(LocalDateTime local, DateTimeZone zone) =>
        new(local.ToDateTimeUnspecified(), zone.Id, hasTime: true);

    /// <summary>To the second: a calendar file knows nothing smaller.</summary>
    private static CalDateTime Utc(Instant instant) =>
        new(Instant.FromUnixTimeSeconds(instant.ToUnixTimeSeconds()).ToDateTimeUtc(), hasTime: true);
}

/// <summary>One entry of a calendar file. All text is plain.</summary>
internal sealed record OutgoingEntry
{
    /// <summary>By which a calendar knows the entry again; the same for each version of it.</summary>
    public required string Uid { get; init; }

    /// <summary>Goes up with each version: a calendar keeps the highest.</summary>
    public required int Sequence { get; init; }
    public required MeetingTime Starts { get; init; }

    /// <summary>Null: not known, and none is made up.</summary>
    public MeetingTime? Ends { get; init; }
    public required string Title { get; init; }
    public string? Place { get; init; }
    public string? Description { get; init; }
    public Uri? Link { get; init; }
    public bool IsCancelled { get; init; }

    /// <summary>When it comes again; null: once.</summary>
    public OutgoingRepeat? Repeats { get; init; }

    /// <summary>The wall time by the rule of the repeating entry with the same id in whose place this one stands; null: none.</summary>
    public LocalDateTime? InPlaceOf { get; init; }
}

/// <summary>By what rule an entry comes again.</summary>
/// <param name="Pattern">On which days.</param>
/// <param name="Last">The last time by the rule.</param>
/// <param name="Except">Wall times by the rule at which there is nothing.</param>
internal sealed record OutgoingRepeat(RecurrencePattern Pattern, MeetingTime Last, IReadOnlyList<LocalDateTime> Except);
