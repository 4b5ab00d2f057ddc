using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Configuration;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>The configuration, read and checked once: everything behind it may rely on it.</summary>
internal sealed record BotSetup
{
    public required StoreOptions Store { get; init; }
    public required DiscordClientOptions Discord { get; init; }
    public required IReadOnlyList<Campaign> Campaigns { get; init; }
    public required int HealthPort { get; init; }

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
        var discord = ReadDiscord(configuration);
        DemandAddress(discord.ApiBaseUrl, "Discord:ApiBaseUrl");
        var campaigns = ReadCampaigns(configuration);
        var health = Get<HealthOptions>(configuration, HealthOptions.Section);
        if (health.Port is < 0 or > 65535)
            throw new ConfigurationFaultException("Health:Port must be a port number, or 0 for any free one.");

        var clock = await ReadClockAsync(
            Get<RehearsalOptions>(configuration, RehearsalOptions.Section).ClockAddress,
            discord,
            cancellationToken
        );
        return new BotSetup
        {
            Store = ReadStore(configuration),
            Discord = discord,
            Campaigns = campaigns,
            HealthPort = health.Port,
            Time = clock?.Time ?? TimeProvider.System,
            Clock = clock,
        };
    }

    /// <summary>Where the store's files lie.</summary>
    /// <exception cref="ConfigurationFaultException">A setting cannot be read.</exception>
    internal static StoreOptions ReadStore(IConfiguration configuration) =>
        new()
        {
            DataDirectory = Get<StorageOptions>(configuration, StorageOptions.Section).DataDirectory,
            KeysDirectory = Get<KeysOptions>(configuration, KeysOptions.Section).Directory,
        };

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

    /// <summary>Discord's side, with the token.</summary>
    /// <exception cref="ConfigurationFaultException">There is no token.</exception>
    internal static DiscordClientOptions ReadDiscord(IConfiguration configuration)
    {
        var options = Get<DiscordOptions>(configuration, DiscordOptions.Section);
        var token = options.Token.Trim();
        if (token.Length == 0 && options.TokenFile is { Length: > 0 } file)
        {
            if (!File.Exists(file))
                throw new ConfigurationFaultException("Discord:TokenFile names a file that does not exist.");
            token = File.ReadAllText(file).Trim();
        }
        if (token.Length == 0)
            throw new ConfigurationFaultException("Discord:Token is missing; see docs/operating.md, \"The token\".");
        return new DiscordClientOptions
        {
            Token = token,
            ApiBaseUrl = options.ApiBaseUrl,
            AllowedHosts = options.AllowedHosts,
        };
    }

    /// <summary>The campaigns to run.</summary>
    /// <exception cref="ConfigurationFaultException">There is none, or a file has mistakes.</exception>
    internal static IReadOnlyList<Campaign> ReadCampaigns(IConfiguration configuration)
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
        // A place on a network that this version does not speak must not hold up the others: `check` warns of it.
        var campaigns = reading
            .Campaigns.Select(campaign =>
                campaign with
                {
                    Servers = [.. campaign.Servers.Where(server => server.Network == Networks.Discord)],
                }
            )
            .ToList();
        if (calendar.UrlOverride is not { } url)
            return campaigns;
        if (!url.IsLoopback)
            throw new ConfigurationFaultException(
                "Calendar:UrlOverride is for rehearsals and must be a loopback address."
            );
        return
        [
            .. campaigns.Select(campaign =>
                campaign with
                {
                    Feeds = [.. campaign.Feeds.Select(feed => feed with { Url = url })],
                }
            ),
        ];
    }

    private static async Task<RehearsalClock?> ReadClockAsync(
        string? address,
        DiscordClientOptions discord,
        CancellationToken cancellationToken
    )
    {
        if (string.IsNullOrEmpty(address))
            return null;
        if (!discord.ApiBaseUrl.IsLoopback)
            throw new ConfigurationFaultException(
                "Rehearsal:ClockAddress is set, but Discord:ApiBaseUrl is not a loopback address; a bot that talks to real people lives in real time."
            );
        return await RehearsalClock.ConnectAsync(address, cancellationToken);
    }
}
