using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Configuration;
using NodaTime;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>Signal's side of the configuration.</summary>
/// <param name="Daemon">For the client.</param>
/// <param name="MessagesPerMinute">The pace at the most.</param>
internal sealed record SignalSetup(SignalDaemonOptions Daemon, int MessagesPerMinute);

/// <summary>How calendars are asked.</summary>
/// <param name="Contact">What their servers are told about whom to reach; null: nothing.</param>
/// <param name="Tokens">For Legistar's API.</param>
internal sealed record CalendarSetup(string? Contact, LegistarTokens Tokens)
{
    public static CalendarSetup Default { get; } = new(Contact: null, LegistarTokens.None);
}

/// <summary>The networks that are set up; at least one is.</summary>
internal sealed record NetworksSetup(DiscordClientOptions? Discord, SignalSetup? Signal)
{
    public bool Includes(string network) =>
        network == Networks.Discord ? Discord is not null : network == Networks.Signal && Signal is not null;
}

/// <summary>The configuration, read and checked once: everything behind it may rely on it.</summary>
internal sealed record BotSetup
{
    public required StoreOptions Store { get; init; }

    /// <summary>Discord's side; null: the bot is not there.</summary>
    public DiscordClientOptions? Discord { get; init; }

    /// <summary>How fast new private conversations are opened on Discord.</summary>
    public OpeningLimits Openings { get; init; } = OpeningLimits.Default;

    /// <summary>Signal's side; null: the bot is not there.</summary>
    public SignalSetup? Signal { get; init; }

    /// <summary>The campaigns, with their places on the networks that are set up.</summary>
    public required IReadOnlyList<Campaign> Campaigns { get; init; }

    /// <summary>What the operator should know, in sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public required int HealthPort { get; init; }

    /// <summary>For how long nobody may organize.</summary>
    public DeadManPatience DeadMan { get; init; } = new(Days: null);

    /// <summary>How calendars are asked.</summary>
    public CalendarSetup Calendar { get; init; } = CalendarSetup.Default;

    /// <summary>The domain's clock: the real one, or the stage's.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The clock of heartbeats, rate limits and time-outs; no setting moves it off the real one.</summary>
    public ProtocolTime Protocol { get; init; } = new(TimeProvider.System);

    /// <summary>The connection to the stage, in a rehearsal.</summary>
    public RehearsalClock? Clock { get; init; }

    /// <summary>Reads the configuration of <c>run</c>.</summary>
    /// <exception cref="ConfigurationFaultException">Something is missing or contradictory.</exception>
    public static async Task<BotSetup> ReadAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        var networks = ReadNetworks(configuration);
        var campaigns = ReadCampaigns(configuration);
        var health = Get<HealthOptions>(configuration, HealthOptions.Section);
        if (health.Port is < 0 or > 65535)
            throw new ConfigurationFaultException("Health:Port must be a port number, or 0 for any free one.");

