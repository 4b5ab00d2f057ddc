using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// iCalendar (RFC 5545) as cities, schools and their software write it: zones by name, broken ones among them, series,
/// changed and cancelled days of series, and days of series whose series is missing.
/// </summary>
internal sealed partial class IcsReader : ICalendarSource
{
    /// <summary>Working out more rules than this is a service for an attacker only.</summary>
    private const int MostSeries = 200;

    /// <inheritdoc/>
    public string Kind => "ics";

    /// <inheritdoc/>
    public string MediaType => "text/calendar";

    /// <inheritdoc/>
    public Uri FirstPage(Uri feed, DateInterval window) => feed;

    /// <inheritdoc/>
    public CalendarReading Read(IReadOnlyList<ReadOnlyMemory<byte>> pages, FeedRules rules)
    {
        var answer = pages[0];
        if (!IcsText.LooksLikeIt(answer))
            return Unreadable.At(Unreadable.WithoutByteOrderMark(answer).Span) ?? Unreadable.NotICalendar;
        var text = IcsText.Read(answer);
        return text.IsWhole ? new Visit(text, rules).Read() : Unreadable.CutOff(answer.Length);
    }

    /// <summary>The zone that a calendar states for its times, to show them in; null: it states none, or several.</summary>
    public static DateTimeZone? StatedZone(ReadOnlyMemory<byte> answer)
    {
        var text = IcsText.Read(answer);
        if (IcsZones.Find(text.ZoneName) is { } named)
            return named;
        var starts = text.Events.Select(entry => entry.Find("DTSTART")).OfType<IcsLine>().ToList();
        var zones = starts.Select(line => IcsZones.Find(line.Zone)).OfType<DateTimeZone>().Distinct().ToList();
        return zones.Count switch
        {
            1 => zones[0],
            0 when starts.Exists(line => line.Value.TrimEnd().EndsWith('Z')) => DateTimeZone.Utc,
            _ => null,
        };
    }

    /// <summary>One reading of one file.</summary>
    private sealed class Visit
    {
        private readonly IcsText _text;
        private readonly FeedRules _rules;
        private readonly IcsDates _dates;
        private readonly bool _zoneIsUnknown;
        private readonly MeetingCollector _collector;
        private int _series;

        public Visit(IcsText text, FeedRules rules)
        {
            _text = text;
            _rules = rules;
            var named = IcsZones.Find(text.ZoneName);
            _dates = new IcsDates(rules.Feed.Zone ?? named ?? rules.Zone, rules.Feed.ZIsLocal);
            _zoneIsUnknown = text.ZoneName is not null && named is null && rules.Feed.Zone is null;
            _collector = new MeetingCollector(rules);
        }

        public CalendarReading Read()
        {
            var entries = new List<Entry>();
            foreach (var (index, vevent) in _text.Events.Index())
            {
                if (EntryOf(index, vevent) is { } entry)
                    entries.Add(entry);
                else
                    _collector.Drop(index, FeedIds.Short(vevent.Text("UID")), DropReason.Malformed);
            }
            foreach (var family in entries.GroupBy(entry => entry.Uid, StringComparer.Ordinal))
                Take([.. family]);
            return _collector.Finish(_text.Events.Count);
        }

        private Entry? EntryOf(int index, IcsEvent vevent)
        {
            if (_dates.Read(vevent.Find("DTSTART")) is not { } start)
                return null;
            // Without an id, what it says has to tell it apart from the others.
            var uid =
                FeedIds.Short(vevent.Text("UID"))
                ?? FeedIds.HashOf($"{vevent.Text("SUMMARY")}\n{vevent.Find("DTSTART")!.Value}");
            var original = vevent.Find("RECURRENCE-ID");
            return new Entry(index, uid, vevent, start)
            {
                Original = _dates.Read(original),
                IsOverride = original is not null,
                Revision = int.TryParse(vevent.Find("SEQUENCE")?.Value, out var revision) ? revision : 0,
            };
        }

        /// <summary>Entries that share an id: a series with its changed days, or revisions, or a generator's mistake.</summary>
        private void Take(List<Entry> family)
        {
            var masters = Newest(family.Where(entry => !entry.IsOverride), entry => Entry.When(entry.Start.Start));
            var wall = masters is [{ Start.Start: EntryStart.OnWall(_, var zone) }, ..] ? zone : null;
            var overrides = Newest(
                family.Where(entry => entry.IsOverride),
                entry => Entry.DayOf(entry.Original?.Start ?? entry.Start.Start, wall)
            );
            foreach (var entry in masters)
            {
                var id = masters.Count == 1 ? entry.Uid : $"{entry.Uid}/{Entry.When(entry.Start.Start)}";
                if (entry.Event.All("RRULE").Any() || entry.Event.All("RDATE").Any())
                    TakeSeries(entry, id, overrides, wall);
                else
                    _collector.Take(entry.Index, DraftOf(entry, id, entry.Start.Start, entry.Start.IsDoubtful));
            }
            foreach (var entry in overrides)
            {
                var original = entry.Original?.Start ?? entry.Start.Start;
                _collector.Take(
                    entry.Index,
                    DraftOf(
                        entry,
                        $"{entry.Uid}/{Entry.DayOf(original, wall)}",
                        entry.Start.Start,
                        // "This and all that follow" is more than one day, and is left to a person.
                        entry.Start.IsDoubtful
                            || entry.Original is null
                            || entry.ReachesOn
                    )
                );
            }
        }

