using Alexandria.OrganizerBot.Rehearsal;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// <c>rehearse</c>: the stage with the bot on it, the same executable as a child with <c>run</c>. The only file that knows
/// the stage.
/// </summary>
internal static class RehearseVerb
{
    public static async Task<int> RunAsync(
        RehearseArguments arguments,
        IAnsiConsole console,
        CancellationToken cancellationToken
    )
    {
        var folder = arguments.Data ?? NewFolder();
        var campaigns = CampaignsFolder();
        if (campaigns is null)
        {
            console.WriteLine("The folder `campaigns` was not found; run this in the project's folder.");
            return ExitCodes.Refused;
        }
        return await Rehearsals.PlayAsync(
            new RehearsalRequest(
                arguments.Scenario ?? Rehearsals.DefaultScenarioFile,
                arguments.Calendar,
                arguments.Transcript,
                folder,
                OwnExecutable(),
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["Campaigns__Directory"] = campaigns,
                    ["Health__Port"] = "0",
                    // The pace is there for real people's Signal; a play need not take as long.
                    ["Signal__MessagesPerMinute"] = "60000",
                }
            ),
            console,
            cancellationToken
        );
    }

    private static BotCommand OwnExecutable() => new(Environment.ProcessPath!, OwnArguments());

    /// <summary>Started as <c>dotnet Alexandria.OrganizerBot.dll</c>, the process is dotnet and needs the assembly's path.</summary>
    private static IReadOnlyList<string> OwnArguments() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? [typeof(RehearseVerb).Assembly.Location, "run"]
            : ["run"];

    private static string NewFolder() => Directory.CreateTempSubdirectory("organizerbot-rehearsal-").FullName;

    /// <summary>The campaigns beside the working directory, or beside the program where it was installed.</summary>
    private static string? CampaignsFolder() =>
        new[] { "campaigns", Path.Combine(AppContext.BaseDirectory, "campaigns") }
            .Select(Path.GetFullPath)
            .FirstOrDefault(Directory.Exists);
}

/// <summary>What <c>rehearse</c> was told.</summary>
internal sealed record RehearseArguments(string? Scenario, string? Calendar, string? Transcript, string? Data);
