namespace Alexandria.OrganizerBot.Domain.Calendar;

/// <summary>
/// The forms in which a word stands in a text, by the regular endings of its language: number in English and Spanish, the
/// English verb's <c>-ed</c> and <c>-ing</c>, the Spanish <c>-o</c> and <c>-a</c>. Irregular ones are keywords of their own.
/// All in lower case and without accents.
/// </summary>
internal static class WordForms
{
    private const int ShortestThatChanges = 3;

    /// <summary>An abbreviation is found as it is, and with the small <c>s</c> of several.</summary>
    public static IReadOnlySet<string> OfAbbreviation(string word) =>
        new HashSet<string>(StringComparer.Ordinal) { word, word + "s" };

    /// <summary>The word in each of its forms.</summary>
    /// <param name="word">In lower case and without accents.</param>
    /// <param name="language">Code of its language.</param>
    public static IReadOnlySet<string> Of(string word, string language)
    {
        var forms = new HashSet<string>(StringComparer.Ordinal) { word };
        if (word.Length < ShortestThatChanges || !word.All(char.IsLetter))
            return forms;
        forms.UnionWith(
            language switch
            {
                "en" => English(word),
                "es" => Spanish(word),
                _ => [],
            }
        );
        return forms;
    }

    private static IEnumerable<string> English(string word)
    {
        var isPlural = word[^1] == 's' && word[^2] is not ('s' or 'u' or 'i');
        if (isPlural)
        {
            yield return word[..^1];
            if (word.EndsWith("ies", StringComparison.Ordinal))
                yield return word[..^3] + "y";
            else if (word.EndsWith("es", StringComparison.Ordinal) && Hisses(word[..^2]))
                yield return word[..^2];
            yield break;
        }
        var endsInConsonantAndY = word[^1] == 'y' && !IsVowel(word[^2]);
        var stem = endsInConsonantAndY ? word[..^1] + "i" : word;
        yield return endsInConsonantAndY || Hisses(word) ? stem + "es" : word + "s";
        if (word[^1] == 'e')
        {
            yield return word + "d";
            yield return word[..^1] + "ing";
            yield break;
        }
        yield return stem + "ed";
        yield return word + "ing";
        if (!IsVowel(word[^1]) && word[^1] is not ('w' or 'x' or 'y') && IsVowel(word[^2]) && !IsVowel(word[^3]))
        {
            yield return word + word[^1] + "ed";
            yield return word + word[^1] + "ing";
        }
    }

    private static IEnumerable<string> Spanish(string word)
    {
        var one = SpanishSingular(word);
        yield return one;
        foreach (
            var other in one[^1] switch
            {
                'o' => (string[])[one, one[..^1] + "a"],
                'a' => [one, one[..^1] + "o"],
                _ => [one],
            }
        )
        {
            yield return other;
            yield return other[^1] switch
            {
                'z' => other[..^1] + "ces",
                var last when IsVowel(last) => other + "s",
                's' => other,
                _ => other + "es",
            };
        }
    }

    private static string SpanishSingular(string word) =>
        word.EndsWith("ces", StringComparison.Ordinal) && word.Length > 4 ? word[..^3] + "z"
        : word.EndsWith("es", StringComparison.Ordinal) && word.Length > 4 && !IsVowel(word[^3]) ? word[..^2]
        : word[^1] == 's' && word.Length > 3 && word[^2] is 'a' or 'o' ? word[..^1]
        : word;

    private static bool Hisses(string word) =>
        word[^1] is 's' or 'x' or 'z'
        || word.EndsWith("ch", StringComparison.Ordinal)
        || word.EndsWith("sh", StringComparison.Ordinal);

    private static bool IsVowel(char letter) => letter is 'a' or 'e' or 'i' or 'o' or 'u';
}
