using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>How fast new private conversations are opened on a network that mistrusts whoever opens many.</summary>
/// <param name="Burst">So many at once, after a quiet time.</param>
/// <param name="Every">From then on one in this time.</param>
/// <param name="PerDay">No more than this on one day, UTC.</param>
internal sealed record OpeningLimits(int Burst, Duration Every, int PerDay)
{
    /// <summary>
    /// Discord states no numbers. Users report bots that were quarantined after 25 to 40 new conversations in a burst, and
    /// after more than a thousand.
    /// </summary>
    /// <remarks>https://docs.discord.com/developers/resources/user#create-dm</remarks>
    public static OpeningLimits Default { get; } = new(Burst: 20, Duration.FromSeconds(30), PerDay: 500);
}

/// <summary>
/// How many new private conversations may be opened now, and when the next one: a bucket that fills by one in
/// <see cref="OpeningLimits.Every"/> and holds <see cref="OpeningLimits.Burst"/>. Pure; the store keeps it, so that a restart
/// opens no fresh burst.
/// </summary>
/// <param name="Network">The network that it is about.</param>
/// <param name="Limits">What holds.</param>
/// <param name="Left">What was in the bucket at <paramref name="FilledAt"/>.</param>
/// <param name="FilledAt">When it was last counted.</param>
internal sealed record OpeningDrip(string Network, OpeningLimits Limits, int Left, Instant FilledAt)
{
    /// <summary>A network that was just left without a goodbye may remember more than the bot does.</summary>
    public const int AtRestart = 5;

    /// <summary>The day of <see cref="OpenedToday"/>, counted from 1970 in UTC.</summary>
    public int Day { get; init; }

    public int OpenedToday { get; init; }

    /// <summary>The network said that it was too fast: none until then; null: it has not.</summary>
    public Instant? PausedUntil { get; init; }

    public static OpeningDrip Full(string network, OpeningLimits limits, Instant now) =>
        new(network, limits, limits.Burst, now);

    /// <summary>The same with the limits of now; less is in it than it would be.</summary>
    public OpeningDrip Restarted(OpeningLimits limits, Instant now)
    {
        var filled = FilledUp(now);
        return filled with { Limits = limits, Left = Math.Min(filled.Left, Math.Min(AtRestart, limits.Burst)) };
    }

    /// <summary>How many may be opened now.</summary>
    public int Available(Instant now)
    {
        if (PausedUntil is { } until && now < until)
            return 0;
        return Math.Max(0, Math.Min(FilledUp(now).Left, Limits.PerDay - OpenedOn(DayOf(now))));
    }

    /// <summary>When the next one may be opened; now, where one may.</summary>
    public Instant NextAt(Instant now)
    {
        var next = Instant.Max(now, PausedUntil ?? now);
        if (FilledUp(next) is { Left: 0 } empty)
            next = empty.FilledAt + Limits.Every;
        return Limits.PerDay - OpenedOn(DayOf(next)) > 0 ? next : StartOf(DayOf(next) + 1);
    }

    /// <summary>When the last of so many that wait now will have been opened, if no more come.</summary>
    public Instant DoneBy(int count, Instant now)
    {
        var atOnce = Math.Min(count, Available(now));
        var left = count - atOnce;
        if (left == 0)
            return now;
        // Days on which the cap is reached come to a stop until the next one.
        var today = Math.Max(0, Limits.PerDay - OpenedOn(DayOf(now)));
        var furtherDays = (Math.Max(0, count - today) + Limits.PerDay - 1) / Limits.PerDay;
        return furtherDays == 0
            ? Take(atOnce, now).NextAt(now) + (Limits.Every * (left - 1))
            : StartOf(DayOf(now) + furtherDays) + (Limits.Every * ((count - today - 1) % Limits.PerDay));
    }

    public OpeningDrip Take(int count, Instant now)
    {
        var filled = FilledUp(now);
        return filled with { Left = filled.Left - count, Day = DayOf(now), OpenedToday = OpenedOn(DayOf(now)) + count };
    }

    /// <summary>What was taken was not needed.</summary>
    public OpeningDrip GiveBack(Instant now)
    {
        var filled = FilledUp(now);
        return filled with
        {
            Left = Math.Min(Limits.Burst, filled.Left + 1),
            OpenedToday = Math.Max(0, filled.OpenedToday - 1),
        };
    }

    private OpeningDrip FilledUp(Instant now)
    {
        var drops = now <= FilledAt ? 0 : (long)((now - FilledAt) / Limits.Every);
        if (Left + drops >= Limits.Burst)
            return this with { Left = Limits.Burst, FilledAt = Instant.Max(now, FilledAt) };
        return this with { Left = Left + (int)drops, FilledAt = FilledAt + (Limits.Every * drops) };
    }

    private int OpenedOn(int day) => day == Day ? OpenedToday : 0;

    private static int DayOf(Instant at) => (at - NodaConstants.UnixEpoch).Days;

    private static Instant StartOf(int day) => NodaConstants.UnixEpoch + Duration.FromDays(day);
}
