using System.Runtime.Versioning;
using System.Security.Cryptography;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>Shares open one wrap: all of them, those of now, from where they may lie; and a crash in a change loses nothing.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KeyVaultTests : IDisposable
{
    private readonly StoreHome home = new();

    public void Dispose() => home.Dispose();

    private string WrapPath => Path.Combine(home.Options.DataDirectory, KeyVault.WrapName);

    private string NextPath => Path.Combine(home.Options.KeysDirectory, KeyVault.NextShareName);

    [Fact]
    public async Task An_instance_of_one_file_keeps_opening_and_its_secret_lies_bare_no_more()
    {
        var secret = await MakeBareInstanceAsync();
        var member = new MemberKeys(new MasterKey(secret)).Of(new("c"), "discord", "1");

        await using (var store = home.Open())
        {
            Assert.Equal("kept", store.Read(s => s.GetSetting("a")));
            Assert.Equal(member, store.Keys.Of(new("c"), "discord", "1"));
        }

        Assert.NotEqual(secret, await File.ReadAllBytesAsync(home.KeyPath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.KeyPath));
        await AssertOpensAsync();
    }

    [Fact]
    public async Task An_instance_of_one_file_is_not_wrapped_around_a_wrong_key()
    {
        var secret = await MakeBareInstanceAsync();
        await File.WriteAllBytesAsync(home.KeyPath, RandomNumberGenerator.GetBytes(KeyShareFile.Size));

        AssertRefused("does not open this database");

        Assert.False(File.Exists(WrapPath));
        await File.WriteAllBytesAsync(home.KeyPath, secret);
        await AssertOpensAsync();
    }

    [Fact]
    public async Task A_crash_while_an_instance_of_one_file_is_wrapped_loses_nothing()
    {
        var secret = await MakeBareInstanceAsync();
        var next = RandomNumberGenerator.GetBytes(KeyShareFile.Size);
        var wrap = KeyWrap.Seal(secret, next, secondShare: null).Bytes.ToArray();

        await PutAsync(share: secret, next: next, wrap: null);
        await AssertOpensAsync();
        await PutAsync(share: secret, next: next, wrap: wrap);
        await AssertOpensAsync();
        await PutAsync(share: null, next: next, wrap: wrap);
        await AssertOpensAsync();
    }

    [Fact]
    public async Task After_a_rotation_the_old_share_opens_nothing_and_a_crash_in_it_loses_nothing()
    {
        await MakeAsync(home.Options);
        var (oldShare, oldWrap) = await StateAsync();
        await using (var store = home.Open())
            store.RotateKeys(second: null);
        var (share, wrap) = await StateAsync();

        await PutAsync(share: oldShare, next: null, wrap: wrap);
        AssertRefused("does not open this database");
        await PutAsync(share: share, next: null, wrap: oldWrap);
        AssertRefused("does not open this database");

        await PutAsync(share: oldShare, next: share, wrap: oldWrap);
        await AssertOpensAsync();
        Assert.Equal(oldShare, await File.ReadAllBytesAsync(home.KeyPath));
        await PutAsync(share: oldShare, next: share, wrap: wrap);
        await AssertOpensAsync();
        Assert.Equal(share, await File.ReadAllBytesAsync(home.KeyPath));
        await PutAsync(share: null, next: share, wrap: wrap);
        await AssertOpensAsync();
        Assert.False(File.Exists(NextPath));
    }

    [Fact]
    public async Task With_a_second_share_both_are_needed_and_the_right_ones()
    {
        var second = home.WithSecondShare(NewShare());
        await MakeAsync(second);

        AssertRefused("second key share is missing");
        AssertRefused("with the second share (Keys:SecondShare) does not open", home.WithSecondShare(NewShare()));
        await File.WriteAllBytesAsync(home.KeyPath, RandomNumberGenerator.GetBytes(KeyShareFile.Size));
        AssertRefused("does not open this database", second);
    }

    [Fact]
    public async Task A_second_share_can_be_added_changed_and_taken_away()
    {
        await MakeAsync(home.Options);
        var one = home.WithSecondShare(NewShare());
        var other = home.WithSecondShare(NewShare());
        AssertRefused("made without one", one);

        await RotateAsync(from: home.Options, to: one);
        AssertRefused("second key share is missing");
        await RotateAsync(from: one, to: other);
        AssertRefused("does not open this database", one);
        await RotateAsync(from: other, to: home.Options);
        AssertRefused("made without one", other);
        await AssertOpensAsync();
    }

    [Fact]
    public async Task A_copy_of_the_data_and_the_second_share_open_nothing_once_the_first_is_destroyed()
    {
        var second = home.WithSecondShare(NewShare());
        await MakeAsync(second);
        KeyShareFile.Destroy(home.KeyPath);

        AssertRefused("missing", second);

        // Nor with a share that somebody makes up, nor with the second one in the place of the first.
        await File.WriteAllBytesAsync(home.KeyPath, second.SecondShares[0].Read());
        File.SetUnixFileMode(home.KeyPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AssertRefused("does not open this database", second);
        // A wrap that is taken away does not make the share the secret itself.
        File.Delete(WrapPath);
        AssertRefused("does not open this database", second);
    }

    [Theory]
    [InlineData("data/share", false, "lies with the data or the backups")]
    [InlineData("backups/share", false, "lies with the data or the backups")]
    [InlineData("elsewhere/share", true, "can be read by others")]
    public void A_second_share_that_lies_where_it_must_not_is_refused(string path, bool isOpen, string because)
    {
        var file = WriteShare(path, NewShare());
        if (isOpen)
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        AssertRefused(
            because,
            home.Options with
            {
                BackupDirectory = Path.Combine(home.Root, "backups"),
                SecondShares = [new SecondShare.InFile("Keys:SecondShareFile", file)],
            }
        );
        Assert.False(File.Exists(home.KeyPath));
    }

    /// <summary>systemd may let the service in by an access list, and then the group's bits are set.</summary>
    [Fact]
    public async Task A_credential_is_taken_as_systemd_lays_it_down()
    {
        var file = WriteShare("credentials/organizerbot-share", NewShare() + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var options = home.Options with
        {
            SecondShares = [new SecondShare.InFile("the credential", file, IsCredential: true)],
        };

        await MakeAsync(options);

        AssertRefused("second key share is missing");
    }

    [Fact]
    public void A_second_share_that_is_none_or_comes_from_two_places_is_refused()
    {
        var (one, other) = (home.WithSecondShare("too short"), home.WithSecondShare(NewShare()));

        AssertRefused("openssl rand -base64 32", one);
        AssertRefused("two places", one with { SecondShares = [.. one.SecondShares, .. other.SecondShares] });
        AssertRefused(
            "does not exist",
            one with
            {
                SecondShares = [new SecondShare.InFile("Keys:SecondShareFile", Path.Combine(home.Root, "none"))],
            }
        );
    }

    [Fact]
    public void Keys_and_backups_must_not_lie_in_one_another() =>
        AssertRefused(
            "separate",
            home.Options with
            {
                BackupDirectory = Path.Combine(home.Options.KeysDirectory, "b"),
            }
        );

    [Fact]
    public void No_share_shows_in_what_is_printed()
    {
        var share = NewShare();

        Assert.DoesNotContain(share, new SecondShare.InSetting("Keys:SecondShare", share).ToString());
        Assert.DoesNotContain(share, home.WithSecondShare(share).ToString());
    }

    [Fact]
    public void A_destroyed_file_was_overwritten_before_it_went()
    {
        var file = WriteShare("elsewhere/share", "canary");
        using var held = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        Assert.True(KeyShareFile.Destroy(file));

        Assert.False(File.Exists(file));
        using var reader = new StreamReader(held);
        Assert.DoesNotContain("canary", reader.ReadToEnd(), StringComparison.Ordinal);
        Assert.False(KeyShareFile.Destroy(file));
    }

    private static string NewShare() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyShareFile.Size));

    private string WriteShare(string path, string text)
    {
        var file = Path.Combine(home.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private async Task MakeAsync(StoreOptions options)
    {
        await using var store = Store.Open(options, home.Time, home.Logger);
        await store.WriteAsync(s => s.SetSetting("a", "kept"));
    }

    /// <summary>As it was before there were wraps: the share's own file is the secret.</summary>
    private async Task<byte[]> MakeBareInstanceAsync()
    {
        var secret = RandomNumberGenerator.GetBytes(MasterKey.Size);
        Directory.CreateDirectory(home.Options.DataDirectory);
        Directory.CreateDirectory(home.Options.KeysDirectory);
        await PutAsync(secret, next: null, wrap: KeyWrap.Seal(secret, secret, secondShare: null).Bytes.ToArray());
        await MakeAsync(home.Options);
        File.Delete(WrapPath);
        return secret;
    }

    private async Task RotateAsync(StoreOptions from, StoreOptions to)
    {
        await using var store = Store.Open(from, home.Time, home.Logger);
        store.RotateKeys(to.SecondShares is [var second] ? second : null);
    }

    private async Task<(byte[] Share, byte[] Wrap)> StateAsync() =>
        (await File.ReadAllBytesAsync(home.KeyPath), await File.ReadAllBytesAsync(WrapPath));

    /// <summary>Lays the files down as a crash would leave them; null: there is none.</summary>
    private async Task PutAsync(byte[]? share, byte[]? next, byte[]? wrap)
    {
        foreach (var (path, content) in new[] { (home.KeyPath, share), (NextPath, next), (WrapPath, wrap) })
        {
            File.Delete(path);
            if (content is null)
                continue;
            await File.WriteAllBytesAsync(path, content);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>It opens, twice: what the first opening finished or undid must hold.</summary>
    private async Task AssertOpensAsync()
    {
        for (var time = 0; time < 2; time++)
        {
            await using var store = home.Open();
            Assert.Equal("kept", store.Read(s => s.GetSetting("a")));
        }
    }

    private void AssertRefused(string because, StoreOptions? options = null)
    {
        var refused = Assert.Throws<StoreRefusedException>(() =>
            Store.Open(options ?? home.Options, home.Time, home.Logger)
        );
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }
}
