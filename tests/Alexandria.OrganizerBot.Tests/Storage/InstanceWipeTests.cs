using System.Runtime.Versioning;
using System.Security.Cryptography;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>After a wipe nothing opens, wherever it was cut off and whatever somebody had copied before.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class InstanceWipeTests : IDisposable
{
    private readonly StoreHome home = new();

    public void Dispose() => home.Dispose();

    private string Backups => Path.Combine(home.Root, "backups");

    private string Copies => Path.Combine(home.Root, "copies");

    private string SignalData => Path.Combine(home.Root, "signal-cli");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private StoreOptions Options =>
        home.Options with
        {
            BackupDirectory = Backups,
            SecondShares = [new SecondShare.InFile("Keys:SecondShareFile", Path.Combine(home.Root, "share"))],
        };

    [Fact]
    public async Task A_wipe_leaves_nothing_but_a_mark_and_the_lock()
    {
        await MakeInstanceAsync();

        new InstanceWipe(Options, SignalData).DestroyAll(NothingFails);

        Assert.Equal(
            ["organizerbot.lock", "organizerbot.wiped"],
            Directory
                .GetFiles(home.Root, "*", SearchOption.AllDirectories)
                .Where(file => !file.StartsWith(Copies, StringComparison.Ordinal))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
        Assert.Empty(new InstanceWipe(Options, SignalData).Plan());
        AssertRefused(Options, "was wiped");
    }

    /// <summary>
    /// After each step the process is gone. Whoever then has everything that is left, all copies from before, and the second
    /// share, gets no row.
    /// </summary>
    [Fact]
    public async Task Wherever_a_wipe_is_cut_off_after_the_keys_nothing_opens_and_it_can_be_finished()
    {
        await MakeInstanceAsync();
        var plan = new InstanceWipe(Options, SignalData).Plan();
        var keys = plan.TakeWhile(item => item.What.Contains("key", StringComparison.Ordinal)).ToList();
        Assert.Equal(["key share", "second key share", "key of a backup"], keys.Select(item => item.What).Distinct());
        Assert.DoesNotContain(plan.Skip(keys.Count), item => item.What.Contains("key", StringComparison.Ordinal));
        // The first share is the first of all to go: with it alone gone, nothing opens any more.
        Assert.Equal(home.KeyPath, plan[0].Path);

        foreach (var item in plan)
        {
            item.Destroy();
            AssertNothingOpens();
        }

        new InstanceWipe(Options, SignalData).DestroyAll(NothingFails);
        Assert.Empty(new InstanceWipe(Options, SignalData).Plan());
    }

    [Fact]
    public async Task A_wipe_that_is_run_half_way_through_another_finishes_it()
    {
        await MakeInstanceAsync();
        var first = new InstanceWipe(Options, SignalData);
        first.DestroyKeys(NothingFails);
        File.Delete(home.DatabasePath);

        new InstanceWipe(Options, SignalData).DestroyAll(NothingFails);
        new InstanceWipe(Options, SignalData).DestroyAll(NothingFails);

        Assert.Empty(new InstanceWipe(Options, SignalData).Plan());
    }

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        await MakeInstanceAsync();
        var before = Everything();

        Assert.NotEmpty(new InstanceWipe(Options, SignalData).Plan());

        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task An_instance_that_does_not_open_and_is_in_use_is_wiped_all_the_same()
    {
        await MakeInstanceAsync();
        await File.WriteAllBytesAsync(home.DatabasePath, RandomNumberGenerator.GetBytes(3 * 8192), Token);
        await using var held = new FileStream(
            Path.Combine(home.Options.DataDirectory, StoreFiles.LockName),
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.None
        );

        new InstanceWipe(Options).DestroyAll(NothingFails);

        Assert.Empty(new InstanceWipe(Options).Plan());
        Assert.True(Directory.Exists(SignalData));
    }

    [Fact]
    public void Where_there_is_nothing_there_is_nothing_to_do()
    {
        var wipe = new InstanceWipe(home.Options);

        wipe.DestroyAll(NothingFails);

        Assert.Empty(wipe.Plan());
        Assert.Empty(Everything());
    }

    [Fact]
    public async Task A_folder_that_is_not_signal_clis_is_never_taken_for_it()
    {
        await MakeInstanceAsync();

        Assert.Contains(
            "no data folder of signal-cli",
            new InstanceWipe(Options, home.Root).Refusal,
            StringComparison.Ordinal
        );
        Assert.Null(new InstanceWipe(Options, SignalData).Refusal);
        Assert.Null(new InstanceWipe(Options, Path.Combine(home.Root, "gone")).Refusal);
    }

    [Fact]
    public async Task What_a_link_in_signal_clis_folder_leads_to_stays()
    {
        await MakeInstanceAsync();
        var outside = Path.Combine(home.Root, "outside");
        Directory.CreateDirectory(outside);
        await File.WriteAllTextAsync(Path.Combine(outside, "file"), "stays", Token);
        Directory.CreateSymbolicLink(Path.Combine(SignalData, "link"), outside);
        File.CreateSymbolicLink(Path.Combine(SignalData, "file-link"), Path.Combine(outside, "file"));

        new InstanceWipe(Options, SignalData).DestroyAll(NothingFails);

        Assert.False(Directory.Exists(SignalData));
        Assert.Equal("stays", await File.ReadAllTextAsync(Path.Combine(outside, "file"), Token));
    }

    private async Task MakeInstanceAsync()
    {
        Write(
            Path.Combine(home.Root, "share"),
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyShareFile.Size))
        );
        BackupKey backup;
        await using (var store = Store.Open(Options, home.Time, home.Logger))
        {
            await store.WriteAsync(s => s.Save(Samples.Pledge(1, Samples.Alice)), Token);
            backup = await store.BackUpAsync(Backups, Token);
            await store.BackUpAsync(Path.Combine(home.Root, "by-hand"), Token);
        }
        Write(Path.Combine(home.Options.DataDirectory, "signal-version"), "0.14.6");
        Write(Path.Combine(SignalData, "data", "accounts.json"), "{}");
        Write(Path.Combine(SignalData, "data", "123456.d", "account.db"), "keys in clear");

        // What somebody may have copied before: the data folder, a backup, the second share. Not the key share.
        Directory.CreateDirectory(Path.Combine(Copies, "data"));
        foreach (
            var file in Directory
                .GetFiles(home.Options.DataDirectory)
                .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
        )
            File.Copy(file, Path.Combine(Copies, "data", Path.GetFileName(file)));
        File.Copy(backup.File, Path.Combine(Copies, "a.backup"));
        File.Copy(Path.Combine(home.Root, "share"), Path.Combine(Copies, "share"));
    }

    private void AssertNothingOpens()
    {
        var thief = Options with { SecondShares = [new SecondShare.InFile("the copy", Path.Combine(Copies, "share"))] };
        AssertRefused(thief with { DataDirectory = Path.Combine(Copies, "data") }, "missing");

        // A backup whose own key is still there yields the sealed database, which opens no more than the copy does.
        var empty = thief with
        {
            DataDirectory = Path.Combine(home.Root, "empty"),
        };
        var backup = Path.Combine(Copies, "a.backup");
        if (new BackupKeys(empty.KeysDirectory).Find(BackupFile.IdOf(backup)!) is null)
        {
            Assert.Throws<StoreRefusedException>(() => StoreRestore.Run(empty, backup));
            return;
        }
        StoreRestore.Run(empty, backup);
        AssertRefused(empty, "missing");
        Directory.Delete(empty.DataDirectory, recursive: true);
    }

    private void AssertRefused(StoreOptions options, string because)
    {
        var refused = Assert.Throws<StoreRefusedException>(() => Store.Open(options, home.Time, home.Logger));
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
    }

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private List<string> Everything() =>
        [
            .. Directory
                .GetFiles(home.Root, "*", SearchOption.AllDirectories)
                .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")
                .Order(StringComparer.Ordinal),
        ];

    private static void NothingFails(WipeItem item, Exception reason) => Assert.Fail($"{item.Path}: {reason.Message}");
}
