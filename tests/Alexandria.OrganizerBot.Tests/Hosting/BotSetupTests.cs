using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Tests.Campaigns;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary>An operator who made a mistake reads one sentence that says what to do.</summary>
public sealed class BotSetupTests : IDisposable
{
    private readonly TemporaryCampaigns _folder = new();
    private readonly TemporaryCampaigns _campaigns = new();

    public BotSetupTests()
    {
        foreach (var campaign in (string[])["alexandria-transfers", "bus-line-7"])
            _campaigns.Write(campaign, TemporaryCampaigns.Reviewed(campaign));
    }

    private const string NoNetwork =
        "Discord:Token is missing, and so is Signal:Endpoint: the bot needs one network at least; see docs/operating.md, \"The token\" and \"Signal\".";

    private Dictionary<string, string?> Good =>
        new(StringComparer.Ordinal)
        {
            ["Discord:Token"] = "a-token",
            ["Campaigns:Directory"] = _campaigns.Directory,
            ["Storage:DataDirectory"] = Path.Combine(_folder.Directory, "data"),
            ["Keys:Directory"] = Path.Combine(_folder.Directory, "keys"),
            ["Health:Port"] = "0",
        };

    [Theory]
    [InlineData("Discord:Token", "", NoNetwork)]
    [InlineData("Discord:Token", "   ", NoNetwork)]
    [InlineData(
        "Discord:ApiBaseUrl",
        "discord.com/api",
        "Discord:ApiBaseUrl must be an address that begins with https:// or http://."
    )]
    [InlineData(
        "Discord:ApiBaseUrl",
        "ftp://discord.com",
        "Discord:ApiBaseUrl must be an address that begins with https:// or http://."
    )]
    [InlineData("Campaigns:Directory", "no-such-folder", "Campaigns:Directory names a folder that does not exist.")]
    [InlineData(
        "Campaigns:Only",
        "no-such-campaign",
        "Campaigns:Directory holds no campaign to run, or not the one that Campaigns:Only names; see docs/campaigns.md."
    )]
    [InlineData(
        "Calendar:UrlOverride",
        "https://evil.example/feed",
        "Calendar:UrlOverride is for rehearsals and must be a loopback address."
    )]
    [InlineData(
        "Calendar:UrlOverride",
        "feed.json",
        "Calendar:UrlOverride must be an address that begins with https:// or http://."
    )]
    [InlineData(
        "Calendar:Contact",
        "call me (please)",
        "Calendar:Contact must be one e-mail or web address of at most 100 plain characters."
    )]
    [InlineData("Health:Port", "65536", "Health:Port must be a port number, or 0 for any free one.")]
    [InlineData(
        "DeadMan:Days",
        "13",
        "DeadMan:Days must be 14 or more, so that there is time for two warnings; or 0 to keep members for ever."
    )]
    [InlineData("Health:Port", "-1", "Health:Port must be a port number, or 0 for any free one.")]
    [InlineData(
        "Rehearsal:ClockAddress",
        "127.0.0.1:9",
        "Rehearsal:ClockAddress is set, but Discord:ApiBaseUrl is not a loopback address; a bot that talks to real people lives in real time."
    )]
    public async Task A_mistake_is_one_sentence(string setting, string value, string sentence)
    {
        var message = await FaultAsync(setting, value);

        Assert.Equal(sentence, message);
        Assert.DoesNotContain('\n', message);
        Assert.EndsWith(".", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_the_wrong_kind_is_named() =>
        Assert.Contains("Health:Port", await FaultAsync("Health:Port", "eighty"), StringComparison.Ordinal);

    [Fact]
    public async Task A_token_file_that_is_not_there_is_named_by_its_setting() =>
        Assert.Equal(
            "Discord:TokenFile names a file that does not exist.",
            await FaultAsync("Discord:Token", "", ("Discord:TokenFile", "/no/such/file"))
        );

    [Fact]
    public async Task A_token_file_that_cannot_be_read_is_named_by_its_setting()
    {
        var file = Path.Combine(_folder.Directory, "token");
        await using var held = new FileStream(file, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(
            "Discord:TokenFile names a file that cannot be read; give the bot's user the right to read it.",
            await FaultAsync("Discord:Token", "", ("Discord:TokenFile", file))
        );
    }

    [Fact]
    public async Task The_clock_of_a_stage_must_be_on_this_machine() =>
        Assert.Equal(
            "Rehearsal:ClockAddress must be a loopback address with a port; leave it out to run for real.",
            await FaultAsync(
                "Rehearsal:ClockAddress",
                "192.0.2.1:80",
                ("Discord:ApiBaseUrl", "http://127.0.0.1:9/api/v10")
            )
        );

    [Fact]
    public async Task A_campaign_with_a_mistake_sends_the_operator_to_check()
    {
        _folder.Write("a-campaign", TemporaryCampaigns.Smallest.Replace("zone: ", "zon: ", StringComparison.Ordinal));

        Assert.Equal(
            "A campaign's file has mistakes; the verb `check` lists them with their lines.",
            await FaultAsync("Campaigns:Directory", _folder.Directory)
        );
    }

    [Fact]
    public async Task A_folder_without_campaigns_runs_nothing() =>
        Assert.Equal(
            "Campaigns:Directory holds no campaign to run, or not the one that Campaigns:Only names; see docs/campaigns.md.",
            await FaultAsync("Campaigns:Directory", _folder.Directory)
        );

    [Fact]
    public async Task The_token_may_lie_in_a_file()
    {
        var file = Path.Combine(_folder.Directory, "token");
        await File.WriteAllTextAsync(file, "from-the-file\n", TestContext.Current.CancellationToken);

        var setup = await ReadAsync(("Discord:Token", ""), ("Discord:TokenFile", file));

        Assert.Equal("from-the-file", setup.Discord?.Token);
    }

    [Fact]
    public async Task Without_a_stage_time_is_real_and_Discord_is_Discord()
    {
        var setup = await ReadAsync();

        Assert.Same(TimeProvider.System, setup.Time);
        Assert.Null(setup.Clock);
        Assert.Equal(new Uri("https://discord.com/api/v10"), setup.Discord?.ApiBaseUrl);
        Assert.Equal(["alexandria-transfers", "bus-line-7"], setup.Campaigns.Select(c => c.Id.Value).Order());
    }

    [Fact]
    public async Task Calendars_are_asked_with_the_tokens_and_the_contact_of_the_configuration()
    {
        var setup = await ReadAsync(("Calendar:Tokens:town", "secret"), ("Calendar:Contact", " bot@town.example "));

        Assert.Equal("bot@town.example", setup.Calendar.Contact);
        var address = new Uri("https://webapi.legistar.com/v1/town/events");
        Assert.Equal("?token=secret", setup.Calendar.Tokens.Sign(address).Query);
        Assert.Null((await ReadAsync()).Calendar.Contact);
    }

    [Fact]
    public async Task Only_the_campaigns_that_are_named_run_and_a_rehearsal_reads_every_feed_from_its_own()
    {
        var url = "http://127.0.0.1:9/feed";

        var one = await ReadAsync(("Campaigns:Only", " bus-line-7 ,"));
        var all = await ReadAsync(("Calendar:UrlOverride", url));

        Assert.Equal("bus-line-7", Assert.Single(one.Campaigns).Id.Value);
        var feeds = all.Campaigns.SelectMany(campaign => campaign.Feeds).ToList();
        Assert.NotEmpty(feeds);
        Assert.All(feeds, feed => Assert.Equal(new Uri(url), feed.Url));
    }

    [Fact]
    public async Task A_token_file_with_nothing_in_it_is_a_mistake_even_beside_Signal()
    {
        var file = Path.Combine(_folder.Directory, "token");
        await File.WriteAllTextAsync(file, "\n", TestContext.Current.CancellationToken);

        Assert.Equal(
            "Discord:Token is missing; see docs/operating.md, \"The token\".",
            await FaultAsync("Discord:Token", "", [("Discord:TokenFile", file), .. OnSignal])
        );
    }

    [Fact]
    public async Task Signal_alone_is_enough_and_the_places_on_Discord_are_left_out_with_a_warning()
    {
        _folder.WriteReviewed("on-both", OnBothNetworks);
        // Two campaigns cannot share a server that neither divides into channels.
        _folder.WriteReviewed(
            "on-discord",
            TemporaryCampaigns.Smallest.Replace("3000000000000000", "4000000000000000", StringComparison.Ordinal)
        );

        var setup = await ReadAsync([("Discord:Token", ""), ("Campaigns:Directory", _folder.Directory), .. OnSignal]);

        Assert.Null(setup.Discord);
        Assert.Equal("+15551230001", setup.Signal?.Daemon.Account.Number);
        Assert.Equal(
            [("on-both", "signal")],
            setup.Campaigns.SelectMany(campaign =>
                campaign.Servers.Select(server => (campaign.Id.Value, server.Network))
            )
        );
        Assert.Equal(
            [
                "on-both: its places on Discord are left out, since Discord:Token is not set.",
                "on-discord has no place on a network that is set up, so its alerts reach nobody.",
                "on-discord: its places on Discord are left out, since Discord:Token is not set.",
            ],
            setup.Warnings
        );
    }

    [Fact]
    public async Task Without_Signal_the_groups_are_left_out_with_a_warning_and_with_both_networks_nothing_is()
    {
        _folder.WriteReviewed("on-both", OnBothNetworks);

        var discord = await ReadAsync(("Campaigns:Directory", _folder.Directory));
        var both = await ReadAsync([("Campaigns:Directory", _folder.Directory), .. OnSignal]);

        Assert.Equal("discord", Assert.Single(Assert.Single(discord.Campaigns).Servers).Network);
        Assert.Equal(
            "on-both: its places on Signal are left out, since Signal:Endpoint is not set.",
            Assert.Single(discord.Warnings)
        );
        Assert.Equal(["discord", "signal"], Assert.Single(both.Campaigns).Servers.Select(server => server.Network));
        Assert.Empty(both.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("http://127.0.0.1:9/api/v10")]
    public async Task A_live_Signal_reaches_people_so_an_unreviewed_claim_ends_the_start(string discord)
    {
        _folder.Write("on-both", OnBothNetworks);

        var fault = await Assert.ThrowsAsync<ConfigurationFaultException>(() =>
            ReadAsync([
                ("Discord:Token", discord.Length == 0 ? "" : "a-token"),
                ("Discord:ApiBaseUrl", discord.Length == 0 ? "https://discord.com/api/v10" : discord),
                ("Campaigns:Directory", _folder.Directory),
                .. OnSignal,
            ])
        );

        Assert.Contains("was never reviewed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rehearsal_on_Signal_alone_takes_any_claim_and_the_time_of_the_stage()
    {
        _folder.Write("on-both", OnBothNetworks);
        await using var clock = new StageClock(Instant.FromUtc(2026, 3, 1, 12, 0), DateTimeZone.Utc);

        var setup = await ReadAsync([
            ("Discord:Token", ""),
            ("Rehearsal:ClockAddress", clock.Address),
            ("Campaigns:Directory", _folder.Directory),
            .. OnSignal,
        ]);
        using var bots = setup.Clock;

        Assert.NotNull(bots);
        Assert.Same(bots.Time, setup.Time);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _campaigns.Dispose();
    }

    private static readonly (string Setting, string Value)[] OnSignal =
    [
        ("Signal:Endpoint", "/run/signal-cli/socket"),
        ("Signal:Account", "+15551230001"),
    ];

    private static readonly string OnBothNetworks = TemporaryCampaigns.Smallest.Replace(
        "cadence:",
        """
          - network: signal
            server: "cmlnLWdyb3VwLW51bWJlci0xMQ=="
            coordinatorChannel: "cmlnLWdyb3VwLW51bWJlci0yMg=="
            organizerRoles: ["cmlnLWdyb3VwLW51bWJlci0yMg==/member"]
        cadence:
        """,
        StringComparison.Ordinal
    );

    private async Task<string> FaultAsync(string setting, string value, params (string, string)[] more) =>
        (await Assert.ThrowsAsync<ConfigurationFaultException>(() => ReadAsync([(setting, value), .. more]))).Message;

    private Task<BotSetup> ReadAsync(params (string Setting, string Value)[] changes)
    {
        var settings = Good;
        foreach (var (setting, value) in changes)
            settings[setting] = value;
        return BotSetup.ReadAsync(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            TestContext.Current.CancellationToken
        );
    }
}