        var clock = await ReadClockAsync(
            Get<RehearsalOptions>(configuration, RehearsalOptions.Section).ClockAddress,
            networks.Discord,
            cancellationToken
        );
        return new BotSetup
        {
            Store = ReadStore(configuration),
            Discord = networks.Discord,
            Openings = ReadOpenings(configuration),
            Signal = networks.Signal,
            Campaigns =
            [
                // A place on a network that is not set up must not hold up the others.
                .. campaigns.Select(campaign =>
                    campaign with
                    {
                        Servers = [.. campaign.Servers.Where(server => networks.Includes(server.Network))],
                    }
                ),
            ],
            Warnings = [.. LeftOut(campaigns, networks)],
            HealthPort = health.Port,
            DeadMan = ReadDeadMan(configuration),
            Calendar = ReadCalendar(configuration),
            Time = clock?.Time ?? TimeProvider.System,
            Clock = clock,
        };
    }

    /// <summary>How calendars are asked.</summary>
    /// <exception cref="ConfigurationFaultException">A setting cannot be read.</exception>
    internal static CalendarSetup ReadCalendar(IConfiguration configuration)
    {
        var options = Get<CalendarOptions>(configuration, CalendarOptions.Section);
        var contact = options.Contact.Trim();
        if (contact.Length > 100 || contact.Any(character => character is <= ' ' or > '~' or '(' or ')' or '\\'))
            throw new ConfigurationFaultException(
                "Calendar:Contact must be one e-mail or web address of at most 100 plain characters."
            );
        return new CalendarSetup(contact.Length == 0 ? null : contact, new LegistarTokens(options.Tokens));
    }

    private static DeadManPatience ReadDeadMan(IConfiguration configuration)
    {
        var days = Get<DeadManOptions>(configuration, DeadManOptions.Section).Days;
        return days is 0 or >= DeadManOptions.Fewest
            ? new DeadManPatience(days == 0 ? null : days)
            : throw new ConfigurationFaultException(
                "DeadMan:Days must be 14 or more, so that there is time for two warnings; or 0 to keep members for ever."
            );
    }

    /// <summary>Where the store's files lie.</summary>
    /// <exception cref="ConfigurationFaultException">A setting cannot be read.</exception>
    internal static StoreOptions ReadStore(IConfiguration configuration)
    {
        var backups = Get<BackupOptions>(configuration, BackupOptions.Section).Directory;
        return new StoreOptions
        {
            DataDirectory = Get<StorageOptions>(configuration, StorageOptions.Section).DataDirectory,
            KeysDirectory = Get<KeysOptions>(configuration, KeysOptions.Section).Directory,
            SecondShares = [.. SecondShares(configuration)],
            BackupDirectory = string.IsNullOrWhiteSpace(backups) ? null : backups,
        };
    }

    /// <summary>The name under which the unit hands over the second key share, and systemd's folder for it.</summary>
    private const string ShareCredential = "organizerbot-share";
    private const string CredentialsDirectory = "CREDENTIALS_DIRECTORY";

    /// <summary>Every place that is named for the second key share; it is the store that refuses more than one.</summary>
    private static IEnumerable<SecondShare> SecondShares(IConfiguration configuration)
    {
        var keys = Get<KeysOptions>(configuration, KeysOptions.Section);
        if (
            configuration[CredentialsDirectory] is { Length: > 0 } credentials
            && Path.Combine(credentials, ShareCredential) is var credential
            && File.Exists(credential)
        )
            yield return new SecondShare.InFile($"the credential {ShareCredential}", credential, IsCredential: true);
        if (!string.IsNullOrWhiteSpace(keys.SecondShareFile))
            yield return new SecondShare.InFile("Keys:SecondShareFile", keys.SecondShareFile);
        if (!string.IsNullOrWhiteSpace(keys.SecondShare))
            yield return new SecondShare.InSetting("Keys:SecondShare", keys.SecondShare);
    }

    internal static T Get<T>(IConfiguration configuration, string section)
        where T : new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException exception)
        {
            throw new ConfigurationFaultException(
                $"A setting in section {section} cannot be read; correct it: {exception.Message}"
            );
        }
    }

    private static void DemandAddress(Uri address, string setting)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new ConfigurationFaultException(
                $"{setting} must be an address that begins with https:// or http://."
            );
    }

    /// <summary>Every network that is set up.</summary>
    /// <exception cref="ConfigurationFaultException">None is, or a setting is missing or cannot be.</exception>
    internal static NetworksSetup ReadNetworks(IConfiguration configuration)
    {
        var networks = new NetworksSetup(
            Get<DiscordOptions>(configuration, DiscordOptions.Section).IsSetUp ? ReadDiscord(configuration) : null,
            ReadSignal(configuration)
        );
        if (networks is { Discord: null, Signal: null })
            throw new ConfigurationFaultException(
                "Discord:Token is missing, and so is Signal:Endpoint: the bot needs one network at least; see docs/operating.md, \"The token\" and \"Signal\"."
            );
        return networks;
    }

    /// <summary>Which places of the campaigns are on no network that is set up: one sentence a campaign and network.</summary>
    internal static IEnumerable<string> LeftOut(IReadOnlyList<Campaign> campaigns, NetworksSetup networks)
    {
        foreach (var campaign in campaigns)
        {
            if (!campaign.Servers.Any(server => networks.Includes(server.Network)))
                yield return $"{campaign.Id} has no place on a network that is set up, so its alerts reach nobody.";
            if (networks.Discord is null && campaign.Servers.Any(server => server.Network == Networks.Discord))
                yield return $"{campaign.Id}: its places on Discord are left out, since Discord:Token is not set.";
            if (networks.Signal is null && campaign.Servers.Any(server => server.Network == Networks.Signal))
                yield return $"{campaign.Id}: its places on Signal are left out, since Signal:Endpoint is not set.";
        }
    }

    /// <summary>Discord's side, with the token.</summary>
    /// <exception cref="ConfigurationFaultException">
    /// There is no token, its file cannot be read, or the address is none.
    /// </exception>
    internal static DiscordClientOptions ReadDiscord(IConfiguration configuration)
    {
        var options = Get<DiscordOptions>(configuration, DiscordOptions.Section);
        var token = options.Token.Trim();
        if (token.Length == 0 && options.TokenFile is { Length: > 0 } file)
        {
            if (!File.Exists(file))
                throw new ConfigurationFaultException("Discord:TokenFile names a file that does not exist.");
            token = ReadSecret(file, "Discord:TokenFile");
        }
        if (token.Length == 0)
            throw new ConfigurationFaultException("Discord:Token is missing; see docs/operating.md, \"The token\".");
        DemandAddress(options.ApiBaseUrl, "Discord:ApiBaseUrl");
        return new DiscordClientOptions
        {
            Token = token,
            ApiBaseUrl = options.ApiBaseUrl,
            AllowedHosts = options.AllowedHosts,
        };
    }

    private static OpeningLimits ReadOpenings(IConfiguration configuration)
    {
        var options = Get<DiscordOptions>(configuration, DiscordOptions.Section);
        if (
            options.NewConversationsAtOnce < 1
            || options.SecondsBetweenNewConversations < 1
            || options.NewConversationsPerDay < 1
        )
            throw new ConfigurationFaultException(
                "Discord:NewConversationsAtOnce, SecondsBetweenNewConversations and NewConversationsPerDay must each be 1 or more."
            );
        return new OpeningLimits(
            options.NewConversationsAtOnce,
            Duration.FromSeconds(options.SecondsBetweenNewConversations),
            options.NewConversationsPerDay
        );
    }

    /// <summary>Signal's side; null where no endpoint is set.</summary>
    /// <exception cref="ConfigurationFaultException">A setting is missing or cannot be.</exception>
    internal static SignalSetup? ReadSignal(IConfiguration configuration)
    {
        var options = Get<SignalOptions>(configuration, SignalOptions.Section);
        if (!options.IsSetUp)
            return null;
        if (!SignalEndpoint.TryParse(PlainAddress(options.Endpoint), out var endpoint, out var problem))
            throw new ConfigurationFaultException($"Signal:Endpoint cannot be used: {problem}");
        var number = options.Account.Trim();
        if (number.Length == 0 && options.AccountFile is { Length: > 0 } file)
            number = ReadSecret(file, "Signal:AccountFile");
        if (!SignalAccount.TryParse(number, out var account))
            throw new ConfigurationFaultException(
                "Signal:Account must be the bot's number with + and country code; see docs/operating.md, \"Signal\"."
            );
        if (options.MessagesPerMinute is < 1 or > 60_000)
            throw new ConfigurationFaultException("Signal:MessagesPerMinute must be at least 1; 60 is a good number.");
        return new SignalSetup(
            new SignalDaemonOptions { Endpoint = endpoint, Account = account },
            options.MessagesPerMinute
        );
    }

    /// <summary>The address without the scheme that signal-cli's own messages write before it.</summary>
    private static string PlainAddress(string endpoint)
    {
        var address = endpoint.Trim();
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && address[..colon] is "unix" or "tcp" ? address[(colon + 1)..] : address;
    }

    private static string ReadSecret(string file, string setting)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationFaultException(
                $"{setting} names a file that cannot be read; give the bot's user the right to read it."
            );
        }
    }

    /// <summary>The campaigns to run.</summary>
    /// <exception cref="ConfigurationFaultException">
    /// There is none, or a file has mistakes, or one makes claims about people or law that nobody has reviewed and real people
    /// would read them.
    /// </exception>
    internal static IReadOnlyList<Campaign> ReadCampaigns(IConfiguration configuration, bool isForPeople = true)
    {
        var options = Get<CampaignsOptions>(configuration, CampaignsOptions.Section);
        var calendar = Get<CalendarOptions>(configuration, CalendarOptions.Section);
        if (calendar.UrlOverride is { } feed)
            DemandAddress(feed, "Calendar:UrlOverride");
        var only = options.Only.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (!Directory.Exists(options.Directory))
            throw new ConfigurationFaultException("Campaigns:Directory names a folder that does not exist.");
        var reading = CampaignFolder.ReadAll(options.Directory, only.Length == 0 ? null : only);
        // What is wrong is about no file: there is none, or not the one that was named.
        if (reading.Campaigns.Count == 0 && reading.Findings.All(finding => !File.Exists(finding.File)))
            throw new ConfigurationFaultException(
                "Campaigns:Directory holds no campaign to run, or not the one that Campaigns:Only names; see docs/campaigns.md."
            );
        if (reading.HasErrors)
            throw new ConfigurationFaultException(
                "A campaign's file has mistakes; the verb `check` lists them with their lines."
            );
        if (isForPeople && reading.Unreviewed.Count > 0 && ReachesPeople(configuration))
            throw new ConfigurationFaultException(
                string.Join(
                    Environment.NewLine,
                    reading
                        .Unreviewed.Values.SelectMany(unreviewed => unreviewed)
                        .Select(finding => $"{finding.File}:{finding.Line}: {finding.Message}")
                )
            );
        if (calendar.UrlOverride is not { } url)
            return reading.Campaigns;
        if (!url.IsLoopback)
            throw new ConfigurationFaultException(
                "Calendar:UrlOverride is for rehearsals and must be a loopback address."
            );
        return
        [
            .. reading.Campaigns.Select(campaign =>
                campaign with
                {
                    Feeds = [.. campaign.Feeds.Select(feed => feed with { Url = url })],
                }
            ),
        ];
    }

    /// <summary>
    /// Whether what the bot says leaves this machine. A Discord on loopback is a stage. signal-cli is on this machine in any
    /// case, so a Signal counts as real unless the time is a stage's too. Nothing set up yet counts as real.
    /// </summary>
    private static bool ReachesPeople(IConfiguration configuration)
    {
        var discord = Get<DiscordOptions>(configuration, DiscordOptions.Section);
        var onSignal = Get<SignalOptions>(configuration, SignalOptions.Section).IsSetUp;
        if ((discord.IsSetUp || !onSignal) && discord.ApiBaseUrl is not { IsAbsoluteUri: true, IsLoopback: true })
            return true;
        return onSignal
            && string.IsNullOrEmpty(Get<RehearsalOptions>(configuration, RehearsalOptions.Section).ClockAddress);
    }

    private static async Task<RehearsalClock?> ReadClockAsync(
        string? address,
        DiscordClientOptions? discord,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(address))
            return null;
        // A Signal:Endpoint is on this machine, or it would have been refused.
        if (discord is { ApiBaseUrl.IsLoopback: false })
            throw new ConfigurationFaultException(
                "Rehearsal:ClockAddress is set, but Discord:ApiBaseUrl is not a loopback address; a bot that talks to real people lives in real time."
            );
        return await RehearsalClock.ConnectAsync(address, cancellationToken);
    }
}
