using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Words;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary><c>check</c>: reads the campaigns and says, with file and line, what is wrong or still missing.</summary>
internal static class CheckVerb
{
    public static int Run(CheckArguments arguments, IAnsiConsole console)
    {
        if (!Directory.Exists(arguments.Directory))
        {
            console.WriteLine($"There is no folder {arguments.Directory}.");
            return ExitCodes.Refused;
        }
        var reading = CampaignFolder.ReadAll(arguments.Directory);
        if (!arguments.Texts || reading.HasErrors)
            return CampaignCheck.Print(reading, console, arguments.Live);
        CampaignCheck.PrintTexts(reading, Catalogue.Load(), console);
        return ExitCodes.Ok;
    }
}

/// <summary>What <c>check</c> was told.</summary>
/// <param name="Directory">The folder of the campaigns' folders.</param>
/// <param name="Live">Whether they are for real people, as <c>run</c> demands it.</param>
/// <param name="Texts">Whether to list what awaits review instead.</param>
internal sealed record CheckArguments(string Directory, bool Live = false, bool Texts = false);
