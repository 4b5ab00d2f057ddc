using System.Text;
using Alexandria.OrganizerBot.Domain.Text;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>
/// Makes any text safe to show on Discord: markdown, mentions, timestamps and bare links in it are shown as characters, and
/// none turns the writing direction.
/// </summary>
/// <remarks>https://docs.discord.com/developers/reference#message-formatting</remarks>
internal static class DiscordText
{
    private const string AlwaysMarkup = @"\*_~`|<[";
    private const string MarkupAtLineStart = "#>-+";

    /// <summary>The text with each character that Discord would read as markup escaped.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        var atLineStart = true;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (UntrustedText.TurnsDirection(character))
                continue;
            if (AlwaysMarkup.Contains(character, StringComparison.Ordinal))
                escaped.Append('\\');
            else if (atLineStart && MarkupAtLineStart.Contains(character, StringComparison.Ordinal))
                escaped.Append('\\');
            else if (atLineStart && IsListNumber(text.AsSpan(i), out var digits))
            {
                escaped.Append(text, i, digits).Append('\\');
                i += digits;
                character = text[i];
            }
            escaped.Append(character);
            // A mention needs the at sign and the name side by side; a link needs the colon and the slashes.
            if (character == '@' || (character == ':' && text.AsSpan(i + 1).StartsWith("//", StringComparison.Ordinal)))
                escaped.Append('\u200B');
            atLineStart = character == '\n' || (atLineStart && char.IsWhiteSpace(character));
        }
        return escaped.ToString();
    }

    private static bool IsListNumber(ReadOnlySpan<char> text, out int digits)
    {
        digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && text[digits] == '.';
    }
}
