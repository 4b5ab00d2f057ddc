namespace Alexandria.OrganizerBot.Domain.Text;

/// <summary>
/// Roughly how many years of school a text asks of its reader. English: the Flesch–Kincaid grade, <c>0.39 · words per
/// sentence + 11.8 · syllables per word − 15.59</c>. Spanish: the ease of Fernández Huerta, <c>206.84 − 60 · syllables per
/// word − 1.02 · words per sentence</c>, by its own table of school years. Syllables are counted by rule, not looked up, so it
/// is a hint and no verdict.
/// </summary>
public static class ReadingGrade
{
    /// <summary>Shorter texts say nothing about how their author writes.</summary>
    public const int FewestWords = 10;

    private static readonly string[] EnglishMarks = ["the", "of", "and", "to", "in", "for", "is", "that", "we", "our"];
    private static readonly string[] SpanishMarks = ["el", "la", "los", "las", "de", "que", "y", "en", "para", "una"];

    /// <summary>From that ease on, the year of school.</summary>
    private static readonly (double Ease, int Year)[] SpanishYears =
    [
        (90, 4),
        (80, 5),
        (70, 6),
        (60, 8),
        (50, 11),
        (30, 13),
    ];

    /// <summary>The year of school, from 0; null: the text is too short, or its language has no formula here.</summary>
    /// <param name="text">Whole sentences.</param>
    /// <param name="language"><c>en</c> or <c>es</c>.</param>
    public static int? Of(string text, string language)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sentences = text.Split(['.', '!', '?', '…', ';', '\n'], StringSplitOptions.TrimEntries)
            .Select(WordsIn)
            .Where(words => words.Count > 0)
            .ToList();
        var words = sentences.SelectMany(sentence => sentence).ToList();
        if (words.Count < FewestWords)
            return null;
        var perSentence = (double)words.Count / sentences.Count;
        return language switch
        {
            "en" => English(perSentence, words.Average(EnglishSyllables)),
            "es" => Spanish(perSentence, words.Average(SpanishSyllables)),
            _ => null,
        };
    }

    /// <summary>The language, <c>en</c> or <c>es</c>, that a text seems to be written in; null: neither is clear.</summary>
    public static string? Guess(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = WordsIn(text);
        var english = words.Count(word => EnglishMarks.Contains(word, StringComparer.Ordinal));
        var spanish = words.Count(word => SpanishMarks.Contains(word, StringComparer.Ordinal));
        return english > spanish ? "en"
            : spanish > english ? "es"
            : null;
    }

    private static int English(double wordsPerSentence, double syllablesPerWord) =>
        Math.Max(0, (int)Math.Round((0.39 * wordsPerSentence) + (11.8 * syllablesPerWord) - 15.59));

    private static int Spanish(double wordsPerSentence, double syllablesPerWord)
    {
        var ease = 206.84 - (60 * syllablesPerWord) - (1.02 * wordsPerSentence);
        foreach (var (from, year) in SpanishYears)
        {
            if (ease >= from)
                return year;
        }
        return 16;
    }

    private static List<string> WordsIn(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && char.IsLetter(text[index]))
                start = start < 0 ? index : start;
            else if (start >= 0)
            {
                words.Add(text[start..index].ToLowerInvariant());
                start = -1;
            }
        }
        return words;
    }

    /// <summary>Groups of vowels, without an <c>e</c> that is not spoken at the end.</summary>
    private static int EnglishSyllables(string word)
    {
        var groups = Groups(word, "aeiouy").Count;
        var endsSilent =
            word.EndsWith('e')
            && !(word.EndsWith("le", StringComparison.Ordinal) && word.Length > 2 && !IsIn(word[^3], "aeiouy"));
        return Math.Max(1, endsSilent ? groups - 1 : groups);
    }

    /// <summary>One for each vowel that carries a syllable; <c>i</c> and <c>u</c> without an accent lean on their neighbour.</summary>
    private static int SpanishSyllables(string word) =>
        Math.Max(
            1,
            Groups(word, "aeiouáéíóúü").Sum(group => Math.Max(1, group.Count(vowel => IsIn(vowel, "aeoáéíóú"))))
        );

    private static List<string> Groups(string word, string vowels)
    {
        var groups = new List<string>();
        var start = -1;
        for (var index = 0; index <= word.Length; index++)
        {
            if (index < word.Length && IsIn(word[index], vowels))
                start = start < 0 ? index : start;
            else if (start >= 0)
            {
                groups.Add(word[start..index]);
                start = -1;
            }
        }
        return groups;
    }

    private static bool IsIn(char letter, string letters) => letters.Contains(letter, StringComparison.Ordinal);
}
