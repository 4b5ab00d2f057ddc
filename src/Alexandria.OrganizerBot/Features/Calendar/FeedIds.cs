using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>Ids that feeds write as any text: kept where they are short and plain, else a hash stands for them.</summary>
internal static partial class FeedIds
{
    /// <summary>The id as it is known here; null: there is none.</summary>
    public static string? Short(string? written)
    {
        var id = written?.Trim();
        if (string.IsNullOrEmpty(id))
            return null;
        return Plain().IsMatch(id) ? id : HashOf(id);
    }

    /// <summary>Stands for what has no id of its own, or none that can be kept.</summary>
    public static string HashOf(string what) =>
        "x-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..24];

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9@._{}+=-]{0,59}$", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