        /// <summary>Of entries that mean the same, the last revision; the others are left out.</summary>
        private List<Entry> Newest(IEnumerable<Entry> entries, Func<Entry, string> meaning)
        {
            var all = entries.ToList();
            var newest = all.Count == 0 ? 0 : all.Max(entry => entry.Revision);
            var kept = new List<Entry>();
            foreach (var same in all.GroupBy(meaning, StringComparer.Ordinal))
            {
                var last = same.MaxBy(entry => (entry.Revision, entry.Index))!;
                foreach (var entry in same.Where(entry => entry != last))
                    _collector.Drop(entry.Index, entry.Uid, DropReason.Duplicate);
                kept.Add(last);
            }
            // A series' changed days have revisions of their own; whole events of one id replace each other.
            foreach (var old in kept.Where(entry => !entry.IsOverride && entry.Revision < newest).ToList())
            {
                _collector.Drop(old.Index, old.Uid, DropReason.Duplicate);
                kept.Remove(old);
            }
            return kept;
        }

        private void TakeSeries(Entry entry, string id, List<Entry> overrides, DateTimeZone? wall)
        {
            var (first, zone) = entry.Start.Start switch
            {
                EntryStart.Day(var day) => (day.AtMidnight(), DateTimeZone.Utc),
                EntryStart.OnWall(var local, var stated) => (local, stated),
                EntryStart.Moment(var instant) => (instant.InUtc().LocalDateTime, DateTimeZone.Utc),
                _ => throw new InvalidOperationException("Unknown kind of start."),
            };
            if (StartsOf(entry, first, zone) is not { } starts)
            {
                _collector.Drop(entry.Index, id, DropReason.SeriesUnreadable);
                return;
            }
            var isDoubtful =
                entry.Start.IsDoubtful || (starts.IsWhole && starts.Days is [var earliest, ..] && earliest != first);
            var left = Exceptions(entry, zone);
            var changed = overrides
                .Select(other => Entry.DayOf(other.Original?.Start ?? other.Start.Start, wall))
                .ToHashSet(StringComparer.Ordinal);
            var taken = new HashSet<string>(StringComparer.Ordinal);
            foreach (var local in starts.Days)
            {
                var day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd").Format(local.Date);
                if (left.Days.Contains(local.Date) || left.Walls.Contains(local) || changed.Contains(day))
                    continue;
                EntryStart start = entry.Start.Start switch
                {
                    EntryStart.Day => new EntryStart.Day(local.Date),
                    EntryStart.Moment => new EntryStart.Moment(local.InUtc().ToInstant()),
                    _ => new EntryStart.OnWall(local, zone),
                };
                var suffix = taken.Add(day) ? day : Entry.When(start);
                _collector.Take(entry.Index, DraftOf(entry, $"{id}/{suffix}", start, isDoubtful));
            }
        }

        /// <summary>The starts of a series within the days of interest; of one that ends, and on demand, all.</summary>
        private (IReadOnlyList<LocalDateTime> Days, bool IsWhole)? StartsOf(
            Entry entry,
            LocalDateTime first,
            DateTimeZone zone
        )
        {
            var extra = entry
                .Event.All("RDATE")
                .SelectMany(line => (_dates with { Floating = zone }).ReadAll(line))
                .Take(IcsSeries.MostInstances)
                .Select(date => WallOf(date.Start, zone, first.TimeOfDay));
            var rules = entry.Event.All("RRULE").ToList();
            if (rules.Count == 0)
                return (Sorted([first, .. extra]), true);
            if (rules.Count > 1 || ++_series > MostSeries)
                return null;
            if (IcsSeries.Of(first, zone, rules[0].Value, _dates) is not { } series)
                return null;
            var isWhole = _rules.WholeCalendar && series.Ends;
            // A day more on each side, where the rest is cut off later: the campaign's wall may be another than the series'.
            var more = _rules.WholeCalendar ? 0 : 1;
            var from = isWhole ? first.Date : _rules.Window.Start.PlusDays(-more);
            var to = isWhole ? new LocalDate(2200, 12, 31) : _rules.Window.End.PlusDays(more);
            if (series.Starts(from, to) is not { } starts)
                return null;
            return (Sorted([.. starts, .. extra]), isWhole);
        }

