using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Ids of Discord as people paste them.</summary>
internal static partial class DiscordIds
{
    /// <summary>What is wrong with it, in one sentence; null: nothing.</summary>
    public static string? FaultOf(string text) =>
        Snowflake().IsMatch(text)
            ? null
            : "An id on Discord has 17 to 20 digits; turn on User Settings, Advanced, Developer Mode, then right-click and choose 'Copy ID'.";

    [GeneratedRegex("^[0-9]{17,20}$", RegexOptions.NonBacktracking)]
    private static partial Regex Snowflake();
}
