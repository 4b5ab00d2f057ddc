using System.Globalization;
using System.Runtime.Versioning;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Configuration;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>What <c>doctor</c> checks on this machine. The store and its lock are not touched: a bot may be running.</summary>
internal static class MachineChecks
{
    /// <summary>Room for the database to grow, be compacted and be backed up.</summary>
    private const long SensibleFreeBytes = 500L * 1024 * 1024;

    /// <summary>Languages of the groups that the bot is made for, among them two that differ from their parent.</summary>
    private static readonly string[] NeededLanguages = ["am", "ar", "es-419", "fa-AF"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Whether this system's language data (ICU) is whole.</summary>
    public static IEnumerable<Finding> Languages() => [Languages(NeededLanguages)];

    internal static Finding Languages(IReadOnlyList<string> needed)
    {
        var missing = needed.Where(language => !Resolves(language)).ToList();
        return missing.Count == 0
            ? Finding.Ok("languages", $"this system knows {string.Join(", ", needed)}.")
            : Finding.Fail(
                "languages",
                $"this system does not know {string.Join(", ", missing)}: install ICU with all its data (libicu), and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT."
            );
    }

    /// <summary>The data, the keys and the token's file.</summary>
    /// <param name="tokenFile">Where the token is read from, if it is read from a file.</param>
    public static IEnumerable<Finding> Folders(StoreOptions store, string? tokenFile)
    {
        yield return Disk(store.DataDirectory, FreeBytes(store.DataDirectory));
        var (data, keys) = (store.DataDirectory, store.KeysDirectory);
        if (StoreFiles.LiesIn(data, keys) || StoreFiles.LiesIn(keys, data))
        {
            yield return Finding.Fail(
                "keys",
                "Keys:Directory and Storage:DataDirectory lie in one another; choose two separate folders, so that a copy of one opens nothing."
            );
        }
        yield return Folder("data folder", data, "`run` makes it, or makes it private.");
        yield return Folder("keys folder", keys, "`run` makes it.");
        var key = Key(store);
        yield return key;
        if (key.Verdict == Verdict.Ok)
            yield return Shares(store);
        if (tokenFile is not null)
            yield return TokenFile(tokenFile, data);
    }

    internal static Finding Disk(string folder, long freeBytes)
    {
        var free = string.Create(CultureInfo.InvariantCulture, $"{freeBytes / (1024 * 1024)} MB are free for {folder}");
        return freeBytes >= SensibleFreeBytes
            ? Finding.Ok("disk", $"{free}.")
            : Finding.Warn(
                "disk",
                $"{free}: make room; the bot stops rather than lose a pledge when the disk is full."
            );
    }

    /// <summary>Asks the bot's own health address. With Health:Port 0 nobody knows where that would be.</summary>
    public static async Task<Finding> RunningBotAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        const string Subject = "running bot";
        if (!int.TryParse(configuration[$"{HealthOptions.Section}:Port"], CultureInfo.InvariantCulture, out var port))
            port = new HealthOptions().Port;
        if (port == 0)
            return Finding.Ok(Subject, "not looked for, since Health:Port is 0.");
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"), cancellationToken);
            return answer.IsSuccessStatusCode
                ? Finding.Ok(Subject, $"one answers on 127.0.0.1:{port} and is well; nothing of it is touched.")
                : Finding.Warn(Subject, $"what answers on 127.0.0.1:{port} is not well, or is not ready yet.");
        }
        catch (Exception exception)
            when (exception is HttpRequestException or UriFormatException
                || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return Finding.Ok(Subject, $"none answers on 127.0.0.1:{port}.");
        }
    }

    private static bool Resolves(string language)
    {
        try
        {
            return CultureInfo.GetCultureInfo(language, predefinedOnly: true).Name.Length > 0;
        }
        catch (CultureNotFoundException)
        {
            return false;
        }
    }

    private static Finding Folder(string subject, string folder, string whoMakesIt)
    {
        if (!Directory.Exists(folder))
            return Finding.Ok(subject, $"{folder} does not exist yet; {whoMakesIt}");
        if (!OperatingSystem.IsWindows() && PrivateFiles.OthersMayUse(folder))
            return Finding.Warn(subject, $"{folder} is open to others: run chmod 700 on it.");
        return Finding.Ok(subject, $"{folder} belongs to its owner alone.");
    }

    private static Finding Key(StoreOptions store)
    {
        const string Subject = "key";
        var key = new FileInfo(Path.Combine(store.KeysDirectory, KeyVault.ShareName));
        if (!key.Exists)
        {
            return File.Exists(Path.Combine(store.DataDirectory, StoreFiles.DatabaseName))
                ? Finding.Fail(
                    Subject,
                    $"{key.FullName} is missing but the database exists: put the key back, or, to begin anew, move the data folder away."
                )
                : Finding.Ok(Subject, "there is none yet; `run` makes it together with the database.");
        }
        if (key.Length != MasterKey.Size)
        {
            return Finding.Fail(
                Subject,
                $"{key.FullName} has {key.Length} bytes instead of {MasterKey.Size}: put the right key back."
            );
        }
        if (!OperatingSystem.IsWindows() && PrivateFiles.OthersMayUse(key.FullName))
            return Finding.Fail(Subject, $"{key.FullName} is open to others: run chmod 600 on it.");
        return CanRead(key.FullName)
            ? Finding.Ok(Subject, "it is there, and its owner's alone.")
            : Finding.Fail(Subject, $"{key.FullName} cannot be read: give it to the bot's own user.");
    }

    private static Finding Shares(StoreOptions store)
    {
        const string Subject = "key shares";
        try
        {
            StoreFiles.DemandApart(store);
            return new KeyVault(store).Examine() switch
            {
                1 => Finding.Ok(
                    Subject,
                    "the key alone opens the data; docs/operating.md says how to add a second share."
                ),
                2 => Finding.Ok(Subject, $"the key opens the data together with {store.SecondShares[0]}."),
                _ => Finding.Ok(Subject, "nothing is sealed under them yet; `run` does that."),
            };
        }
        catch (Exception exception)
            when (exception is StoreRefusedException or IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(Subject, exception.Message);
        }
    }

    private static Finding TokenFile(string file, string dataDirectory)
    {
        const string Subject = "token file";
        if (StoreFiles.LiesIn(dataDirectory, file))
        {
            return Finding.Fail(
                Subject,
                $"{file} lies in the data folder, so that every backup carries the token: move it and change Discord:TokenFile."
            );
        }
        if (!OperatingSystem.IsWindows() && PrivateFiles.OthersMayUse(file))
            return Finding.Warn(Subject, $"{file} is open to others: run chmod 600 on it.");
        return Finding.Ok(Subject, $"{file} belongs to its owner alone.");
    }

    private static bool CanRead(string file)
    {
        try
        {
            // Shared, so that a bot that is starting can open it too.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return stream.CanRead;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Free bytes where the folder is, or will be.</summary>
    private static long FreeBytes(string folder)
    {
        var nearest = new DirectoryInfo(Path.GetFullPath(folder));
        while (!nearest.Exists && nearest.Parent is { } parent)
            nearest = parent;
        return new DriveInfo(nearest.FullName).AvailableFreeSpace;
    }
}