        private static List<LocalDateTime> Sorted(IEnumerable<LocalDateTime> starts) => [.. starts.Distinct().Order()];

        /// <summary>The days and times that are left out of a series.</summary>
        private (HashSet<LocalDate> Days, HashSet<LocalDateTime> Walls) Exceptions(Entry entry, DateTimeZone zone)
        {
            var dates = entry
                .Event.All("EXDATE")
                .SelectMany(line => (_dates with { Floating = zone }).ReadAll(line))
                .Select(date => date.Start)
                .ToList();
            return (
                [.. dates.OfType<EntryStart.Day>().Select(day => day.Date)],
                [.. dates.Where(date => date is not EntryStart.Day).Select(date => WallOf(date, zone, default))]
            );
        }

        private static LocalDateTime WallOf(EntryStart start, DateTimeZone zone, LocalTime otherwise) =>
            start switch
            {
                EntryStart.Day(var day) => day.At(otherwise),
                EntryStart.Moment(var instant) => instant.InZone(zone).LocalDateTime,
                EntryStart.OnWall(var local, var stated) => stated.Equals(zone)
                    ? local
                    : MeetingTime.Resolve(local, stated).InZone(zone).LocalDateTime,
                _ => throw new InvalidOperationException("Unknown kind of start."),
            };

        private EntryDraft DraftOf(Entry entry, string id, EntryStart start, bool isDoubtful)
        {
            var vevent = entry.Event;
            var name = vevent.Text("SUMMARY");
            var location = vevent.Text("LOCATION");
            var description = vevent.Text("DESCRIPTION");
            var status = vevent.Find("STATUS");
            var isOff = _text.CancelsAll || status?.Is("CANCELLED") == true || status?.Is("CANCELED") == true;
            return new EntryDraft
            {
                Id = id,
                Name = name,
                Start = start,
                Location = location,
                Link = vevent.Find("URL")?.Value ?? AddressIn(description),
                Verdict = isOff
                    ? CancellationWords.Verdict.Off
                    : CancellationWords.Of(
                        agendaStatus: null,
                        minutesStatus: null,
                        FeedText.Clean(name, 120, []),
                        time: null,
                        location,
                        description,
                        agendaFile: null
                    ),
                IsDoubtful =
                    isDoubtful
                    || status?.Is("TENTATIVE") == true
                    || vevent.All("DTSTART").Skip(1).Any()
                    || (_zoneIsUnknown && start is EntryStart.OnWall && vevent.Find("DTSTART")?.Zone is null),
            };
        }

        private static string? AddressIn(string? description)
        {
            if (description is null)
                return null;
            var match = Address().Match(description[..Math.Min(description.Length, 4096)]);
            return match.Success ? match.Value.TrimEnd('.', ',', ')') : null;
        }
    }

    /// <summary>One event of the file, with what tells it apart from the others.</summary>
    private sealed record Entry(int Index, string Uid, IcsEvent Event, IcsDate Start)
    {
        private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
        private static readonly LocalDateTimePattern Clock = LocalDateTimePattern.CreateWithInvariantCulture(
            "uuuuMMdd'T'HHmm"
        );

        /// <summary>The day of the series that it stands for.</summary>
        public IcsDate? Original { get; init; }
        public bool IsOverride { get; init; }
        public int Revision { get; init; }

        /// <summary>Whether it changes the days after it, too.</summary>
        public bool ReachesOn =>
            Event.Find("RECURRENCE-ID")?.Parameters.Contains("THISANDFUTURE", StringComparison.OrdinalIgnoreCase)
            == true;

        /// <summary>The day of a start on the wall of its series, which an id can hold.</summary>
        public static string DayOf(EntryStart start, DateTimeZone? wall) =>
            Day.Format(
                start switch
                {
                    EntryStart.Day(var date) => date,
                    EntryStart.OnWall(var local, var stated) when wall is not null => MeetingTime
                        .Resolve(local, stated)
                        .InZone(wall)
                        .Date,
                    EntryStart.OnWall(var local, _) => local.Date,
                    EntryStart.Moment(var instant) => instant.InZone(wall ?? DateTimeZone.Utc).Date,
                    _ => throw new InvalidOperationException("Unknown kind of start."),
                }
            );

        /// <summary>A start, which an id can hold.</summary>
        public static string When(EntryStart start) =>
            start switch
            {
                EntryStart.Day(var date) => Day.Format(date),
                EntryStart.OnWall(var local, _) => Clock.Format(local),
                EntryStart.Moment(var instant) => Clock.Format(instant.InUtc().LocalDateTime) + "Z",
                _ => throw new InvalidOperationException("Unknown kind of start."),
            };
    }

    [GeneratedRegex(@"https://[^\s<>""]+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
