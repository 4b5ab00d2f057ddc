using System.Security.Cryptography;
using System.Text;

namespace Alexandria.OrganizerBot.Domain.Text;

/// <summary>Tells whether a text is still the one that somebody read.</summary>
public static class TextFingerprint
{
    private const int Length = 8;

    /// <summary>
    /// Eight hexadecimal digits of the text's SHA-256: enough to notice a change that nobody meant to hide, and short enough
    /// to be copied by hand.
    /// </summary>
    public static string Of(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Length];
}
