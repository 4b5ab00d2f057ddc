using System.Globalization;
using System.Text;
using Alexandria.OrganizerBot.Domain.Text;

namespace Alexandria.OrganizerBot.Conversation.Saying;

/// <summary>Brings what people type to one form, so that case, accents, digits of any script and emoji variants don't matter.</summary>
internal static class PlainText
{
    /// <summary>Nothing longer is understood; a long text is no command.</summary>
    public const int LongestUnderstood = 4000;

    private const int VariationSelector16 = 0xFE0F;
    private const int EnclosingKeycap = 0x20E3;
    private const int FirstSkinTone = 0x1F3FB;
    private const int LastSkinTone = 0x1F3FF;

    /// <summary>
    /// The text in lower case without accents, invisible characters, skin tones, and punctuation or quotation marks around
    /// it; digits of any script become 0 to 9, and white space becomes one space.
    /// </summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(Math.Min(text.Length, LongestUnderstood));
        foreach (var rune in UntrustedText.Whole(Shorten(text)).Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (Rune.IsWhiteSpace(rune))
                AppendSpace(folded);
            else if (category == UnicodeCategory.DecimalDigitNumber)
                folded.Append((int)Rune.GetNumericValue(rune));
            else if (rune.Value is '’' or '‘' or 'ʼ')
                folded.Append('\'');
            else if (!IsInvisible(rune, category))
                folded.Append(Rune.ToLowerInvariant(rune).ToString());
        }
        return folded
            .ToString()
            .Trim([' ', '.', ',', ';', ':', '!', '¡', '?', '¿', '"', '\'', '“', '”', '’', '«', '»']);
    }

    /// <summary>The emoji without variant and skin tone.</summary>
    public static string FoldEmoji(string emoji) =>
        string.Concat(emoji.EnumerateRunes().Where(rune => !IsVariant(rune)).Select(rune => rune.ToString()));

    private static ReadOnlySpan<char> Shorten(string text) => text.AsSpan(0, Math.Min(text.Length, LongestUnderstood));

    private static void AppendSpace(StringBuilder folded)
    {
        if (folded.Length > 0 && folded[^1] != ' ')
            folded.Append(' ');
    }

    private static bool IsInvisible(Rune rune, UnicodeCategory category) =>
        category
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.Format
                or UnicodeCategory.Control
        || IsVariant(rune);

    private static bool IsVariant(Rune rune) =>
        rune.Value is VariationSelector16 or EnclosingKeycap or (>= FirstSkinTone and <= LastSkinTone);
}
