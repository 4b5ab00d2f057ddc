namespace Alexandria.OrganizerBot.Words;

/// <summary>The plural categories of Unicode's CLDR.</summary>
internal enum PluralCategory
{
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// <summary>
/// Which plural form a language uses for a whole number, by Unicode's CLDR (cardinals, compact notation left out). .NET has
/// no such table; this one covers the languages that civic groups here are likely to need.
/// </summary>
internal static class PluralRules
{
    private const long Million = 1_000_000;

    /// <summary>The category of <paramref name="n"/>; a language that is not in the table counts like English.</summary>
    /// <param name="language">Code of a catalogue, for example <c>es</c>.</param>
    /// <param name="n">The number; its sign does not matter.</param>
    public static PluralCategory Of(string language, long n)
    {
        var size = n == long.MinValue ? long.MaxValue : Math.Abs(n);
        return language switch
        {
            "es" => size == 1 ? PluralCategory.One : ManyForWholeMillions(size),
            "fr" or "pt" => size <= 1 ? PluralCategory.One : ManyForWholeMillions(size),
            "am" or "fa" or "ti" or "hi" or "bn" => size <= 1 ? PluralCategory.One : PluralCategory.Other,
            "ar" => Arabic(size),
            "vi" or "zh" or "ko" => PluralCategory.Other,
            "uk" or "ru" => EastSlavic(size),
            "pl" => Polish(size),
            _ => size == 1 ? PluralCategory.One : PluralCategory.Other,
        };
    }

    /// <summary>The categories that a catalogue of the language must have a form for.</summary>
    public static IReadOnlyList<PluralCategory> Required(string language) =>
        language switch
        {
            "es" or "fr" or "pt" => [PluralCategory.One, PluralCategory.Many, PluralCategory.Other],
            "ar" =>
            [
                PluralCategory.Zero,
                PluralCategory.One,
                PluralCategory.Two,
                PluralCategory.Few,
                PluralCategory.Many,
                PluralCategory.Other,
            ],
            "vi" or "zh" or "ko" => [PluralCategory.Other],
            // "Other" is for fractions in these, but a text without it could not be shown for a number we did not foresee.
            "uk" or "ru" or "pl" => [PluralCategory.One, PluralCategory.Few, PluralCategory.Many, PluralCategory.Other],
            _ => [PluralCategory.One, PluralCategory.Other],
        };

    private static PluralCategory ManyForWholeMillions(long n) =>
        n != 0 && n % Million == 0 ? PluralCategory.Many : PluralCategory.Other;

    private static PluralCategory Arabic(long n) =>
        n switch
        {
            0 => PluralCategory.Zero,
            1 => PluralCategory.One,
            2 => PluralCategory.Two,
            _ => (n % 100) switch
            {
                >= 3 and <= 10 => PluralCategory.Few,
                >= 11 => PluralCategory.Many,
                _ => PluralCategory.Other,
            },
        };

    private static PluralCategory EastSlavic(long n) =>
        (n % 10, n % 100) switch
        {
            (1, not 11) => PluralCategory.One,
            (>= 2 and <= 4, < 12 or > 14) => PluralCategory.Few,
            _ => PluralCategory.Many,
        };

    /// <summary>Like its eastern neighbours, but only 1 itself is one: 21 is many.</summary>
    private static PluralCategory Polish(long n) =>
        (n, n % 10, n % 100) switch
        {
            (1, _, _) => PluralCategory.One,
            (_, >= 2 and <= 4, < 12 or > 14) => PluralCategory.Few,
            _ => PluralCategory.Many,
        };
}
