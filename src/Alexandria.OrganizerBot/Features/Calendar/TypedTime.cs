using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>The date and time that an organizer typed by hand, read strictly: what is not clear is asked again, never guessed.</summary>
internal static class TypedTime
{
    /// <summary>Reads both; words of every catalogue language are understood whatever the organizer's language is.</summary>
    /// <param name="date">For example <c>2026-12-08</c>, <c>Dec 8</c>, <c>8 de diciembre</c>, <c>next tuesday</c>, <c>mañana</c>.</param>
    /// <param name="time">For example <c>7pm</c>, <c>7:00 PM</c>, <c>19:00</c>, <c>7 p. m.</c>, <c>noon</c>.</param>
    /// <param name="zone">Where the wall clock hangs.</param>
    /// <param name="now">The present moment.</param>
    public static TypedTimeReading Read(string? date, string? time, DateTimeZone zone, Instant now) =>
        throw new NotSupportedException($"{date}{time}{zone}{now}");
}

/// <summary>What an organizer's date and time mean.</summary>
internal abstract record TypedTimeReading
{
    private TypedTimeReading() { }

    /// <summary>A wall time that exists and lies ahead.</summary>
    public sealed record Understood(LocalDateTime Local) : TypedTimeReading;

    /// <summary>The catalogue's key says what is missing and gives an example; it takes no values.</summary>
    public sealed record NotUnderstood(string Key) : TypedTimeReading;

    /// <summary>Clear, but over.</summary>
    public sealed record InThePast(LocalDateTime Local) : TypedTimeReading;

    /// <summary>The clocks jump over it.</summary>
    /// <param name="Local">What was typed.</param>
    /// <param name="Next">The first wall time after the gap.</param>
    public sealed record InGap(LocalDateTime Local, LocalDateTime Next) : TypedTimeReading;
}
