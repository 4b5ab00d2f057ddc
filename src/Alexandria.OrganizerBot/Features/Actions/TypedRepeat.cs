using System.Globalization;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Conversation.Saying;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Features.Calendar;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// "tuesday", "2nd and 4th tuesday", "every other tuesday", "cada martes", "último viernes del mes": read strictly, in the
/// words of every catalogue language; what is not clear is asked again, never guessed.
/// </summary>
internal static partial class TypedRepeat
{
    private const int LongestTyped = 100;
    private const int MostWords = 20;

    private static readonly Dictionary<string, int> Places = new(StringComparer.Ordinal)
    {
        ["first"] = 1,
        ["second"] = 2,
        ["third"] = 3,
        ["fourth"] = 4,
        ["fifth"] = 5,
        ["last"] = RecurrencePattern.Last,
        ["primer"] = 1,
        ["primero"] = 1,
        ["segundo"] = 2,
        ["tercer"] = 3,
        ["tercero"] = 3,
        ["cuarto"] = 4,
        ["quinto"] = 5,
        ["ultimo"] = RecurrencePattern.Last,
    };

    /// <summary>Reads what an organizer typed; null text is not understood.</summary>
    public static TypedRepeatReading Read(string? text)
    {
        var plain = PlainText.Fold(text ?? "");
        if (plain.Length is 0 or > LongestTyped)
            return new TypedRepeatReading.NotUnderstood("error.repeat-unreadable");
        if (plain is "stop" or "none" or "parar" or "detener" or "terminar" or "ninguno" or "ninguna")
            return new TypedRepeatReading.Stop();
        var words = Separators().Split(plain).Where(word => word.Length > 0).ToArray();
        return words.Length > MostWords
            ? new TypedRepeatReading.NotUnderstood("error.repeat-unreadable")
            : Understand(new Heard(words));
    }

    private static TypedRepeatReading Understand(Heard heard)
    {
        if (!heard.IsClear || heard.Weekdays.Count == 0)
            return new TypedRepeatReading.NotUnderstood("error.repeat-unreadable");
        // "Every second Tuesday" is for some the one of the month, for others every other week.
        if (heard is { SaysEach: true, SaysMonth: false, Places: [2], IsEveryOther: false })
            return new TypedRepeatReading.NotUnderstood("error.repeat-every-second");
        // "The 2nd Tuesday and Thursday" can be read in two ways, and a place in no month in none.
        var hasPlaces = heard.Places.Count > 0;
        if ((hasPlaces && (heard.IsEveryOther || heard.Weekdays.Count > 1)) || (heard.SaysMonth && !hasPlaces))
            return new TypedRepeatReading.NotUnderstood("error.repeat-unreadable");
        return new TypedRepeatReading.Understood(
            new RecurrencePattern(
                [.. heard.Weekdays.Distinct().Order()],
                [.. heard.Places.Distinct().OrderBy(place => place == RecurrencePattern.Last).ThenBy(place => place)],
                heard.IsEveryOther ? 2 : 1
            )
        );
    }

    /// <summary>What the words say, one by one.</summary>
    private sealed record Heard
    {
        public Heard(string[] words)
        {
            for (var at = 0; at < words.Length; at++)
            {
                var word = words[at];
                if (WeekdayOf(word) is { } weekday)
                    Weekdays.Add(weekday);
                else if (PlaceOf(word) is { } place)
                    Places.Add(place);
                else if (word is "other" or "alternate" or "alternos" or "alternas" || IsEveryTwo(words, at))
                    IsEveryOther = true;
                else if (word is "every" or "each" or "cada" or "todos")
                    SaysEach = true;
                else if (word is "month" or "months" or "mes" or "meses")
                    SaysMonth = true;
                else if (!IsFiller(word))
                    IsClear = false;
            }
        }

        public List<IsoDayOfWeek> Weekdays { get; } = [];
        public List<int> Places { get; } = [];
        public bool IsEveryOther { get; }
        public bool SaysEach { get; }
        public bool SaysMonth { get; }
        public bool IsClear { get; } = true;

        /// <summary>"Every two weeks", "cada dos martes"; a bare number anywhere else could be a day.</summary>
        private static bool IsEveryTwo(string[] words, int at) =>
            at > 0 && words[at] is "two" or "dos" or "2" && words[at - 1] is "every" or "each" or "cada";

        private static bool IsFiller(string word) =>
            word
                is "on"
                    or "the"
                    or "of"
                    or "and"
                    or "in"
                    or "week"
                    or "weeks"
                    or "weekly"
                    or "el"
                    or "los"
                    or "de"
                    or "del"
                    or "y"
                    or "e"
                    or "al"
                    or "en"
                    or "semana"
                    or "semanas"
                    or "semanal";
    }

    /// <summary>A weekday, also in the plural, and shortened to three letters or more where it can be no other.</summary>
    private static IsoDayOfWeek? WeekdayOf(string word) =>
        (DayWords.IndexOf(DayWords.Weekdays, word) ?? PluralOf(word)) is { } index ? (IsoDayOfWeek)(index + 1) : null;

    private static int? PluralOf(string word)
    {
        var index = DayWords.Weekdays.ToList().FindIndex(names => names.Any(name => $"{name}s" == word));
        return index < 0 ? null : index;
    }

    private static int? PlaceOf(string word) =>
        Places.TryGetValue(word, out var place) ? place
        : Ordinal().Match(word) is { Success: true } digits
            ? int.Parse(digits.Groups["place"].ValueSpan, CultureInfo.InvariantCulture)
        : null;

    private const RegexOptions Plainly = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>"2nd", "1er", and "2.º", which arrives here as "2.o".</summary>
    [GeneratedRegex("^(?<place>[1-5])(st|nd|rd|th|er|ro|do|to|o|\\.o)$", Plainly)]
    private static partial Regex Ordinal();

    [GeneratedRegex("[ ,;/&+]+", Plainly)]
    private static partial Regex Separators();
}

/// <summary>What an organizer's words about repeating mean.</summary>
internal abstract record TypedRepeatReading
{
    private TypedRepeatReading() { }

    public sealed record Understood(RecurrencePattern Pattern) : TypedRepeatReading;

    /// <summary>It shall not come again.</summary>
    public sealed record Stop : TypedRepeatReading;

    /// <summary>The catalogue's key says what to write; it takes no values.</summary>
    public sealed record NotUnderstood(string Key) : TypedRepeatReading;
}
