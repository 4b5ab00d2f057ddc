using System.Security.Cryptography;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>Puts a backup in the place of a database that is gone.</summary>
internal static class StoreRestore
{
    private const string Unfinished = ".restored";

    /// <summary>
    /// Restores into an empty data directory. The database gets its name last: whatever a crash comes after, there is none, and
    /// it can be done again. A key wrap that stands there stays, since it may be newer than the backup's.
    /// </summary>
    /// <exception cref="StoreRefusedException">There is a database, or the backup does not open; nothing was changed.</exception>
    public static void Run(StoreOptions options, string file)
    {
        using var claimed = StoreFiles.Claim(options);
        if (claimed.HasDatabase)
            throw new StoreRefusedException(
                $"The data directory {options.DataDirectory} holds a database: move it away first, but leave {KeyVault.WrapName} there. Nothing was changed."
            );
        if (!File.Exists(file))
            throw new StoreRefusedException($"There is no file {file}.");
        var id =
            BackupFile.IdOf(file)
            ?? throw new StoreRefusedException(
                $"{file} is no backup of this bot: name a file that `backup` has written."
            );
        var key =
            new BackupKeys(options.KeysDirectory).Find(id)
            ?? throw new StoreRefusedException(
                $"The key of this backup ({id}.key in {BackupKeys.FolderIn(options.KeysDirectory)}) is gone: something that the backup holds was deleted since, and nothing opens it any more. Take a later one."
            );

        string[] names = [KeyVault.WrapName, StoreFiles.IdentityName, StoreFiles.DatabaseName];
        string At(string name) => Path.Combine(options.DataDirectory, name);
        try
        {
            BackupFile.Read(
                file,
                key,
                (name, content) =>
                {
                    if (names.Contains(name, StringComparer.Ordinal))
                        Write(At(name) + Unfinished, content);
                }
            );
        }
        catch (Exception e) when (e is CryptographicException or InvalidDataException or EndOfStreamException)
        {
            foreach (var name in names)
                File.Delete(At(name) + Unfinished);
            throw new StoreRefusedException($"The backup {file} is damaged: take another one. Nothing was changed.", e);
        }

        // A log or a mark of another database would be taken for this one's.
        foreach (var stale in (string[])["organizerbot-log.db", "organizerbot-tmp.db", "organizerbot.mark"])
            File.Delete(At(stale));
        foreach (var name in names.Where(name => File.Exists(At(name) + Unfinished)))
        {
            if (name == KeyVault.WrapName && File.Exists(At(name)))
                File.Delete(At(name) + Unfinished);
            else
                File.Move(At(name) + Unfinished, At(name), overwrite: true);
            DurableFile.FlushDirectory(Path.GetFullPath(options.DataDirectory));
        }
    }

    private static void Write(string path, Stream content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var target = new FileStream(path, options);
        content.CopyTo(target);
        target.Flush(flushToDisk: true);
    }
}
