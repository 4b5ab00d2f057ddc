using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Makes meetings of a feed's entries, by the same rules for every kind of feed: text is cleaned, times are put on the
/// campaign's wall, other bodies and duplicates are left out, and what is odd is marked.
/// </summary>
internal sealed class MeetingCollector(FeedRules rules)
{
    private const int MaxTitle = 120;
    private const int MaxLocation = 200;

    /// <summary>Public meetings begin between these; one at 1:00 AM is a slip of AM and PM.</summary>
    private static readonly LocalTime EarliestPlausible = new(6, 0);
    private static readonly LocalTime LatestPlausible = new(23, 0);

    private readonly List<Meeting> _meetings = [];
    private readonly List<DroppedEntry> _dropped = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<(string, LocalDate, LocalTime?, string?, MeetingStatus)> _slots = [];

    /// <summary>Whether a day can be that of a meeting at all.</summary>
    public static bool IsPlausible(LocalDate date) => date.Year is >= 1900 and <= 2200;

    /// <param name="index">The entry's place in the answer, from 0.</param>
    /// <param name="draft">The entry.</param>
    public void Take(int index, EntryDraft draft)
    {
        if (MeetingOf(draft) is not { } meeting)
            Drop(index, draft.Id, DropReason.Malformed);
        else if (
            rules.Feed.Bodies.Count > 0
            && !rules.Feed.Bodies.Contains(meeting.Title, StringComparer.OrdinalIgnoreCase)
        )
            Drop(index, meeting.Id, DropReason.OtherBody);
        else if (!rules.WholeCalendar && !rules.Window.Contains(meeting.Date))
            Drop(index, meeting.Id, DropReason.OutsideWindow);
        else if (!_ids.Add(meeting.Id) || !_slots.Add(SlotOf(meeting)))
            Drop(index, meeting.Id, DropReason.Duplicate);
        else
            _meetings.Add(meeting);
    }

    public void Drop(int index, string? id, DropReason reason) => _dropped.Add(new DroppedEntry(index, id, reason));

    /// <summary>What came of it.</summary>
    /// <param name="read">How many entries the answer has.</param>
    public CalendarReading Finish(int read) =>
        read > 0 && _meetings.Count == 0 && _dropped.TrueForAll(entry => entry.Reason == DropReason.Malformed)
            ? Unreadable.NoEntry
            : new CalendarReading.Understood([.. _meetings.Order(ByStart.Instance)], _dropped) { Read = read };

    private Meeting? MeetingOf(EntryDraft draft)
    {
        if (FeedText.Clean(draft.Name, MaxTitle, []) is not { } name)
            return null;
        var (date, time) = draft.Start switch
        {
            EntryStart.Day(var day) => (day, (LocalTime?)null),
            EntryStart.OnWall(var local, var zone) => OnOurWall(MeetingTime.Resolve(local, zone)),
            EntryStart.Moment(var instant) => OnOurWall(instant),
            _ => throw new InvalidOperationException("Unknown kind of start."),
        };
        if (!IsPlausible(date))
            return null;
        var title = CancellationWords.WithoutMarker(name);
        var location = FeedText.Clean(draft.Location, MaxLocation, rules.LinkHosts ?? []);
        var status = draft.Verdict == CancellationWords.Verdict.Off ? MeetingStatus.Cancelled : MeetingStatus.Scheduled;
        return new Meeting
        {
            Campaign = rules.Campaign,
            Feed = rules.Feed.Id,
            Id = draft.Id,
            Title = title,
            Date = date,
            Time = time,
            Location = location,
            Link = FeedText.Link(draft.Link, rules.LinkHosts),
            Docket = DocketOf(draft),
            Status = status,
            Confidence =
                time is null ? MeetingConfidence.TimeUnknown
                : time < EarliestPlausible
                || time > LatestPlausible
                || draft.IsDoubtful
                || draft.Verdict == CancellationWords.Verdict.Unclear
                    ? MeetingConfidence.NeedsReview
                : MeetingConfidence.Ok,
            ContentHash = HashOf(title, date, time, location, status),
            FetchedAt = rules.FetchedAt,
        };
    }

    private (LocalDate Date, LocalTime? Time) OnOurWall(Instant instant)
    {
        var local = instant.InZone(rules.Zone).LocalDateTime;
        return (local.Date, local.TimeOfDay);
    }

    private Docket? DocketOf(EntryDraft draft)
    {
        var document = draft.DocketDocument?.Trim();
        var stamp = draft.DocketStamp?.Trim();
        if (string.IsNullOrEmpty(document) && string.IsNullOrEmpty(stamp))
            return null;
        return new Docket(FeedText.Link(document, rules.LinkHosts), string.IsNullOrEmpty(stamp) ? document! : stamp);
    }

    /// <summary>Two rows of one body at one time are one meeting; without a time they must also name the same place.</summary>
    private static (string, LocalDate, LocalTime?, string?, MeetingStatus) SlotOf(Meeting meeting) =>
        (meeting.Title, meeting.Date, meeting.Time, meeting.Time is null ? meeting.Location : null, meeting.Status);

    private static string HashOf(string title, LocalDate date, LocalTime? time, string? location, MeetingStatus status)
    {
        // A separator that cleaned text cannot contain keeps "ab" + "c" apart from "a" + "bc".
        var noticed = string.Join(
            '\u001f',
            title,
            LocalDatePattern.Iso.Format(date),
            time is { } start ? LocalTimePattern.ExtendedIso.Format(start) : "",
            location,
            status == MeetingStatus.Cancelled ? "cancelled" : "scheduled"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(noticed)));
    }

    private sealed class ByStart : IComparer<Meeting>
    {
        public static ByStart Instance { get; } = new();

        public int Compare(Meeting? x, Meeting? y)
        {
            if (x is null || y is null)
                return x is null ? (y is null ? 0 : -1) : 1;
            var byDate = x.Date.CompareTo(y.Date);
            if (byDate != 0)
                return byDate;
            if (x.Time is null || y.Time is null)
                return (x.Time is null).CompareTo(y.Time is null);
            var byTime = x.Time.Value.CompareTo(y.Time.Value);
            return byTime != 0 ? byTime : string.CompareOrdinal(x.Title, y.Title);
        }
    }
}
