using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Microsoft.Extensions.Logging.Abstractions;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary><c>invite</c>: prints the address that installs the bot, with the fewest permissions.</summary>
internal static class InviteVerb
{
    public static async Task<int> RunAsync(
        InviteArguments arguments,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (arguments.Server is { } server && DiscordIds.FaultOf(server) is { } serverFault)
                throw new ConfigurationFaultException($"--server: {serverFault}");
            if (arguments.Application is { } given && DiscordIds.FaultOf(given) is { } applicationFault)
                throw new ConfigurationFaultException($"--application: {applicationFault}");

            var application = arguments.Application ?? await AskAsync(arguments.Settings, cancellationToken);
            var needed = NeededPermissions.On(Servers(arguments, errors));
            await output.WriteLineAsync("The bot asks for these permissions and no others:");
            foreach (var permission in needed)
                await output.WriteLineAsync($"  {permission.Name}: {permission.Why}");
            await output.WriteLineAsync();
            await output.WriteLineAsync("Somebody who may manage the server opens this address:");
            await output.WriteLineAsync(NeededPermissions.InstallAddress(application, needed, arguments.Server));
            return ExitCodes.Ok;
        }
        catch (Exception exception) when (exception is ConfigurationFaultException or DiscordHostRefusedException)
        {
            await errors.WriteLineAsync(exception.Message.AsMemory(), cancellationToken);
            return ExitCodes.Refused;
        }
    }

    /// <summary>
    /// The places of the campaigns that the settings name, where there are any yet: somebody may install the bot first.
    /// </summary>
    private static IReadOnlyList<CampaignServer> Servers(InviteArguments arguments, TextWriter errors)
    {
        var configuration = RunVerb.Configuration(arguments.Settings);
        if (!Directory.Exists(BotSetup.Get<CampaignsOptions>(configuration, CampaignsOptions.Section).Directory))
            return [];
        try
        {
            return
            [
                .. BotSetup
                    .ReadCampaigns(configuration, isForPeople: false)
                    .SelectMany(campaign => campaign.Servers)
                    .Where(server => arguments.Server is null || server.Server == arguments.Server),
            ];
        }
        catch (ConfigurationFaultException fault)
        {
            errors.WriteLine(
                $"{fault.Message} Until they can be read, this address leaves out what threads and events need."
            );
            return [];
        }
    }

    private static async Task<string> AskAsync(IReadOnlyList<string> settings, CancellationToken cancellationToken)
    {
        var discord = BotSetup.ReadDiscord(RunVerb.Configuration(settings));
        using var http = DiscordHttp.CreateClient(discord);
        var rest = new DiscordRest(http, discord, TimeProvider.System, NullLogger<DiscordRest>.Instance);
        var answer = await rest.GetCurrentApplicationAsync(cancellationToken);
        return answer is RestResult<Application>.Ok(var application)
            ? application.Id
            : throw new ConfigurationFaultException(
                $"Discord did not say which application the token belongs to: {DiscordTrouble.Say(answer)} With --application ID nobody needs to be asked."
            );
    }
}

/// <summary>What <c>invite</c> was told.</summary>
internal sealed record InviteArguments(string? Application, string? Server, IReadOnlyList<string> Settings);
