using System.Globalization;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>The date and time that an organizer typed by hand, read strictly: what is not clear is asked again, never guessed.</summary>
internal static partial class TypedTime
{
    private const int LongestDate = 60;

    /// <summary>Further ahead than any meeting is announced: a slip of the year.</summary>
    private const int MostYearsAhead = 2;

    /// <summary>
    /// A date without its year is the one nearest to today, leaning forward: up to so many days ago it was meant to be this
    /// year's (and is in the past), earlier than that it is next year's.
    /// </summary>
    private const int DaysThatStayPast = 60;

    /// <summary>Reads both; words of every catalogue language are understood whatever the organizer's language is.</summary>
    /// <param name="date">
    /// For example <c>2026-12-08</c>, <c>12/8/2026</c> (month first, as in the United States), <c>Dec 8</c>,
    /// <c>8 de diciembre</c>, <c>tuesday</c> or <c>next tuesday</c> (both: the first one after today), <c>mañana</c>.
    /// </param>
    /// <param name="time">For example <c>7pm</c>, <c>7:00 PM</c>, <c>19:00</c>, <c>7 p. m.</c>, <c>noon</c>.</param>
    /// <param name="zone">Where the wall clock hangs.</param>
    /// <param name="now">The present moment.</param>
    public static TypedTimeReading Read(string? date, string? time, DateTimeZone zone, Instant now)
    {
        var today = now.InZone(zone).Date;
        var plainDate = MeetingTimeText.Plain(date);
        if (plainDate.Length == 0)
            return new TypedTimeReading.NotUnderstood("error.date-missing");
        if (string.IsNullOrWhiteSpace(time))
            return new TypedTimeReading.NotUnderstood("error.time-missing");

        var (day, wrongDate) = ReadDate(plainDate, today);
        if (day is not { } onDay)
            return new TypedTimeReading.NotUnderstood(wrongDate!);
        if (onDay > today.PlusYears(MostYearsAhead))
            return new TypedTimeReading.NotUnderstood("error.date-far");

        return MeetingTimeText.Read(time) switch
        {
            ClockText.Clear(var atTime) => Place(onDay.At(atTime), zone, now),
            ClockText.HalfMissing => new TypedTimeReading.NotUnderstood("error.time-half-missing"),
            _ => new TypedTimeReading.NotUnderstood("error.time-unreadable"),
        };
    }

