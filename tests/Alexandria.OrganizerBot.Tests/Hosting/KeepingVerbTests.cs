using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal.Signal;
using Alexandria.OrganizerBot.Tests.Storage;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary><c>backup</c>, <c>restore</c>, <c>rotate-keys</c> and <c>wipe</c>, as an operator types them.</summary>
public sealed class KeepingVerbTests : IDisposable
{
    private readonly StoreHome _home = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _home.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Backups => Path.Combine(_home.Root, "backups");

    private string[] Settings =>
        [$"--Storage:DataDirectory={_home.Options.DataDirectory}", $"--Keys:Directory={_home.Options.KeysDirectory}"];

    [Fact]
    public async Task A_stopped_bot_is_backed_up_and_restored()
    {
        await MakeAsync();

        Assert.Equal(ExitCodes.Ok, await BackupVerbs.BackUpAsync(Backups, Settings, _output, _errors, Token));
        var file = Assert.Single(Directory.GetFiles(Backups));
        Assert.Contains($"Written: {file}", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Refused, await RestoreAsync(file));
        Directory.Move(_home.Options.DataDirectory, Path.Combine(_home.Root, "lost"));
        Assert.Equal(ExitCodes.Ok, await RestoreAsync(file));

        Assert.Contains("every row opens", _output.ToString(), StringComparison.Ordinal);
        await using var store = _home.Open();
        Assert.Equal("kept", store.Read(s => s.GetSetting("a")));
    }

    [Fact]
    public async Task A_bot_that_runs_is_left_alone()
    {
        await using var running = _home.Open();

        Assert.Equal(ExitCodes.Refused, await BackupVerbs.BackUpAsync(Backups, Settings, _output, _errors, Token));
        Assert.Equal(ExitCodes.Refused, await RotateAsync());

        Assert.Equal(2, _errors.ToString().Split("Another process uses the data directory").Length - 1);
    }

