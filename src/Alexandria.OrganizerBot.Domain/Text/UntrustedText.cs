using System.Globalization;
using System.Text;

namespace Alexandria.OrganizerBot.Domain.Text;

/// <summary>
/// Text that a member, an organizer or a calendar wrote. It is made harmless for display here; markup and mentions of a
/// network are escaped by that network's renderer.
/// </summary>
public static class UntrustedText
{
    /// <summary>
    /// The text in one line, without control and bidirectional-override characters (U+202A–E, U+2066–9, U+200E/F, U+061C),
    /// with runs of white space as one space, cut to <paramref name="maxLength"/> UTF-16 units on a whole text element with
    /// an ellipsis.
    /// </summary>
    public static string Clean(string? text, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        // Ten thousand characters are not worth reading when two hundred are kept.
        var raw = text.AsSpan(0, Math.Min(text.Length, maxLength * 4 + 64));
        var clean = new StringBuilder(raw.Length);
        var pendingSpace = false;
        foreach (var rune in raw.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                pendingSpace = clean.Length > 0;
                continue;
            }
            if (IsInvisibleControl(rune) || rune == Rune.ReplacementChar)
                continue;
            if (pendingSpace)
                clean.Append(' ');
            pendingSpace = false;
            clean.Append(rune.ToString());
        }
        return Cut(clean.ToString(), maxLength);
    }

    /// <summary>
    /// Whether a character turns the writing direction of those after it and shows nothing itself (U+202A–E, U+2066–7). Marks
    /// that languages written from right to left need are none, nor are U+2068–9, with which the catalogue's texts are set
    /// apart from one another: what they enclose keeps its own direction.
    /// </summary>
    public static bool TurnsDirection(char character) =>
        character is (>= '\u202A' and <= '\u202E') or '\u2066' or '\u2067';

    /// <summary>
    /// The text with U+FFFD in the place of each half of a character, which cutting leaves: .NET does not normalise such a text.
    /// </summary>
    public static string Whole(ReadOnlySpan<char> text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(rune.ToString());
        return whole.ToString();
    }

    /// <summary>The host of an address in ASCII, where a look-alike letter can be seen; null: it is no host name.</summary>
    public static string? AsciiHost(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            return address.IdnHost is { Length: > 0 } host ? host : null;
        }
        catch (UriFormatException)
        {
            // .NET reads an address with characters that no host may have, and refuses only to name the host.
            return null;
        }
    }

    private static bool IsInvisibleControl(Rune rune) =>
        rune.Value is 0x061C or 0x200E or 0x200F or 0xFEFF or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Surrogate;

    private static string Cut(string text, int maxLength)
    {
        if (text.Length <= maxLength)
            return text;
        var end = 0;
        foreach (var start in StringInfo.ParseCombiningCharacters(text))
        {
            if (start > maxLength - 1)
                break;
            end = start;
        }
        return text[..end].TrimEnd() + "…";
    }
}
