using System.Text;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Long lines of a calendar file in pieces of at most 75 octets (RFC 5545, 3.1), never within a character: Ical.Net cuts by
/// UTF-16 units, which tears what lies beyond the first plane.
/// </summary>
internal static class OutgoingLines
{
    private const int MostOctets = 75;
    private const string Break = "\r\n ";

    /// <summary>The text with each line folded anew.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var octets = 0;
        foreach (var rune in text.Replace(Break, "", StringComparison.Ordinal).EnumerateRunes())
        {
            if (rune.Value is '\r' or '\n')
            {
                folded.Append(rune);
                octets = 0;
                continue;
            }
            if (octets + rune.Utf8SequenceLength > MostOctets)
            {
                folded.Append(Break);
                octets = 1;
            }
            folded.Append(rune);
            octets += rune.Utf8SequenceLength;
        }
        return folded.ToString();
    }
}
