namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Destroys an instance: the keys first, without which nothing opens any more, then what they opened. It needs neither the
/// store nor its lock, may be cut off anywhere and run again, and finds what is left each time.
/// </summary>
/// <param name="options">Where the instance lies.</param>
/// <param name="signalData">signal-cli's own data folder, which goes too; null: it is left alone.</param>
internal sealed class InstanceWipe(StoreOptions options, string? signalData = null)
{
    /// <summary>signal-cli's list of accounts, by which its folder is known: a mistyped path must not cost anything else.</summary>
    private static readonly string SignalAccounts = Path.Combine("data", "accounts.json");

    private bool LeftASignalFolder => signalData is { } folder && Directory.Exists(folder);

    /// <summary>Why it must not begin, in a sentence; null: nothing speaks against it.</summary>
    public string? Refusal =>
        LeftASignalFolder && !File.Exists(Path.Combine(signalData!, SignalAccounts))
            ? $"{signalData} is no data folder of signal-cli (it holds no {SignalAccounts}): correct --signal-data. Nothing was destroyed."
            : null;

    /// <summary>What there is to destroy now, in the order in which it goes. Changes nothing.</summary>
    public IReadOnlyList<WipeItem> Plan() => [.. Keys(), .. Rest()];

    /// <summary>Destroys the keys alone. From then on nothing that lies on a disk opens, wherever it was copied to.</summary>
    /// <param name="failed">Told of each thing that could not be destroyed, and why; the rest goes all the same.</param>
    public void DestroyKeys(Action<WipeItem, Exception> failed) => Destroy(Keys(), failed);

    /// <summary>Destroys the keys and everything else, and leaves a mark that keeps the bot from beginning anew by itself.</summary>
    /// <inheritdoc cref="DestroyKeys"/>
    public void DestroyAll(Action<WipeItem, Exception> failed)
    {
        // Before the keys go: with them goes the knowledge of where the backups lie.
        var rest = Rest();
        DestroyKeys(failed);
        LeaveMark();
        Destroy(rest, failed);
    }

    private static void Destroy(IReadOnlyList<WipeItem> items, Action<WipeItem, Exception> failed)
    {
        foreach (var item in items)
        {
            try
            {
                item.Destroy();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                failed(item, e);
            }
        }
    }

    private List<WipeItem> Keys() =>
        [
            .. Files("key share", FilesIn(options.KeysDirectory, $"{KeyVault.ShareName}*")),
            .. Files(
                "second key share",
                options
                    .SecondShares.OfType<SecondShare.InFile>()
                    // Laid down by systemd in memory, and gone with the service.
                    .Where(share => !share.IsCredential)
                    .Select(share => share.Path)
                    .Where(File.Exists)
            ),
            .. Files("key of a backup", FilesIn(BackupKeys.FolderIn(options.KeysDirectory), "*")),
        ];

    private List<WipeItem> Rest()
    {
        var backups = new BackupKeys(options.KeysDirectory).All().Select(key => key.File).Where(File.Exists);
        if (options.BackupDirectory is { } folder)
            backups = backups.Concat(FilesIn(folder, $"*{BackupFile.Extension}")).Distinct(StringComparer.Ordinal);
        List<WipeItem> items =
        [
            .. Files("data", FilesIn(options.DataDirectory, "organizerbot*").Where(IsData)),
            .. Files("what is known of Signal", FilesIn(options.DataDirectory, "signal-*")),
            .. Files("backup", backups),
        ];
        if (LeftASignalFolder)
            items.Add(new WipeItem.Folder("signal-cli's account and conversations", signalData!));
        return items;
    }

    /// <summary>The lock is held by whoever wipes or runs, and says nothing; the mark is to stay.</summary>
    private static bool IsData(string path) =>
        Path.GetFileName(path) is not (StoreFiles.LockName or StoreFiles.WipedName);

    private static IEnumerable<WipeItem> Files(string what, IEnumerable<string> paths) =>
        paths.Select(path => new WipeItem.OneFile(what, path));

    private static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];

    private void LeaveMark()
    {
        try
        {
            if (Directory.Exists(options.DataDirectory))
                DurableFile.Replace(Path.Combine(options.DataDirectory, StoreFiles.WipedName), []);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk takes no new file. What follows makes room, and the mark is a convenience.
        }
    }
}

/// <summary>Something that a wipe destroys.</summary>
/// <param name="What">What it is, in a few words.</param>
/// <param name="Path">Where it lies.</param>
internal abstract record WipeItem(string What, string Path)
{
    /// <exception cref="IOException">It is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It is still there, and belongs to somebody else.</exception>
    public abstract void Destroy();

    /// <summary>A file, which is overwritten before it goes.</summary>
    /// <inheritdoc/>
    public sealed record OneFile(string What, string Path) : WipeItem(What, Path)
    {
        /// <inheritdoc/>
        public override void Destroy() => KeyShareFile.Destroy(Path);
    }

    /// <summary>A folder, with everything in it. A link in it goes, and what it leads to stays.</summary>
    /// <inheritdoc/>
    public sealed record Folder(string What, string Path) : WipeItem(What, Path)
    {
        /// <inheritdoc/>
        public override void Destroy()
        {
            var options = new EnumerationOptions
            {
                RecurseSubdirectories = true,
                AttributesToSkip = FileAttributes.ReparsePoint,
            };
            foreach (var file in Directory.EnumerateFiles(Path, "*", options))
                KeyShareFile.Destroy(file);
            Directory.Delete(Path, recursive: true);
        }
    }
}
