namespace Alexandria.OrganizerBot.Scheduling;

/// <summary>
/// How long after one round the calendars are asked again. Chance keeps the bots of many groups from asking a city's server
/// in the same second; a rehearsal leaves it out, so that each of its days is the same.
/// </summary>
/// <param name="chance">Moves each round; null: they come evenly.</param>
internal sealed class CalendarRhythm(Random? chance)
{
    /// <summary>Courteous to the city's server; council calendars change by the day.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(15);

    public static readonly TimeSpan Usual = TimeSpan.FromMinutes(30);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(45);

    /// <summary>The pause until the next round; null: the even beat goes on.</summary>
    public TimeSpan? Next() => chance is null ? null : Shortest + (chance.NextDouble() * (Longest - Shortest));
}
