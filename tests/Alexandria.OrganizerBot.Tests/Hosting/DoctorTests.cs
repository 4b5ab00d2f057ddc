using System.Globalization;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Campaigns;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.Rehearsal.Discord;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using StagePermissions = Alexandria.OrganizerBot.Rehearsal.Discord.DiscordPermissions;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary>The verb <c>doctor</c>, against the stage and, for what the stage does not play, a scripted Discord.</summary>
public sealed class DoctorTests : IDisposable
{
    private const string Organizers = "1100000000000000021";
    private const string Actions = "1100000000000000011";
    private const string Announcements = "1100000000000000013";

    private readonly TemporaryFolder _home = new();
    private readonly InitConsole _console = new();

    public void Dispose()
    {
        _home.Dispose();
        _console.Dispose();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task All_is_well()
    {
        await using var stage = await SmallStage.OpenAsync();
        await RegisterAsync(stage);

        var code = await ExamineAsync(stage);

        Assert.True(code == ExitCodes.Ok, _console.Printed);
        Assert.All(_console.Lines.SkipLast(1), line => Assert.StartsWith("OK    ", line, StringComparison.Ordinal));
        Says("OK    token: Discord accepts it.");
        Says("OK    a-campaign, server: the bot is in Riders.");
        Says("OK    a-campaign, organizerRoles: coordinator");
        Says("OK    a-campaign, alertChannel: the bot may do in #actions what it needs.");
        Says("OK    a-campaign, coordinatorChannel: the bot may do in #announcements what it needs.");
        Says("OK    gateway: it greets; 1000 of 1000 sessions are left today.");
        Says("OK    intents: no privileged one is switched on, and none is needed.");
        Says("OK    clock: it agrees with Discord's.");
        // It only looked: no session was started, and nothing was made.
        var (_, gateway, _) = await stage.SendAsync(HttpMethod.Get, "gateway/bot");
        Assert.Equal(1000, (int?)gateway?["session_start_limit"]?["remaining"]);
        Assert.False(Directory.Exists(Data));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Commands_that_are_not_registered_yet_are_a_warning()
    {
        await using var stage = await SmallStage.OpenAsync();

        var code = await ExamineAsync(stage);

        Assert.Equal(ExitCodes.Ok, code);
        var line = Assert.Single(_console.Lines, line => line.StartsWith("WARN", StringComparison.Ordinal));
        Assert.StartsWith("WARN  commands: not registered: action, ", line, StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_wrong_token_is_said_and_never_shown_and_ends_the_questions()
    {
        await using var stage = await SmallStage.OpenAsync();

        var code = await ExamineAsync(stage, token: "wr0ng.secret.token");

        Assert.Equal(ExitCodes.Failed, code);
        Says(
            "FAIL  token: Discord refused the token. Reset it on the application's page 'Bot' and put the new one into the token's file."
        );
        Assert.DoesNotContain("wr0ng", _console.Printed, StringComparison.Ordinal);
        Assert.Single(stage.Discord.Requests);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_missing_permission_is_named_as_discord_names_it()
    {
        await using var stage = await SmallStage.OpenAsync(
            new DiscordStageOptions
            {
                EveryonePermissions = StagePermissions.Member & ~StagePermissions.AttachFiles,
                BotPermissions = StagePermissions.Bot & ~StagePermissions.AttachFiles,
            }
        );

        Assert.Equal(ExitCodes.Failed, await ExamineAsync(stage));

        Says(
            "FAIL  a-campaign, alertChannel: in #actions the bot lacks Attach Files: allow it in the channel's settings, Permissions."
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_threads_and_events_need_is_asked_for_only_where_a_campaign_uses_them()
    {
        const ulong both = StagePermissions.CreatePublicThreads | StagePermissions.CreateEvents;
        await using var stage = await SmallStage.OpenAsync(
            new DiscordStageOptions
            {
                EveryonePermissions = StagePermissions.Member & ~both,
                BotPermissions = StagePermissions.Bot & ~both,
            }
        );

        Assert.Equal(ExitCodes.Ok, await ExamineAsync(stage));
        var using_ = Campaign()
            .Replace(
                "cadence:",
                "    threads: true\n    events: true\nrisk: normal\ncadence:",
                StringComparison.Ordinal
            );
        Assert.Equal(ExitCodes.Failed, await ExamineAsync(stage, campaign: using_));

        Says(
            "FAIL  a-campaign, alertChannel: in #actions the bot lacks Create Public Threads: allow it in the channel's settings, Permissions."
        );
        Says("FAIL  a-campaign, events: the bot lacks Create Events: allow it under Server Settings, Roles.");
        Says("OK    a-campaign, coordinatorChannel: the bot may do in #announcements what it needs.");
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_channel_or_a_role_that_does_not_exist_is_named_by_its_id()
    {
        await using var stage = await SmallStage.OpenAsync();

        var code = await ExamineAsync(
            stage,
            campaign: Campaign(alert: "1100000000000000099", organizers: "1100000000000000098")
        );

        Assert.Equal(ExitCodes.Failed, code);
        Says("FAIL  a-campaign, alertChannel: there is no channel 1100000000000000099; compare the id with 'Copy ID'.");
        Says(
            "FAIL  a-campaign, organizerRoles: the server has no role 1100000000000000098; compare the id with 'Copy ID' under Server Settings, Roles."
        );
        Says("OK    a-campaign, coordinatorChannel: the bot may do in #announcements what it needs.");
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task The_role_that_everyone_has_makes_no_organizer()
    {
        await using var stage = await SmallStage.OpenAsync();
        var everyone = SmallStage.ServerId.ToString(CultureInfo.InvariantCulture);

        Assert.Equal(ExitCodes.Failed, await ExamineAsync(stage, campaign: Campaign(organizers: everyone)));

        Says($"FAIL  a-campaign, organizerRoles: {everyone} is the role that everyone has; choose another role.");
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_server_without_the_bot_says_how_to_invite_it()
    {
        await using var stage = await SmallStage.OpenAsync();

        var code = await ExamineAsync(stage, campaign: Campaign(server: "1100000000000000077"));

        Assert.Equal(ExitCodes.Failed, code);
        Says(
            "FAIL  a-campaign, server: the bot is not in 1100000000000000077, or there is no such server. Compare the id with 'Copy ID'; open the address that `invite --server 1100000000000000077` prints."
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_clock_that_is_wrong_by_a_minute_is_a_warning()
    {
        await using var stage = await SmallStage.OpenAsync();
        await RegisterAsync(stage);

        var code = await ExamineAsync(stage, clock: new ShiftedClock(TimeSpan.FromMinutes(-1)));

        Assert.Equal(ExitCodes.Ok, code);
        var line = Assert.Single(_console.Lines, line => line.StartsWith("WARN", StringComparison.Ordinal));
        // The Date header knows whole seconds only.
        Assert.Matches("^WARN  clock: it is (59|60|61) s behind Discord's, ", line);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_discord_that_is_out_is_not_taken_for_a_wrong_token()
    {
        await using var stage = await SmallStage.OpenAsync();
        stage.Discord.Inject(new StageFault.ServerError("GET /users/@me", 1));

        Assert.Equal(ExitCodes.Failed, await ExamineAsync(stage));

        Says(
            "FAIL  token: Discord could not be asked (Discord answered 503). Check this machine's connection, and discordstatus.com."
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_channels_overwrites_and_the_applications_intents_are_read()
    {
        await using var discord = await ScriptedDiscord.StartAsync();
        discord.Answer("GET /users/@me", 200, """{"id":"900","bot":true}""");
        discord.Answer("GET /applications/@me", 200, """{"id":"500","name":"Bot","flags":557056}""");
        discord.Answer("GET /applications/500/commands", 200, "[]");
        discord.AnswerWhereTheGatewayIs(remaining: 3, resetAfter: 3_600_000);
        discord.Answer("GET /guilds/1100000000000000001", 200, """{"id":"1100000000000000001","name":"Riders"}""");
        discord.Answer(
            "GET /guilds/1100000000000000001/roles",
            200,
            """[{"id":"1100000000000000001","name":"@everyone","permissions":"101376"},{"id":"1100000000000000021","name":"organizers","permissions":"0"}]"""
        );
        discord.Answer(
            "GET /guilds/1100000000000000001/members/900",
            200,
            """{"user":{"id":"900"},"roles":["1100000000000000031"]}"""
        );
        discord.Answer(
            $"GET /channels/{Actions}",
            200,
            """
            {"id":"1100000000000000011","type":0,"guild_id":"1100000000000000001","name":"actions",
             "permission_overwrites":[{"id":"1100000000000000001","type":0,"allow":"0","deny":"2048"}]}
            """
        );
        discord.Answer($"GET /channels/{Announcements}", 403, """{"message":"Missing Access","code":50001}""");
        var greeting = GreetAsync();

        var code = await ExamineAsync(discord.ApiBaseUrl, "any.secret.token");
        await greeting;

        Assert.Equal(ExitCodes.Failed, code);
        Says(
            "FAIL  a-campaign, alertChannel: in #actions the bot lacks Send Messages: allow it in the channel's settings, Permissions."
        );
        Says(
            "FAIL  a-campaign, coordinatorChannel: the bot cannot see 1100000000000000013: allow it View Channels, Send Messages, Attach Files, Read Message History in the channel's settings, Permissions."
        );
        Says(
            "WARN  intents: switched on and not needed: Server Members, Message Content. Switch them off on the application's page 'Bot', so that a stolen token reads less."
        );
        Says("WARN  gateway: it greets, but only 3 of 1000 sessions are left for 1 h; find out what restarts the bot.");

        async Task GreetAsync()
        {
            var socket = await discord.ConnectionAsync();
            await socket.HelloAsync();
            await socket.DrainAsync();
        }
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Every_fault_of_the_configuration_is_told_and_what_can_be_checked_is()
    {
        var code = await DoctorVerb.RunAsync(
            [$"--Campaigns:Directory={Path.Combine(_home.FullPath, "nowhere")}", .. Folders],
            _console,
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(ExitCodes.Failed, code);
        Says(
            "FAIL  configuration: Discord:Token is missing, and so is Signal:Endpoint: the bot needs one network at least; see docs/operating.md, \"The token\" and \"Signal\"."
        );
        Says("FAIL  campaigns: Campaigns:Directory names a folder that does not exist.");
        Says("OK    key: there is none yet; `run` makes it together with the database.");
        Says("WARN  Discord: was not asked, since there is no token to ask with.");
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_bot_on_Signal_alone_is_no_fault_and_the_places_that_are_left_out_are_named()
    {
        using var campaigns = new TemporaryCampaigns();
        campaigns.WriteReviewed("a-campaign");

        var code = await DoctorVerb.RunAsync(
            [
                $"--Campaigns:Directory={campaigns.Directory}",
                "--Signal:Endpoint=/run/signal-cli/socket",
                "--Signal:Account=+15551230001",
                "--Health:Port=0",
                .. Folders,
            ],
            _console,
            TimeProvider.System,
            TestContext.Current.CancellationToken
        );

        // Nobody listens on that socket here, and that is the only thing at fault.
        Assert.True(code == ExitCodes.Failed, _console.Printed);
        Assert.Contains("1 failed", _console.Printed, StringComparison.Ordinal);
        Says("FAIL  Signal: Nobody listens at /run/signal-cli/socket: start signal-cli, or correct Signal:Endpoint.");
        Says("WARN  campaigns: a-campaign: its places on Discord are left out, since Discord:Token is not set.");
        Says("OK    Discord: is not set up; the bot runs without it.");
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_store_in_use_is_left_alone_and_is_no_fault()
    {
        await using var stage = await SmallStage.OpenAsync();
        await RegisterAsync(stage);
        var options = new StoreOptions { DataDirectory = Data, KeysDirectory = Keys };
        await using var store = Store.Open(options, new FakeTimeProvider(), NullLogger<Store>.Instance);

        var code = await ExamineAsync(stage);

        Assert.True(code == ExitCodes.Ok, _console.Printed);
        Says("OK    key: it is there, and its owner's alone.");
        Says($"OK    data folder: {Data} belongs to its owner alone.");
    }

    [Fact]
    public void A_key_that_is_open_to_others_short_or_gone_fails()
    {
        var options = new StoreOptions { DataDirectory = Data, KeysDirectory = Keys };
        var key = _home.Write("keys/organizerbot.key", new string('k', MasterKey.Size));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            Assert.Equal($"{key} is open to others: run chmod 600 on it.", Failure());
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        File.WriteAllText(key, "short");
        Assert.Equal($"{key} has 5 bytes instead of 32: put the right key back.", Failure());
        File.Delete(key);
        _home.Write("data/organizerbot.db", "pages");
        Assert.StartsWith($"{key} is missing but the database exists", Failure(), StringComparison.Ordinal);

        string Failure() =>
            Assert.Single(MachineChecks.Folders(options, null), finding => finding.Verdict == Verdict.Fail).Text;
    }

    [Fact]
    public void Keys_and_the_token_do_not_lie_with_the_data()
    {
        var token = _home.Write("data/token", "x");
        var options = new StoreOptions { DataDirectory = Data, KeysDirectory = Path.Combine(Data, "keys") };

        var failures = MachineChecks.Folders(options, token).Where(finding => finding.Verdict == Verdict.Fail);

        Assert.Equal(["keys", "token file"], failures.Select(finding => finding.Subject));
    }

    [Fact]
    public void Little_room_and_missing_language_data_are_told()
    {
        Assert.Equal(Verdict.Ok, MachineChecks.Disk("data", 500L * 1024 * 1024).Verdict);
        Assert.Equal(Verdict.Warn, MachineChecks.Disk("data", (500L * 1024 * 1024) - 1).Verdict);
        Assert.Equal(Verdict.Ok, Assert.Single(MachineChecks.Languages()).Verdict);
        var finding = MachineChecks.Languages(["am", "xx-nowhere"]);
        Assert.Equal(Verdict.Fail, finding.Verdict);
        Assert.StartsWith("this system does not know xx-nowhere: ", finding.Text, StringComparison.Ordinal);
    }

    private string Data => Path.Combine(_home.FullPath, "data");

    private string Keys => Path.Combine(_home.FullPath, "keys");

    private IReadOnlyList<string> Folders =>
        [$"--Storage:DataDirectory={Data}", $"--Keys:Directory={Keys}", "--Health:Port=0"];

    private void Says(string line) => Assert.Contains(line, _console.Lines);

    private Task<int> ExamineAsync(
        SmallStage stage,
        string? token = null,
        string? campaign = null,
        TimeProvider? clock = null
    ) => ExamineAsync(stage.Discord.ApiBaseUrl, token ?? stage.Discord.Token, campaign, clock);

    private Task<int> ExamineAsync(Uri discord, string token, string? campaign = null, TimeProvider? clock = null)
    {
        _home.Write("campaigns/a-campaign/campaign.yaml", campaign ?? Campaign());
        return DoctorVerb.RunAsync(
            [
                $"--Discord:Token={token}",
                $"--Discord:ApiBaseUrl={discord}",
                $"--Campaigns:Directory={Path.Combine(_home.FullPath, "campaigns")}",
                .. Folders,
            ],
            _console,
            clock ?? TimeProvider.System,
            TestContext.Current.CancellationToken
        );
    }

    private static string Campaign(
        string server = "1100000000000000001",
        string alert = Actions,
        string organizers = Organizers
    ) =>
        $$"""
            title: { en: A }
            purpose: { en: B }
            timeName: { en: C }
            zone: America/Denver
            languages: [en]
            servers:
              - network: discord
                server: "{{server}}"
                alertChannel: "{{alert}}"
                coordinatorChannel: "{{Announcements}}"
                organizerRoles: ["{{organizers}}"]
            cadence:
              - { id: day-before, daysBefore: 1, audience: [pledged] }

            """;

    private static async Task RegisterAsync(SmallStage stage)
    {
        var options = new DiscordClientOptions { Token = stage.Discord.Token, ApiBaseUrl = stage.Discord.ApiBaseUrl };
        using var http = DiscordHttp.CreateClient(options);
        var rest = new DiscordRest(http, options, TimeProvider.System, NullLogger<DiscordRest>.Instance);
        var commands = await WantedCommands.MakeAsync(options);
        var answer = await rest.OverwriteGlobalCommandsAsync(
            stage.Discord.ApplicationId,
            commands,
            TestContext.Current.CancellationToken
        );
        Assert.IsType<RestResult<IReadOnlyList<RegisteredCommand>>.Ok>(answer);
    }

    /// <summary>A clock that goes wrong by a fixed span; its timers are those of the machine, as on a wrong machine.</summary>
    private sealed class ShiftedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
