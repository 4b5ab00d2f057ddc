using System.Runtime.CompilerServices;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>All checks of <c>doctor</c>, in the order in which an operator would repair what they find.</summary>
internal static class DoctorExamination
{
    public static async IAsyncEnumerable<Finding> RunAsync(
        IConfiguration configuration,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var findings = new List<Finding>();
        var networks = Read("configuration", () => BotSetup.ReadNetworks(configuration), findings);
        var campaigns = Read("campaigns", () => BotSetup.ReadCampaigns(configuration), findings);
        var store = Read("configuration", () => BotSetup.ReadStore(configuration), findings);
        if (findings.Count == 0)
            findings.Add(await ReadAllAsync(configuration, cancellationToken));
        if (campaigns is not null)
            findings.Add(Finding.Ok("campaigns", string.Join(", ", campaigns.Select(campaign => campaign.Id.Value))));
        if (campaigns is not null && networks is not null)
            findings.AddRange(BotSetup.LeftOut(campaigns, networks).Select(left => Finding.Warn("campaigns", left)));
        foreach (var finding in findings)
            yield return finding;

        foreach (var finding in MachineChecks.Languages())
            yield return finding;
        if (store is not null)
        {
            foreach (var finding in MachineChecks.Folders(store, TokenFile(configuration)))
                yield return finding;
        }
        yield return await MachineChecks.RunningBotAsync(configuration, cancellationToken);
        await foreach (var finding in AskSignalAsync(configuration, campaigns ?? [], store, cancellationToken))
            yield return finding;

        if (networks is { Discord: null })
        {
            yield return Finding.Ok("Discord", "is not set up; the bot runs without it.");
            yield break;
        }
        if (networks?.Discord is not { } discord)
        {
            yield return Finding.Warn("Discord", "was not asked, since there is no token to ask with.");
            yield break;
        }
        if (!TokenGuard.Allows(discord.ApiBaseUrl, discord.AllowedHosts))
        {
            yield return Finding.Fail(
                "Discord",
                "Discord:ApiBaseUrl leads to a host that must not see the token; remove it, or name the host in Discord:AllowedHosts."
            );
            yield break;
        }
        await foreach (var finding in AskDiscordAsync(discord, campaigns ?? [], clock, cancellationToken))
            yield return finding;
    }

    private static async IAsyncEnumerable<Finding> AskSignalAsync(
        IConfiguration configuration,
        IReadOnlyList<Campaign> campaigns,
        StoreOptions? store,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var faults = new List<Finding>();
        var signal = Read("Signal", () => new Configured(BotSetup.ReadSignal(configuration)), faults)?.Signal;
        foreach (var fault in faults)
            yield return fault;
        if (signal is null || store is null)
            yield break;
        var checks = new SignalChecks(signal, new SignalFiles(store.DataDirectory));
        await foreach (var finding in checks.RunAsync(campaigns, cancellationToken))
            yield return finding;
    }

    private static async IAsyncEnumerable<Finding> AskDiscordAsync(
        DiscordClientOptions discord,
        IReadOnlyList<Campaign> campaigns,
        TimeProvider clock,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var http = DiscordHttp.CreateClient(discord);
        var rest = new DiscordRest(http, discord, clock, NullLogger<DiscordRest>.Instance);
        var bot = await rest.GetCurrentUserAsync(cancellationToken);
        if (bot is not RestResult<DiscordUser>.Ok(var user))
        {
            yield return Finding.Fail("token", DiscordTrouble.Say(bot));
            yield return Finding.Warn("Discord", "was not asked anything else.");
            yield break;
        }
        yield return Finding.Ok("token", "Discord accepts it.");

        await foreach (var finding in new ApplicationChecks(rest, discord, clock).RunAsync(cancellationToken))
            yield return finding;
        var places = new PlaceChecks(rest, user.Id);
        foreach (var campaign in campaigns)
        {
            await foreach (var finding in places.RunAsync(campaign, cancellationToken))
                yield return finding;
        }
    }

    /// <param name="Signal">Null: the bot is not there.</param>
    private sealed record Configured(SignalSetup? Signal);

    private static T? Read<T>(string subject, Func<T> read, List<Finding> findings)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception exception)
            when (exception is ConfigurationFaultException or IOException or UnauthorizedAccessException)
        {
            findings.Add(Finding.Fail(subject, exception.Message));
            return null;
        }
    }

    private static async Task<Finding> ReadAllAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        try
        {
            var setup = await BotSetup.ReadAsync(configuration, cancellationToken);
            return setup.Clock is null
                ? Finding.Ok("configuration", "it can be read.")
                : Finding.Warn(
                    "configuration",
                    "Rehearsal:ClockAddress is set, so the bot would live in a stage's time."
                );
        }
        catch (ConfigurationFaultException fault)
        {
            return Finding.Fail("configuration", fault.Message);
        }
    }

    /// <summary>The file that the token is read from, where it is.</summary>
    private static string? TokenFile(IConfiguration configuration)
    {
        var options = BotSetup.Get<DiscordOptions>(configuration, DiscordOptions.Section);
        return options.Token.Trim().Length == 0 && File.Exists(options.TokenFile) ? options.TokenFile : null;
    }
}
