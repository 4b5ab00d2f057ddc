using Alexandria.OrganizerBot.Domain.Calendar;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>What reading a calendar's answer gave.</summary>
internal abstract record CalendarReading
{
    private CalendarReading() { }

    /// <summary>A list of meetings, possibly empty.</summary>
    /// <param name="Meetings">The meetings in the order of their start; those without a time last on their day.</param>
    /// <param name="Dropped">Entries that are not offered, each with its reason.</param>
    public sealed record Understood(IReadOnlyList<Meeting> Meetings, IReadOnlyList<DroppedEntry> Dropped)
        : CalendarReading
    {
        /// <summary>How many entries the answer has. A series is one entry and may be many meetings.</summary>
        public int Read { get; init; } = Meetings.Count + Dropped.Count;
    }

    /// <summary>Not a list of meetings at all; what was known before stays.</summary>
    /// <param name="Reason">One English sentence, for logs and the command line.</param>
    /// <param name="Key">The same as a key of the catalogue (<c>calendar.unreadable.…</c>).</param>
    /// <param name="Values">The values that the text of the key needs.</param>
    public sealed record Unreadable(string Reason, string Key, IReadOnlyList<(string Name, object Value)> Values)
        : CalendarReading;
}

/// <summary>An entry of a calendar that is not offered.</summary>
/// <param name="Index">Its place in the answer, from 0.</param>
/// <param name="Id">Its id in the feed; null: it has none.</param>
/// <param name="Reason">Why.</param>
internal sealed record DroppedEntry(int Index, string? Id, DropReason Reason);

internal enum DropReason
{
    /// <summary>It is not an object, or has no id, no body or no date that can be read.</summary>
    Malformed,

    /// <summary>The campaign does not follow this body.</summary>
    OtherBody,

    /// <summary>The same body at the same time stands there already.</summary>
    Duplicate,

    /// <summary>It lies before or after the days of interest.</summary>
    OutsideWindow,

    /// <summary>It repeats by a rule that cannot be followed, or repeats within a day.</summary>
    SeriesUnreadable,
}
