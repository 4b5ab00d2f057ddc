using Spectre.Console;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Prints what is to be said about campaign files, one finding a line, as editors and CI read it.</summary>
internal static class CampaignCheck
{
    /// <summary>Prints <c>file:line: error: …</c> and a last line that sums up; gives the exit code: 1 with errors, else 0.</summary>
    public static int Print(CampaignsReading reading, IAnsiConsole console) =>
        throw new NotSupportedException(console.ToString() + reading);
}
