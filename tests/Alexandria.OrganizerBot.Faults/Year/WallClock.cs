namespace Alexandria.OrganizerBot.Faults.Year;

/// <summary>
/// What the rules of docs/campaigns.md make of a meeting's time, told from the system's own zone data by walking along the
/// clock minute by minute: slow, plain, and without a line of the code that it judges.
/// </summary>
/// <param name="zoneId">A place of the tz database.</param>
/// <param name="quietFrom">The first quiet minute of the day.</param>
/// <param name="quietUntil">The first minute that is no longer quiet; the same as the first: none is.</param>
internal sealed class WallClock(string zoneId, TimeSpan quietFrom, TimeSpan quietUntil)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);

    /// <summary>The first moment at which the wall shows the time; where it never does, the first moment after.</summary>
    public DateTimeOffset At(DateTime wall)
    {
        while (_zone.IsInvalidTime(wall))
            wall += Minute;
        var offset = _zone.IsAmbiguousTime(wall) ? _zone.GetAmbiguousTimeOffsets(wall).Max() : _zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset).ToUniversalTime();
    }

    /// <summary>What the wall shows.</summary>
    public DateTime Shows(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, _zone).DateTime;

    /// <summary>When a reminder at that moment is sent: out of the quiet hours, and in time for the start.</summary>
    public DateTimeOffset Awake(DateTimeOffset moment, DateTimeOffset start)
    {
        if (!IsQuiet(moment))
            return moment;
        var later = moment;
        while (IsQuiet(later))
            later += Minute;
        if (moment >= start || later <= start - Hour)
            return later;
        var earlier = moment;
        while (IsQuiet(earlier))
            earlier -= Minute;
        // The last minute before the quiet hours; an hour before their first one.
        return earlier + Minute - Hour;
    }

    /// <summary>The moments in which the zone's offset changes between two days, as the first minute with the new one.</summary>
    public IEnumerable<DateTimeOffset> Changes(DateTimeOffset from, DateTimeOffset until)
    {
        var before = _zone.GetUtcOffset(from);
        for (var moment = from; moment < until; moment += Hour / 2)
        {
            var offset = _zone.GetUtcOffset(moment);
            if (offset != before)
                yield return moment;
            before = offset;
        }
    }

    private bool IsQuiet(DateTimeOffset moment)
    {
        var time = Shows(moment).TimeOfDay;
        return quietFrom <= quietUntil
            ? time >= quietFrom && time < quietUntil
            : time >= quietFrom || time < quietUntil;
    }
}