    /// <summary>
    /// Reads date and time from one text, in either order: <c>next tuesday 7pm</c>, <c>martes a las 7pm</c>,
    /// <c>7pm on Dec 8</c>. Each way to part the text is tried; two that give different times are not understood.
    /// </summary>
    public static TypedTimeReading ReadWhen(string? text, DateTimeZone zone, Instant now)
    {
        var typed = MeetingTimeText.Plain(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var words = typed.Where((_, at) => !OnlyJoins(typed, at)).ToArray();
        if (words.Length == 0)
            return new TypedTimeReading.NotUnderstood("error.date-missing");
        if (words.Length > MostWords)
            return new TypedTimeReading.NotUnderstood("error.when-unreadable");

        var readings = Enumerable
            .Range(1, words.Length - 1)
            .SelectMany(at =>
            {
                var left = string.Join(' ', words[..at]);
                var right = string.Join(' ', words[at..]);
                return new[] { Read(left, right, zone, now), Read(right, left, zone, now) };
            })
            .ToList();
        var clear = readings.Where(reading => reading is not TypedTimeReading.NotUnderstood).Distinct().ToList();
        return clear switch
        {
            [var only] => only,
            [] => readings.OfType<TypedTimeReading.NotUnderstood>().FirstOrDefault(IsTelling)
                ?? new TypedTimeReading.NotUnderstood("error.when-unreadable"),
            _ => new TypedTimeReading.NotUnderstood("error.when-unreadable"),
        };
    }

    private const int MostWords = 10;

    /// <summary>
    /// "at", "el", "a las" between day and time. The "a" of "12 a m" and the "la" of "7 de la noche" are part of the time.
    /// </summary>
    private static bool OnlyJoins(string[] words, int at) =>
        words[at] switch
        {
            "at" or "on" or "las" or "el" => true,
            "a" => at + 1 < words.Length && words[at + 1] is ("la" or "las"),
            "la" => at == 0 || words[at - 1] is not "de",
            _ => false,
        };

    /// <summary>Whether the reason says more than that this way to part the text made no sense.</summary>
    private static bool IsTelling(TypedTimeReading.NotUnderstood reading) =>
        reading.Key is "error.time-half-missing" or "error.date-impossible" or "error.date-far";

    /// <summary>Says of a clear wall time whether it can be used.</summary>
    public static TypedTimeReading Place(LocalDateTime local, DateTimeZone zone, Instant now)
    {
        var starts = new MeetingTime(local, zone);
        if (starts.Instant <= now)
            return new TypedTimeReading.InThePast(local);
        return starts.IsSkipped
            ? new TypedTimeReading.InGap(local, starts.Instant.InZone(zone).LocalDateTime)
            : new TypedTimeReading.Understood(local);
    }

    private static (LocalDate? Date, string? WrongKey) ReadDate(string plain, LocalDate today)
    {
        const string unreadable = "error.date-unreadable";
        if (plain.Length > LongestDate)
            return (null, unreadable);
        switch (plain)
        {
            case "today" or "hoy":
                return (today, null);
            case "tomorrow" or "manana":
                return (today.PlusDays(1), null);
        }
        if (ReadNumbers(plain) is { } numbers)
            return Build(numbers.Year, numbers.Month, numbers.Day, today);

        var words = Separators().Split(plain).Where(word => word.Length > 0 && !IsFiller(word)).ToArray();
        if (words is [var only] && DayWords.IndexOf(DayWords.Weekdays, only) is { } weekday)
            return (today.Next((IsoDayOfWeek)(weekday + 1)), null);
        // "Tue, Dec 8": the weekday repeats what the date says, so it must not contradict it.
        if (words.Length > 2 && DayWords.IndexOf(DayWords.Weekdays, words[0]) is { } named)
        {
            var (date, wrong) = ReadDayAndMonth(words[1..], today) ?? (null, unreadable);
            return date is { } found && found.DayOfWeek != (IsoDayOfWeek)(named + 1)
                ? (null, "error.date-impossible")
                : (date, wrong);
        }
        return ReadDayAndMonth(words, today) ?? (null, unreadable);
    }

    private static (int? Year, int Month, int Day)? ReadNumbers(string plain)
    {
        if (Iso().Match(plain) is { Success: true } iso)
            return (Number(iso, "year"), Number(iso, "month")!.Value, Number(iso, "day")!.Value);
        if (MonthFirst().Match(plain) is { Success: true } american)
            return (Number(american, "year"), Number(american, "month")!.Value, Number(american, "day")!.Value);
        return null;
    }

    private static (LocalDate? Date, string? WrongKey)? ReadDayAndMonth(string[] words, LocalDate today)
    {
        if (words.Length is < 2 or > 3)
            return null;
        int? year = null;
        if (words.Length == 3)
        {
            if (words[2].Length != 4 || !TryNumber(words[2], out var written))
                return null;
            year = written;
        }
        var (first, second) = (words[0], words[1]);
        if (TryDay(first, out var day) && DayWords.IndexOf(DayWords.Months, second) is { } month)
            return Build(year, month + 1, day, today);
        if (TryDay(second, out day) && DayWords.IndexOf(DayWords.Months, first) is { } monthFirst)
            return Build(year, monthFirst + 1, day, today);
        return null;
    }

    private static (LocalDate? Date, string? WrongKey) Build(int? year, int month, int day, LocalDate today)
    {
        const string impossible = "error.date-impossible";
        if (year is { } given)
            return Exists(given, month, day) ? (new LocalDate(given, month, day), null) : (null, impossible);

        var earliest = today.PlusDays(-DaysThatStayPast);
        for (var candidate = today.Year - 1; candidate <= today.Year + 1; candidate++)
        {
            if (Exists(candidate, month, day) && new LocalDate(candidate, month, day) is var date && date >= earliest)
                return (date, null);
        }
        return (null, impossible);
    }

    private static bool Exists(int year, int month, int day) =>
        year is >= 1900 and <= 2200
        && month is >= 1 and <= 12
        && day >= 1
        && day <= CalendarSystem.Iso.GetDaysInMonth(year, month);

    /// <summary>Small words that change nothing: "on Tuesday", "el próximo martes", "8 de diciembre".</summary>
    private static bool IsFiller(string word) =>
        word
            is "on"
                or "the"
                or "of"
                or "next"
                or "this"
                or "el"
                or "la"
                or "de"
                or "del"
                or "dia"
                or "proximo"
                or "este"
                or "que"
                or "viene";

    private static bool TryDay(string word, out int day)
    {
        var digits = Ordinal().Match(word);
        day = 0;
        return digits.Success && TryNumber(digits.Groups["day"].Value, out day);
    }

    private static bool TryNumber(string digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static int? Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : null;

    private const RegexOptions Plainly = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex("^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})$", Plainly)]
    private static partial Regex Iso();

    [GeneratedRegex("^(?<month>[0-9]{1,2})/(?<day>[0-9]{1,2})(/(?<year>[0-9]{4}))?$", Plainly)]
    private static partial Regex MonthFirst();

    [GeneratedRegex("^(?<day>[0-9]{1,2})(st|nd|rd|th|º|o)?$", Plainly)]
    private static partial Regex Ordinal();

    [GeneratedRegex("[ ,.]+", Plainly)]
    private static partial Regex Separators();
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
