using System.Text;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>The data directory: claimed by a lock for one process, with the database and the side file that vouches for it.</summary>
internal sealed class StoreFiles : IDisposable
{
    /// <summary>One page of LiteDB. It opens anything shorter as a new, empty database without a word.</summary>
    private const int PageSize = 8192;

    public const string DatabaseName = "organizerbot.db";
    public const string IdentityName = "organizerbot.id";
    public const string LockName = "organizerbot.lock";

    /// <summary>Stands where an instance was wiped: a supervisor must not start a new one in its place.</summary>
    public const string WipedName = "organizerbot.wiped";

    private readonly FileStream lockFile;
    private readonly string identityPath;

    private StoreFiles(string dataDirectory, FileStream lockFile)
    {
        this.lockFile = lockFile;
        DatabasePath = Path.Combine(dataDirectory, DatabaseName);
        MarkPath = Path.Combine(dataDirectory, "organizerbot.mark");
        identityPath = Path.Combine(dataDirectory, IdentityName);
        WrapPath = Path.Combine(dataDirectory, KeyVault.WrapName);
    }

    public string DatabasePath { get; }

    /// <summary>Where a clean stop leaves its mark.</summary>
    public string MarkPath { get; }

    /// <summary>The instance's secret, sealed under its key shares.</summary>
    public string WrapPath { get; }

    /// <summary>All that a restored instance needs beside its key shares.</summary>
    public IReadOnlyList<string> BackedUp => [WrapPath, identityPath, DatabasePath];

    /// <summary>Whether the database file holds at least one page.</summary>
    public bool HasDatabase => new FileInfo(DatabasePath) is { Exists: true, Length: >= PageSize };

    /// <summary>The instance id in the side file; null: no store was ever initialised here.</summary>
    public string? Identity => File.Exists(identityPath) ? File.ReadAllText(identityPath, Encoding.UTF8).Trim() : null;

    public void WriteIdentity(string instance) => DurableFile.Create(identityPath, Encoding.UTF8.GetBytes(instance));

    /// <summary>Creates the directories where they are missing and locks the data directory.</summary>
    /// <exception cref="StoreRefusedException">The key would lie with the data, or another process has the lock.</exception>
    public static StoreFiles Claim(StoreOptions options)
    {
        var data = RealPath(options.DataDirectory);
        var keys = RealPath(options.KeysDirectory);
        if (Contains(data, keys) || Contains(keys, data))
            throw new StoreRefusedException(
                $"The keys ({keys}) and the data ({data}) lie in one another: choose two separate directories, so that a copy of one opens nothing."
            );
        DemandApart(options);
        if (File.Exists(Path.Combine(data, WipedName)))
            throw new StoreRefusedException(
                $"This instance was wiped: run `wipe` again to be sure that nothing is left, and, to begin anew, delete {Path.Combine(data, WipedName)}."
            );
        try
        {
            CreatePrivate(keys);
            CreatePrivate(data);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(data, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreRefusedException(
                $"The directories {data} and {keys} cannot be made private: let them belong to the bot's own user.",
                e
            );
        }

        return new StoreFiles(data, Lock(data));
    }

    public void Dispose() => lockFile.Dispose();

    private static UnixFileMode OwnerOnly => UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static FileStream Lock(string data)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX); LiteDB's own sharing lets two processes in on Linux.
            return new FileStream(
                Path.Combine(data, LockName),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
        }
        catch (IOException e)
        {
            throw new StoreRefusedException(
                $"Another process uses the data directory {data}: stop it, or choose another directory.",
                e
            );
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StoreRefusedException(
                $"The data directory {data} is not writable: give it to the bot's user.",
                e
            );
        }
    }

    /// <summary>No key lies with what it opens, wherever symbolic links lead.</summary>
    /// <exception cref="StoreRefusedException">One does.</exception>
    internal static void DemandApart(StoreOptions options)
    {
        if (
            options.BackupDirectory is { } backups
            && (LiesIn(backups, options.KeysDirectory) || LiesIn(options.KeysDirectory, backups))
        )
            throw new StoreRefusedException(
                $"The keys ({options.KeysDirectory}) and the backups ({backups}) lie in one another: choose two separate directories, so that a copy of one opens nothing."
            );
        foreach (var file in options.SecondShares.OfType<SecondShare.InFile>())
        {
            if (
                LiesIn(options.DataDirectory, file.Path)
                || (options.BackupDirectory is { } folder && LiesIn(folder, file.Path))
            )
                throw new StoreRefusedException(
                    $"The second key share {file.Path} lies with the data or the backups: move it elsewhere and change {file.Setting}."
                );
        }
    }

    /// <summary>Makes a directory for its owner alone; one that stands is left as it is.</summary>
    internal static void CreatePrivate(string directory)
    {
        if (Directory.Exists(directory))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, OwnerOnly);
    }

    /// <summary>Whether a file or folder lies in a folder, or is it, wherever symbolic links lead.</summary>
    public static bool LiesIn(string folder, string path) => Contains(RealPath(folder), RealPath(path));

    private static bool Contains(string outer, string inner) =>
        (inner + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(outer) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal
        );

    /// <summary>The path with every symbolic link on its way resolved; parts that do not exist yet stay as they are.</summary>
    private static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var resolved = Path.GetPathRoot(full)!;
        foreach (
            var part in full[resolved.Length..]
                .Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries)
        )
        {
            var next = new DirectoryInfo(Path.Combine(resolved, part));
            resolved = next.LinkTarget is null ? next.FullName : RealPath(next.ResolveLinkTarget(true)!.FullName);
        }

        return resolved;
    }
}
