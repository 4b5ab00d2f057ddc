using System.Runtime.Versioning;
using System.Security.Cryptography;
using Alexandria.OrganizerBot.Storage;
using LiteDB;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>The store opens on what belongs together, and otherwise says in one sentence what to do.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StoreRefusalTests : IDisposable
{
    private readonly StoreHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task The_first_start_makes_a_key_that_only_its_owner_can_read()
    {
        await using var store = home.Open();

        Assert.Equal(MasterKey.Size, new FileInfo(home.KeyPath).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(home.KeyPath));
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(ownerOnly, File.GetUnixFileMode(home.Options.KeysDirectory));
        Assert.Equal(ownerOnly, File.GetUnixFileMode(home.Options.DataDirectory));
    }

    [Fact]
    public async Task A_second_process_is_refused_until_the_first_has_closed()
    {
        await using (home.Open())
            AssertRefused("Another process");

        await using var again = home.Open();
        Assert.Null(again.Read(s => s.GetSetting("a")));
    }

    [Theory]
    [InlineData("data", "data")]
    [InlineData("data", "data/keys")]
    [InlineData("keys/data", "keys")]
    [InlineData("data", "link/keys")]
    [InlineData("link", "data/keys")]
    public void Keys_and_data_must_not_lie_in_one_another(string data, string keys)
    {
        Directory.CreateDirectory(Path.Combine(home.Root, "data"));
        Directory.CreateSymbolicLink(Path.Combine(home.Root, "link"), Path.Combine(home.Root, "data"));
        var options = new StoreOptions
        {
            DataDirectory = Path.Combine(home.Root, data),
            KeysDirectory = Path.Combine(home.Root, keys),
        };

        var refused = Assert.Throws<StoreRefusedException>(() => Store.Open(options, home.Time, home.Logger));
        Assert.Contains("separate directories", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Directories_of_which_one_name_begins_like_the_other_are_fine()
    {
        var options = home.Options with { KeysDirectory = home.Options.DataDirectory + "-keys" };
        await using var store = Store.Open(options, home.Time, home.Logger);
        Assert.True(File.Exists(Path.Combine(options.KeysDirectory, "organizerbot.key")));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task A_key_that_others_can_touch_is_refused(UnixFileMode more)
    {
        await Initialise();
        File.SetUnixFileMode(home.KeyPath, File.GetUnixFileMode(home.KeyPath) | more);
        AssertRefused("chmod 600");
    }

    [Fact]
    public async Task A_short_key_is_refused()
    {
        await Initialise();
        await File.WriteAllBytesAsync(home.KeyPath, new byte[31]);
        AssertRefused("31 bytes");
    }

    [Fact]
    public async Task A_missing_key_is_never_replaced_over_existing_data()
    {
        await Initialise();
        File.Delete(home.KeyPath);

        AssertRefused("missing");
        Assert.False(File.Exists(home.KeyPath));

        File.Delete(home.IdentityPath);
        AssertRefused("missing");
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_changes_nothing()
    {
        await Initialise();
        var right = await File.ReadAllBytesAsync(home.KeyPath);
        await File.WriteAllBytesAsync(home.KeyPath, RandomNumberGenerator.GetBytes(MasterKey.Size));
        AssertRefused("does not open this database");

        await File.WriteAllBytesAsync(home.KeyPath, right);
        await using var store = home.Open();
        Assert.Equal("kept", store.Read(s => s.GetSetting("a")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8191)]
    public async Task A_database_that_was_cut_short_is_refused(int length)
    {
        await Initialise();
        await using (var file = File.OpenWrite(home.DatabasePath))
            file.SetLength(length);
        AssertRefused("cut short");
        Assert.Equal(length, new FileInfo(home.DatabasePath).Length);
    }

    [Fact]
    public async Task A_database_that_went_missing_is_refused()
    {
        await Initialise();
        File.Delete(home.DatabasePath);
        AssertRefused("missing or cut short");
        Assert.False(File.Exists(home.DatabasePath));
    }

    [Fact]
    public async Task A_side_file_of_another_instance_is_refused()
    {
        await Initialise();
        await File.WriteAllTextAsync(home.IdentityPath, new string('0', 32));
        AssertRefused("another instance");
    }

    [Fact]
    public async Task A_side_file_lost_in_a_crash_of_the_first_start_is_written_again()
    {
        await Initialise();
        var identity = await File.ReadAllTextAsync(home.IdentityPath);
        File.Delete(home.IdentityPath);

        await Initialise();

        Assert.Equal(identity, await File.ReadAllTextAsync(home.IdentityPath));
    }

    [Fact]
    public async Task A_database_without_the_sentinel_is_refused()
    {
        await Initialise();
        using (var database = new LiteDatabase(home.DatabasePath))
            database.DropCollection("meta");
        AssertRefused("whose it is");

        File.Delete(home.IdentityPath);
        AssertRefused("whose it is");
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await Initialise();
        using (var database = new LiteDatabase(home.DatabasePath))
            database.UserVersion = StoreSchema.Version + 1;
        AssertRefused("newer version");
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await Initialise();
        await File.WriteAllBytesAsync(home.DatabasePath, RandomNumberGenerator.GetBytes(3 * 8192));
        AssertRefused("damaged");
    }

    private async Task Initialise()
    {
        await using var store = home.Open();
        await store.WriteAsync(s => s.SetSetting("a", "kept"));
    }

    private void AssertRefused(string because)
    {
        var refused = Assert.Throws<StoreRefusedException>(home.Open);
        Assert.Contains(because, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }
}
