using System.Runtime.Versioning;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Files and folders that belong to the bot's own user alone.</summary>
internal static class PrivateFiles
{
    public const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Whether the group or anybody else has a right to it.</summary>
    [UnsupportedOSPlatform("windows")]
    public static bool OthersMayUse(string path) => (File.GetUnixFileMode(path) & ~FolderMode) != UnixFileMode.None;

    /// <summary>Makes a folder for its owner alone; one that stands is left as it is.</summary>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode);
    }
}
