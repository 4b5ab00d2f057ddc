using System.Text;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>The folder that <c>init</c> writes into. Nothing that stands there is ever overwritten.</summary>
internal sealed class InitFolder(string directory)
{
    public const string SettingsName = "appsettings.json";
    public const string CampaignsName = "campaigns";
    public const string DataName = "data";
    public const string KeysName = "keys";

    /// <summary>Beside the key: both are secrets, and neither may lie with the data.</summary>
    public const string TokenName = $"{KeysName}/discord-token";

    public string FullPath { get; } = Path.GetFullPath(directory);

    /// <summary>Whether it is the working directory.</summary>
    public bool IsHere => FullPath == Path.GetFullPath(".");

    public string At(params string[] parts) => Path.Combine([directory, .. parts]);

    /// <summary>The path of what stands there, or null where nothing does.</summary>
    public string? Standing(string name) => Path.Exists(At(name)) ? At(name) : null;

    /// <summary>The path from this folder where the file lies in it, else the whole path.</summary>
    public string Relative(string path)
    {
        var relative = Path.GetRelativePath(FullPath, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>Writes everything, the settings last: without them nothing else is in use.</summary>
    /// <returns>The paths, in order.</returns>
    /// <exception cref="IOException">Something stands there already, or the disk refuses.</exception>
    public IReadOnlyList<string> Write(InitAnswers answers)
    {
        Directory.CreateDirectory(FullPath);
        var written = new List<string>();
        var campaign = At(answers.CampaignFolder, CampaignReader.FileName);
        Directory.CreateDirectory(At(answers.CampaignFolder));
        WriteNew(campaign, InitTexts.Campaign(answers));
        written.Add(campaign);

        PrivateFiles.CreateFolder(At(KeysName));
        if (answers.Token is { } token)
        {
            DurableFile.Create(At(TokenName), Encoding.UTF8.GetBytes(token + "\n"));
            written.Add(At(TokenName));
        }

        WriteNew(At(SettingsName), InitTexts.Settings(answers));
        written.Add(At(SettingsName));
        return written;
    }

    private static void WriteNew(string path, string text)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
