using System.Globalization;
using System.Text;

namespace Alexandria.OrganizerBot.Domain.Text;

/// <summary>
/// Text in the one form in which it is searched, so that nothing hides behind full-width digits, other dashes or characters
/// that nobody sees. It is only looked at, never shown or kept.
/// </summary>
internal static class ReadableText
{
    private const int MinusSign = 0x2212;
    private const int Bullet = 0x2022;
    private const int MiddleDot = 0x00B7;
    private const int IdeographicStop = 0x3002;

    /// <summary>
    /// The text in compatibility form: digits of any script as 0 to 9, every dash as <c>-</c>, raised dots as <c>.</c>, white
    /// space as one space each, and no character that shows nothing (joiners, marks, direction, variants). The case stays.
    /// </summary>
    public static string Of(string text)
    {
        var readable = new StringBuilder(text.Length);
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune))
                readable.Append(' ');
            else if (category == UnicodeCategory.DecimalDigitNumber)
                readable.Append((int)Rune.GetNumericValue(rune));
            else if (category == UnicodeCategory.DashPunctuation || rune.Value == MinusSign)
                readable.Append('-');
            else if (rune.Value is Bullet or MiddleDot or IdeographicStop)
                readable.Append('.');
            else if (!ShowsNothing(category))
                readable.Append(rune.ToString());
        }
        return readable.ToString();
    }

    /// <summary>
    /// The text's words in lower case without accents: runs of letters and digits, whatever stands between them. An apostrophe
    /// ends a word.
    /// </summary>
    public static IReadOnlyList<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in WellFormed(text).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
                word.Append(
                    Rune.IsDigit(rune)
                        ? ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture)
                        : Rune.ToLowerInvariant(rune).ToString()
                );
            else if (!ShowsNothing(Rune.GetUnicodeCategory(rune)))
                End();
        }
        End();
        return words;

        void End()
        {
            if (word.Length > 0)
                words.Add(word.ToString());
            word.Clear();
        }
    }

    /// <summary>Half a surrogate pair cannot be normalized.</summary>
    private static string WellFormed(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));

    private static bool ShowsNothing(UnicodeCategory category) =>
        category
            is UnicodeCategory.Format
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Control;
}