    [Fact]
    public async Task A_mistyped_folder_does_not_become_an_instance()
    {
        Assert.Equal(ExitCodes.Refused, await BackupVerbs.BackUpAsync(Backups, Settings, _output, _errors, Token));

        Assert.StartsWith("There is no database in", _errors.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_home.Options.KeysDirectory));
    }

    [Fact]
    public async Task Keys_are_rotated_to_two_shares_and_back()
    {
        await MakeAsync();
        var share = Path.Combine(_home.Root, "share");
        await File.WriteAllTextAsync(share, Convert.ToBase64String(new byte[KeyShareFile.Size]), Token);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(share, UnixFileMode.UserRead);

        Assert.Equal(ExitCodes.Ok, await RotateAsync(second: share));
        Assert.Equal(ExitCodes.Refused, await RotateAsync());
        Assert.StartsWith("The second key share is missing", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, await RotateAsync(without: true, more: $"--Keys:SecondShareFile={share}"));

        await using var store = _home.Open();
        Assert.Equal("kept", store.Read(s => s.GetSetting("a")));
    }

    [Fact]
    public async Task A_rotation_leaves_a_line_in_each_campaign_s_trail()
    {
        await MakeAsync();
        var before = TimeProvider.System.Now();
        await using (var store = _home.Open())
        {
            await store.WriteAsync(
                s =>
                    s.Audit(
                        Samples.Campaign,
                        AuditRole.Organizer,
                        Samples.Alice,
                        AuditDeed.Created,
                        "A1",
                        AuditResult.Done,
                        before
                    ),
                Token
            );
        }

        Assert.Equal(ExitCodes.Ok, await RotateAsync());

        await using var rotated = _home.Open();
        var trail = rotated.Read(s => s.AuditOf(Samples.Campaign));
        Assert.Null(trail.BrokenAt);
        Assert.Equal(
            (AuditRole.Operator, null, AuditDeed.KeysRotated, null, AuditResult.Done),
            (
                trail.Entries[^1].Role,
                trail.Entries[^1].Who,
                trail.Entries[^1].Deed,
                trail.Entries[^1].About,
                trail.Entries[^1].Result
            )
        );
        Assert.Equal(2, trail.Entries.Count);
    }

    [Fact]
    public async Task A_new_second_share_must_not_lie_with_the_data()
    {
        await MakeAsync();
        var share = Path.Combine(_home.Options.DataDirectory, "share");
        await File.WriteAllTextAsync(share, Convert.ToBase64String(new byte[KeyShareFile.Size]), Token);

        Assert.Equal(ExitCodes.Refused, await RotateAsync(second: share));

        Assert.Contains("lies with the data", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_typed_phrase_wipes_everything_after_a_warning_to_see_a_lawyer()
    {
        await MakeAsync();
        using var console = new InitConsole(WipeVerb.Phrase);

        Assert.Equal(ExitCodes.Ok, await WipeAsync(console, interactive: true));

        Assert.Contains("talk to a lawyer first", console.Printed, StringComparison.Ordinal);
        Assert.Contains($"  key share: {_home.KeyPath}", console.Lines);
        Assert.Contains("Everything on the list is destroyed.", console.Lines);
        Assert.Equal(
            ["organizerbot.lock", "organizerbot.wiped"],
            Directory.GetFiles(_home.Root, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order()
        );

        using var again = new InitConsole();
        Assert.Equal(ExitCodes.Ok, await WipeAsync(again, interactive: true));
        Assert.StartsWith("Nothing of an instance is left", again.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_lists_the_same_and_changes_nothing()
    {
        await MakeAsync();
        using var console = new InitConsole();

        var code = await WipeAsync(console, interactive: true, arguments => arguments with { IsRehearsal = true });

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains($"  data: {_home.DatabasePath}", console.Lines);
        Assert.Equal("This was a rehearsal: nothing was changed.", console.Lines[^1]);
        await using var store = _home.Open();
        Assert.Equal("kept", store.Read(s => s.GetSetting("a")));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData(null)]
    public async Task Without_the_phrase_nothing_is_destroyed(string? phrase)
    {
        await MakeAsync();
        using var console = new InitConsole();

        var code = await WipeAsync(console, interactive: false, arguments => arguments with { Phrase = phrase });

        Assert.Equal(ExitCodes.Failed, code);
        Assert.Equal("Nothing was destroyed.", console.Lines[^1]);
        await using var store = _home.Open();
        Assert.Equal("kept", store.Read(s => s.GetSetting("a")));
    }

    [Fact]
    public async Task In_the_wrong_folder_it_says_that_there_is_nothing_and_does_not_pass_for_a_wipe()
    {
        using var console = new InitConsole();

        Assert.Equal(ExitCodes.Failed, await WipeAsync(console, interactive: true));

        Assert.Contains("--Storage:DataDirectory=", console.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_runs_is_told_of_and_wiped_under_its_feet()
    {
        await MakeAsync();
        await using var running = _home.Open();
        using var console = new InitConsole(WipeVerb.Phrase);

        Assert.Equal(ExitCodes.Ok, await WipeAsync(console, interactive: true));

        Assert.Contains("The bot is running.", console.Printed, StringComparison.Ordinal);
        Assert.False(File.Exists(_home.KeyPath));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Where_signal_cli_answers_the_bot_leaves_its_groups()
    {
        await MakeAsync();
        await using var signal = await SmallSignal.OpenAsync();
        using var console = new InitConsole(WipeVerb.Phrase);

        var code = await WipeWithSignalAsync(console, signal.Signal.Endpoint, signal.Signal.Account);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains(signal.Signal.Calls, call => call.Method == "quitGroup");
        Assert.Contains(console.Lines, line => line.StartsWith("The bot has left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_signal_cli_is_gone_the_wipe_goes_on()
    {
        await MakeAsync();
        using var console = new InitConsole(WipeVerb.Phrase);

        var code = await WipeWithSignalAsync(console, Path.Combine(_home.Root, "no-socket"), "+15550100001");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("Signal could not be reached", console.Printed, StringComparison.Ordinal);
        Assert.False(File.Exists(_home.DatabasePath));
    }

    private async Task MakeAsync()
    {
        await using var store = _home.Open();
        await store.WriteAsync(
            s =>
            {
                s.SetSetting("a", "kept");
                s.Save(Samples.Pledge(1, Samples.Alice));
            },
            Token
        );
    }

    private Task<int> RestoreAsync(string file) => BackupVerbs.RestoreAsync(file, Settings, _output, _errors, Token);

    private Task<int> RotateAsync(string? second = null, bool without = false, params string[] more) =>
        BackupVerbs.RotateAsync(new RotateArguments(second, without, [.. Settings, .. more]), _output, _errors, Token);

    private Task<int> WipeWithSignalAsync(InitConsole console, string endpoint, string account) =>
        WipeAsync(
            console,
            interactive: true,
            arguments =>
                arguments with
                {
                    Settings = [.. Settings, $"--Signal:Endpoint={endpoint}", $"--Signal:Account={account}"],
                }
        );

    private Task<int> WipeAsync(
        InitConsole console,
        bool interactive,
        Func<WipeArguments, WipeArguments>? change = null
    )
    {
        var arguments = new WipeArguments(Settings);
        return new WipeVerb(change?.Invoke(arguments) ?? arguments, console, interactive, TimeProvider.System).RunAsync(
            Token
        );
    }
}
