using Alexandria.OrganizerBot.Campaigns;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary><c>init</c>: from a few answers to a configuration and a campaign that <c>run</c> accepts.</summary>
internal static class InitVerb
{
    /// <param name="interactive">Whether there is somebody to ask; else every answer must be among the arguments.</param>
    public static int Run(InitArguments arguments, IAnsiConsole console, bool interactive)
    {
        var folder = new InitFolder(arguments.Directory);
        if (folder.Standing(InitFolder.SettingsName) is { } settings)
            return Stop(console, [settings]);

        var interview = new InitInterview(console, interactive);
        var answers = InitAnswers.Ask(arguments, folder, interview);
        if (interview.Faults.Count > 0)
        {
            foreach (var fault in interview.Faults)
                WriteLine(console, fault);
            WriteLine(console, "Nothing was written.");
            return ExitCodes.Refused;
        }

        string[] wanted = [answers.CampaignFolder, .. answers.Token is null ? (string[])[] : [InitFolder.TokenName]];
        var standing = wanted.Select(folder.Standing).OfType<string>().ToList();
        if (standing.Count > 0)
            return Stop(console, standing);

        try
        {
            foreach (var written in folder.Write(answers))
                WriteLine(console, $"Written: {written}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            WriteLine(console, $"Not everything could be written: {exception.Message}");
            return ExitCodes.Refused;
        }

        WriteLine(console, "");
        var code = CampaignCheck.Print(CampaignFolder.ReadAll(folder.At(InitFolder.CampaignsName)), console);
        PrintNextSteps(console, folder, answers);
        return code;
    }

    private static int Stop(IAnsiConsole console, IReadOnlyList<string> standing)
    {
        foreach (var path in standing)
            WriteLine(console, $"{path} exists already, and nothing is overwritten.");
        WriteLine(console, "Nothing was written. Choose another folder with --dir, or move away what is there.");
        return ExitCodes.Refused;
    }

    private static void PrintNextSteps(IAnsiConsole console, InitFolder folder, InitAnswers answers)
    {
        var steps = new List<string>();
        if (!File.Exists(folder.At(answers.TokenFile)))
            steps.Add($"Put the bot's token into {folder.At(answers.TokenFile)}, readable by you only (chmod 600).");
        steps.AddRange([
            $"Look through {folder.At(answers.CampaignFolder, CampaignReader.FileName)}: its comments say what else can stand there.",
            "check --texts   lists what is said about people and law; somebody who knows reads it before the bot starts for real",
            $"invite --server {answers.Server}   prints the address that lets the bot into your server",
            "doctor   checks the token, the server, its channels and permissions, this machine",
            "run      starts the bot",
        ]);
        WriteLine(console, "");
        WriteLine(console, folder.IsHere ? "Next:" : $"Next, the verbs in the folder {folder.FullPath}:");
        foreach (var (index, step) in steps.Index())
            WriteLine(console, $"  {index + 1}. {step}");
    }

    private static void WriteLine(IAnsiConsole console, string text) => console.Write(new UnwrappedLine(text));
}

/// <summary>What <c>init</c> was told; null where it was not.</summary>
internal sealed record InitArguments
{
    public string Directory { get; init; } = ".";
    public string? Name { get; init; }
    public string? Purpose { get; init; }
    public string? Zone { get; init; }
    public string? Languages { get; init; }
    public string? Server { get; init; }
    public string? AlertChannel { get; init; }
    public string? CoordinatorChannel { get; init; }
    public string? OrganizerRole { get; init; }
    public string? CoordinatorRole { get; init; }
    public string? TokenFile { get; init; }
}
