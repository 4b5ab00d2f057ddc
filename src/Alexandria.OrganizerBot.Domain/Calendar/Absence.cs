using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>A meeting that was listed before is not listed any more. One reading may be an accident of the city's server.</summary>
/// <param name="Readings">In how many readings in a row it was absent.</param>
/// <param name="LastAt">When the last of them was made.</param>
public sealed record Absence(int Readings, Instant LastAt)
{
    /// <summary>From so many readings on it counts as missing.</summary>
    public const int UntilMissing = 2;

    public bool IsMissing => Readings >= UntilMissing;

    /// <summary>The absence after one more reading; a reading that is counted already counts once.</summary>
    /// <param name="before">What was known; null: it was listed until then.</param>
    /// <param name="readAt">When the reading was made.</param>
    public static Absence After(Absence? before, Instant readAt) =>
        before is null ? new Absence(1, readAt)
        : readAt <= before.LastAt ? before
        : new Absence(before.Readings + 1, readAt);
}
