using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>What of a meeting is another than before, as people would notice it.</summary>
[Flags]
public enum MeetingChanges
{
    None = 0,
    Renamed = 1 << 0,

    /// <summary>The day is another.</summary>
    DateMoved = 1 << 1,

    /// <summary>Both times are known, and they differ.</summary>
    TimeMoved = 1 << 2,

    /// <summary>The calendar stated a time, and does not any more, or not clearly.</summary>
    TimeBecameUnknown = 1 << 3,
    TimeBecameKnown = 1 << 4,
    Relocated = 1 << 5,
    Cancelled = 1 << 6,

    /// <summary>It was cancelled and is on again.</summary>
    Restored = 1 << 7,
}

/// <summary>
/// Compares two readings of one meeting by what they say. A feed's own stamps count for nothing: cities change a time without
/// touching them, and touch them without changing anything.
/// </summary>
public static class MeetingDiff
{
    public const MeetingChanges AnyTime =
        MeetingChanges.TimeMoved | MeetingChanges.TimeBecameUnknown | MeetingChanges.TimeBecameKnown;

    /// <summary>What changed from one reading to a later one of the same meeting.</summary>
    public static MeetingChanges Between(Meeting before, Meeting after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return If(before.Title != after.Title, MeetingChanges.Renamed)
            | If(before.Date != after.Date, MeetingChanges.DateMoved)
            | TimeBetween(before.Time, after.Time)
            | If(before.Location != after.Location, MeetingChanges.Relocated)
            | (before.Status, after.Status) switch
            {
                (MeetingStatus.Scheduled, MeetingStatus.Cancelled) => MeetingChanges.Cancelled,
                (MeetingStatus.Cancelled, MeetingStatus.Scheduled) => MeetingChanges.Restored,
                _ => MeetingChanges.None,
            };
    }

    private static MeetingChanges TimeBetween(LocalTime? before, LocalTime? after) =>
        (before, after) switch
        {
            ({ } was, { } now) => If(was != now, MeetingChanges.TimeMoved),
            ({ }, null) => MeetingChanges.TimeBecameUnknown,
            (null, { }) => MeetingChanges.TimeBecameKnown,
            _ => MeetingChanges.None,
        };

    private static MeetingChanges If(bool isSo, MeetingChanges change) => isSo ? change : MeetingChanges.None;
}
