using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>A date or time of an iCalendar line.</summary>
/// <param name="Start">What it says.</param>
/// <param name="IsDoubtful">Its zone has a name that nobody knows, so that another stands for it.</param>
internal sealed record IcsDate(EntryStart Start, bool IsDoubtful);

/// <summary>Dates and times as iCalendar writes them (RFC 5545 §3.3.4 and §3.3.5).</summary>
/// <param name="Floating">The zone of times that name none, and of those whose zone nobody knows.</param>
/// <param name="ZIsLocal">Whether a Z is not meant.</param>
internal sealed record IcsDates(DateTimeZone Floating, bool ZIsLocal)
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly LocalTimePattern Seconds = LocalTimePattern.CreateWithInvariantCulture("HHmmss");
    private static readonly LocalTimePattern Minutes = LocalTimePattern.CreateWithInvariantCulture("HHmm");

    /// <summary>The one date of a line; null: it is none.</summary>
    public IcsDate? Read(IcsLine? line) => line is null ? null : Read(line.Value, line.Zone);

    /// <summary>All dates of a line, which may hold a list; what is none is left out.</summary>
    public IEnumerable<IcsDate> ReadAll(IcsLine line) =>
        line
            .Value.Split(',')
            // A period is a start and an end; only the start counts.
            .Select(value => Read(value.Split('/')[0], line.Zone))
            .OfType<IcsDate>();

    /// <summary>UNTIL of a rule, on the wall of its series.</summary>
    public LocalDateTime? ReadUntil(string value, DateTimeZone zone) =>
        (this with { Floating = zone }).Read(value, zone: null)?.Start switch
        {
            EntryStart.Day(var day) => day.At(LocalTime.MaxValue),
            EntryStart.Moment(var instant) => instant.InZone(zone).LocalDateTime,
            EntryStart.OnWall(var local, _) => local,
            _ => null,
        };

    private IcsDate? Read(string value, string? zone)
    {
        var text = value.Trim();
        if (text.Length < 8 || !Day.Parse(text[..8]).TryGetValue(default, out var date))
            return null;
        if (!MeetingCollector.IsPlausible(date))
            return null;
        if (text.Length == 8)
            return new IcsDate(new EntryStart.Day(date), IsDoubtful: false);
        if (text[8] is not ('T' or 't'))
            return null;
        var isUtc = text[^1] is 'Z' or 'z';
        var clock = isUtc ? text[9..^1] : text[9..];
        if (TimeOf(clock) is not { } time)
            return null;
        if (isUtc && !ZIsLocal)
            return new IcsDate(new EntryStart.Moment(date.At(time).InUtc().ToInstant()), IsDoubtful: false);
        var known = IcsZones.Find(zone);
        return new IcsDate(
            new EntryStart.OnWall(date.At(time), known ?? Floating),
            IsDoubtful: zone is not null && known is null
        );
    }

    private static LocalTime? TimeOf(string clock) =>
        Seconds.Parse(clock).TryGetValue(default, out var exact) ? exact
        : Minutes.Parse(clock).TryGetValue(default, out var rough) ? rough
        : null;
}
