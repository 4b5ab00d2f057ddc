using System.Globalization;
using System.Runtime.CompilerServices;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>What <c>doctor</c> checks about the application on Discord and the way to it.</summary>
internal sealed class ApplicationChecks(DiscordRest rest, DiscordClientOptions options, TimeProvider clock)
{
    private const int FewSessions = 50;

    /// <summary>Beyond it, reminders leave noticeably early or late.</summary>
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(30);

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var answer = await rest.GetCurrentApplicationAsync(cancellationToken);
        if (answer is RestResult<Application>.Ok(var application))
        {
            yield return Finding.Ok("application", $"it is called {UntrustedText.Clean(application.Name, 40)}.");
            yield return Intents(application.Flags ?? 0);
        }
        else
        {
            yield return Finding.Fail("application", DiscordTrouble.Say(answer));
        }
        if (rest.ClockSkew is { } ahead)
            yield return Clock(ahead);
        yield return await GatewayAsync(cancellationToken);
        if (answer is RestResult<Application>.Ok(var known))
            yield return await CommandsAsync(known.Id, cancellationToken);
    }

    internal static Finding Intents(long flags)
    {
        const string Subject = "intents";
        (string Name, long Flags)[] privileged =
        [
            ("Presence", ApplicationFlags.Presence | ApplicationFlags.PresenceLimited),
            ("Server Members", ApplicationFlags.GuildMembers | ApplicationFlags.GuildMembersLimited),
            ("Message Content", ApplicationFlags.MessageContent | ApplicationFlags.MessageContentLimited),
        ];
        var on = privileged.Where(intent => (flags & intent.Flags) != 0).Select(intent => intent.Name).ToList();
        return on.Count == 0
            ? Finding.Ok(Subject, "no privileged one is switched on, and none is needed.")
            : Finding.Warn(
                Subject,
                $"switched on and not needed: {string.Join(", ", on)}. Switch them off on the application's page 'Bot', so that a stolen token reads less."
            );
    }

    internal static Finding Clock(TimeSpan discordIsAhead)
    {
        const string Subject = "clock";
        var seconds = Math.Round(Math.Abs(discordIsAhead.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return discordIsAhead.Duration() <= MostSkew
            ? Finding.Ok(Subject, "it agrees with Discord's.")
            : Finding.Warn(
                Subject,
                $"it is {seconds} s {(discordIsAhead > TimeSpan.Zero ? "behind" : "ahead of")} Discord's, and reminders go by it: switch on time synchronisation (NTP)."
            );
    }

    private async Task<Finding> GatewayAsync(CancellationToken cancellationToken)
    {
        const string Subject = "gateway";
        var answer = await rest.GetGatewayBotAsync(cancellationToken);
        if (answer is not RestResult<GatewayBot>.Ok(var gateway))
            return Finding.Fail(Subject, DiscordTrouble.Say(answer));
        if (!Uri.TryCreate(gateway.Url, UriKind.Absolute, out var address))
            return Finding.Fail(Subject, "Discord named no address for it.");
        if (await GatewayProbe.GreetAsync(address, options, clock, cancellationToken) is { } trouble)
        {
            return Finding.Fail(
                Subject,
                $"{address.Host}: {trouble}. Check that this machine's firewall or proxy lets WebSockets out."
            );
        }
        return gateway.SessionStartLimit switch
        {
            null => Finding.Ok(Subject, "it greets."),
            { Remaining: <= 0 } limit => Finding.Fail(
                Subject,
                $"no session may be started for {Hours(limit)}; something restarts the bot again and again. Stop it, since Discord resets the token otherwise."
            ),
            { Remaining: < FewSessions } limit => Finding.Warn(
                Subject,
                $"it greets, but only {limit.Remaining} of {limit.Total} sessions are left for {Hours(limit)}; find out what restarts the bot."
            ),
            var limit => Finding.Ok(Subject, $"it greets; {limit.Remaining} of {limit.Total} sessions are left today."),
        };
    }

    private async Task<Finding> CommandsAsync(string applicationId, CancellationToken cancellationToken)
    {
        const string Subject = "commands";
        var answer = await rest.GetGlobalCommandsAsync(applicationId, cancellationToken);
        if (answer is not RestResult<IReadOnlyList<ApplicationCommand>>.Ok(var registered))
            return Finding.Fail(Subject, DiscordTrouble.Say(answer));
        IReadOnlyList<ApplicationCommand> wanted;
        try
        {
            wanted = await WantedCommands.MakeAsync(options);
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or StoreRefusedException)
        {
            return Finding.Warn(Subject, $"could not be compared: {exception.Message}");
        }
        var difference = CommandDifference.Between(wanted, registered);
        return difference.IsNone
            ? Finding.Ok(Subject, $"{registered.Count} are registered, as they should be.")
            : Finding.Warn(Subject, $"{Describe(difference)}. `run` registers them when it starts.");
    }

    private static string Describe(CommandDifference difference) =>
        string.Join(
            "; ",
            new (string Word, IReadOnlyList<string> Names)[]
            {
                ("not registered", difference.Missing),
                ("registered with another definition", difference.Changed),
                ("registered and not ours", difference.Surplus),
            }
                .Where(part => part.Names.Count > 0)
                .Select(part => $"{part.Word}: {string.Join(", ", part.Names)}")
        );

    private static string Hours(SessionStartLimit limit) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Math.Ceiling(TimeSpan.FromMilliseconds(limit.ResetAfter).TotalHours)} h"
        );
}
