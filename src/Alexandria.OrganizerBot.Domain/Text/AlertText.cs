using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;

namespace Alexandria.OrganizerBot.Domain.Text;

/// <summary>What can be told from an organizer's words alone, in English and Spanish.</summary>
public static class AlertText
{
    /// <summary>So many words of a claim, one after the other, are that claim.</summary>
    private const int WordsOfAClaim = 6;

    private const int ShoutedWords = 3;
    private const int ShoutedLetters = 4;

    /// <summary>What asks for what, where it begins a sentence or follows one of <see cref="Leads"/>.</summary>
    private static readonly Dictionary<string, Ask?> Verbs = new(StringComparer.Ordinal)
    {
        ["come"] = Ask.Attend,
        ["attend"] = Ask.Attend,
        ["join"] = Ask.Attend,
        ["speak"] = Ask.Speak,
        ["testify"] = Ask.Speak,
        ["call"] = Ask.Call,
        ["phone"] = Ask.Call,
        ["write"] = Ask.Write,
        ["email"] = Ask.Write,
        ["bring"] = Ask.Bring,
        ["sign"] = null,
        ["donate"] = null,
        ["share"] = null,
        ["venga"] = Ask.Attend,
        ["vengan"] = Ask.Attend,
        ["asista"] = Ask.Attend,
        ["acuda"] = Ask.Attend,
        ["hable"] = Ask.Speak,
        ["llame"] = Ask.Call,
        ["llamen"] = Ask.Call,
        ["escriba"] = Ask.Write,
        ["escriban"] = Ask.Write,
        ["traiga"] = Ask.Bring,
        ["firme"] = null,
        ["done"] = null,
        ["comparta"] = null,
    };

    private static readonly string[] Leads =
    [
        "please",
        "and",
        "then",
        "also",
        "or",
        "favor",
        "y",
        "luego",
        "tambien",
        "o",
    ];

    private static readonly string[] Sources =
    [
        "according",
        "says",
        "said",
        "reports",
        "asserts",
        "claims",
        "source",
        "segun",
        "dice",
        "dijo",
        "afirma",
        "informa",
        "fuente",
    ];

    /// <summary>The first word that asks for something that the action does not ask for; null: there is none.</summary>
    /// <param name="text">What the organizers wrote.</param>
    /// <param name="asks">What the action asks for.</param>
    public static string? OtherAsk(string text, IReadOnlyList<Ask> asks)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var sentence in text.Split(['.', '!', '?', ';', ':', '\n', '¡', '¿']))
        {
            var words = DocketWord.In(sentence);
            for (var index = 0; index < words.Count; index++)
            {
                var isImperative = index == 0 || Leads.Contains(words[index - 1].Folded, StringComparer.Ordinal);
                if (
                    isImperative
                    && Verbs.TryGetValue(words[index].Folded, out var ask)
                    && (ask is not { } known || !asks.Contains(known))
                )
                    return words[index].AsWritten;
            }
        }
        return null;
    }

    /// <summary>Whether three words in a row are written in capitals, abbreviations not counted.</summary>
    public static bool Shouts(string text)
    {
        var row = 0;
        foreach (var word in DocketWord.In(text))
        {
            row = word.IsAbbreviation && word.AsWritten.Length >= ShoutedLetters ? row + 1 : 0;
            if (row >= ShoutedWords)
                return true;
        }
        return false;
    }

    /// <summary>Whether more than one exclamation mark stands in the text; the Spanish pair is one.</summary>
    public static bool Exclaims(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Count(character => character is '!' or '！') > 1;
    }

    /// <summary>Whether the text says the claim in its own words: six of them in a row, or all of a shorter one.</summary>
    public static bool Quotes(string text, Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var said = DocketWord.In(text).Select(word => word.Folded).ToList();
        return claim.Text.ByLanguage.Values.Any(version =>
        {
            var words = DocketWord.In(version).Select(word => word.Folded).ToList();
            var length = Math.Min(WordsOfAClaim, words.Count);
            return length > 0
                && Enumerable
                    .Range(0, words.Count - length + 1)
                    .Any(start => HasRun(said, words.GetRange(start, length)));
        });
    }

    /// <summary>A number of the claim that the text has too, years not counted; null: there is none.</summary>
    public static string? FigureOf(string text, Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var said = NumbersIn(text).ToHashSet(StringComparer.Ordinal);
        return claim.Text.ByLanguage.Values.SelectMany(NumbersIn).FirstOrDefault(said.Contains);
    }

    /// <summary>Whether the text says who says so: by the claim's own attribution, or by a word such as "according to".</summary>
    public static bool IsAttributed(string text, Claim claim)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var said = DocketWord.In(text).Select(word => word.Folded).ToList();
        return said.Exists(word => Sources.Contains(word, StringComparer.Ordinal))
            || claim.Attribution.ByLanguage.Values.Any(version =>
                DocketWord.In(version).Select(word => word.Folded).Take(3).ToList() is { Count: > 0 } beginning
                && HasRun(said, beginning)
            );
    }

    /// <summary>
    /// Numbers of two digits and more, with their separators taken out: 1,900 and 1.900 are the same. A bare 1900 may be a
    /// year and does not count.
    /// </summary>
    private static IEnumerable<string> NumbersIn(string text)
    {
        var digits = "";
        var isSeparated = false;
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && char.IsAsciiDigit(text[index]))
            {
                digits += text[index];
                continue;
            }
            var separates =
                digits.Length > 0
                && index + 3 < text.Length
                && text[index] is ',' or '.'
                && text.AsSpan(index + 1, 3).IndexOfAnyExceptInRange('0', '9') < 0;
            isSeparated |= separates;
            if (separates)
                continue;
            if (digits.Length > 1 && (isSeparated || !IsYear(digits)))
                yield return digits;
            (digits, isSeparated) = ("", false);
        }
    }

    private static bool IsYear(string digits) => digits is ['1', '9', _, _] or ['2', '0', _, _];

    private static bool HasRun(List<string> text, List<string> run)
    {
        for (var start = 0; start + run.Count <= text.Count; start++)
        {
            if (text.GetRange(start, run.Count).SequenceEqual(run, StringComparer.Ordinal))
                return true;
        }
        return false;
    }
}
