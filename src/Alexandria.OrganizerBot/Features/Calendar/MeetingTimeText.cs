using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Domain.Text;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Times of day as clerks and organizers write them ("7:00 p.m.", "13:00", "12:00 N"). Only what can mean one thing is
/// read: "7:00" alone may be morning or evening, "7:00 PM or after the other meeting" is no time, and neither is guessed.
/// </summary>
internal static partial class MeetingTimeText
{
    private const int LongestTime = 40;

    /// <summary>The time, or null where the text does not say clearly.</summary>
    public static LocalTime? Parse(string? text) => Read(text) is ClockText.Clear(var time) ? time : null;

    /// <summary>The time, or what is wrong with it.</summary>
    public static ClockText Read(string? text)
    {
        var plain = Plain(text);
        if (plain.Length is 0 or > LongestTime)
            return ClockText.Unclear.Instance;
        if (Noon().IsMatch(plain))
            return new ClockText.Clear(LocalTime.Noon);

        var match = Clock().Match(plain);
        if (!match.Success)
            return StartOfRange(plain);
        var hour = Number(match.Groups["hour"]);
        var minute = match.Groups["minute"].Success ? Number(match.Groups["minute"]) : 0;
        if (minute > 59)
            return ClockText.Unclear.Instance;
        return Half(match.Groups["half"].Value) is { } half
            ? TwelveHours(hour, minute, half)
            : TwentyFourHours(match.Groups["hour"].Value, hour, minute, match.Groups["minute"].Success);
    }

    /// <summary>In lower case, without accents, with every kind of space as a plain one and none at the ends.</summary>
    internal static string Plain(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        // No date or time that people type is longer; the rest would only cost time.
        var start = text.AsSpan(0, Math.Min(text.Length, 256)).Trim();
        var plain = new StringBuilder(start.Length);
        foreach (var rune in UntrustedText.Whole(start).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                if (plain.Length > 0 && plain[^1] != ' ')
                    plain.Append(' ');
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                plain.Append(Rune.ToLowerInvariant(rune).ToString());
            }
        }
        return plain.ToString().TrimEnd();
    }

    /// <summary>
    /// "2:30 PM - 3:30 PM" begins at 2:30 PM. In "11:30 - 1:00 PM" the first time does not say which half of the day it
    /// means, so it is not read.
    /// </summary>
    private static ClockText StartOfRange(string plain)
    {
        var parts = RangeDash().Split(plain);
        return
            parts is [var from, var to]
            && Clock().Match(from) is { Success: true } start
            && start.Groups["half"].Success
            && Clock().IsMatch(to)
            ? Read(from)
            : ClockText.Unclear.Instance;
    }

    private static ClockText TwelveHours(int hour, int minute, DayHalf half) =>
        hour is < 1 or > 12
            ? ClockText.Unclear.Instance
            : new ClockText.Clear(new LocalTime((hour % 12) + (half == DayHalf.Afternoon ? 12 : 0), minute));

    /// <summary>
    /// Without AM or PM only what nobody says on a twelve-hour clock is clear: 13:00 and later, or a leading zero.
    /// </summary>
    private static ClockText TwentyFourHours(string written, int hour, int minute, bool hasMinutes)
    {
        if (hour > 23)
            return ClockText.Unclear.Instance;
        return hasMinutes && (hour > 12 || written[0] == '0')
            ? new ClockText.Clear(new LocalTime(hour, minute))
            : ClockText.HalfMissing.Instance;
    }

    private static DayHalf? Half(string written) =>
        written.Length == 0 ? null
        : written[0] == 'a' || written.EndsWith("manana", StringComparison.Ordinal) ? DayHalf.Morning
        : DayHalf.Afternoon;

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        "^(?<hour>[0-9]{1,2})([:.](?<minute>[0-9]{2}))? ?(?<half>a[.]? ?m[.]?|p[.]? ?m[.]?|de la manana|de la tarde|de la noche)?$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Clock();

    [GeneratedRegex(
        "^(12(:00)? ?)?(n|noon|mediodia|m[.]?)$|^(12(:00)? )del mediodia$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Noon();

    [GeneratedRegex(" ?[-–—] ?", RegexOptions.NonBacktracking)]
    private static partial Regex RangeDash();

    private enum DayHalf
    {
        Morning,
        Afternoon,
    }
}

/// <summary>What a time of day in writing means.</summary>
internal abstract record ClockText
{
    private ClockText() { }

    /// <summary>One time and no other.</summary>
    public sealed record Clear(LocalTime Time) : ClockText;

    /// <summary>A time, but of the morning or of the evening.</summary>
    public sealed record HalfMissing : ClockText
    {
        public static HalfMissing Instance { get; } = new();
    }

    /// <summary>Not a time, or more than one.</summary>
    public sealed record Unclear : ClockText
    {
        public static Unclear Instance { get; } = new();
    }
}
