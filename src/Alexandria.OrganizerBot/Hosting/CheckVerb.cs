using Alexandria.OrganizerBot.Campaigns;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary><c>check</c>: reads the campaigns and says, with file and line, what is wrong or still missing.</summary>
internal static class CheckVerb
{
    public static int Run(string directory, IAnsiConsole console)
    {
        if (!Directory.Exists(directory))
        {
            console.WriteLine($"There is no folder {directory}.");
            return ExitCodes.Refused;
        }
        return CampaignCheck.Print(CampaignFolder.ReadAll(directory), console);
    }
}
