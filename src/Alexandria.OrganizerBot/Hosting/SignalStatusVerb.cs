using System.Globalization;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// <c>signal status</c>: how things stand with signal-cli, and the ids of the groups that the bot is in, to copy into a
/// campaign's file. It changes nothing.
/// </summary>
internal static class SignalStatusVerb
{
    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm 'UTC'");
    private static readonly InstantPattern Day = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd");

    public static async Task<int> RunAsync(
        IReadOnlyList<string> settings,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var configuration = RunVerb.Configuration(settings);
            var setup = SignalCaller.Demand(configuration);
            var files = new SignalFiles(BotSetup.ReadStore(configuration).DataDirectory);
            await using var caller = await SignalCaller.ConnectAsync(setup, cancellationToken);
            await output.WriteLineAsync(Program(caller.Version, files));
            var accounts = await caller.Daemon.ListAccountsAsync(cancellationToken);
            await output.WriteLineAsync(
                accounts is not SignalResult<IReadOnlyList<SignalAccount>>.Ok(var registered)
                    ? $"account: {SignalSentence.Why(accounts)}"
                : registered.Contains(setup.Daemon.Account) ? $"account: {setup.Daemon.Account} is registered"
                : $"account: {setup.Daemon.Account} is not registered yet; `signal register` does it"
            );
            await output.WriteLineAsync(Pause(files));
            await output.WriteLineAsync(
                files.ReadPinAttested() is { } attested
                    ? $"PIN: confirmed on {Day.Format(attested)}"
                    : "PIN: never confirmed; when it is set and written down, run `signal pin-attested`"
            );
            await GroupsAsync(caller.Daemon, output, cancellationToken);
            return ExitCodes.Ok;
        }
        catch (ConfigurationFaultException fault)
        {
            await errors.WriteLineAsync(fault.Message.AsMemory(), cancellationToken);
            return ExitCodes.Refused;
        }
    }

    /// <summary>A moment for the operator, who may be anywhere.</summary>
    internal static string At(Instant moment) => Minute.Format(moment);

    private static string Program(string version, SignalFiles files)
    {
        var since =
            files.ReadVersion() is { } kept && kept.Version == version
                ? $", which the bot has seen since {Day.Format(kept.Since)}"
                : "";
        var verdict = SignalTroubles.IsTooOld(version)
            ? $"; too old, update it to {SignalTroubles.MinimumVersion} or later"
            : "";
        return $"signal-cli: {UntrustedText.Clean(version, 40)}{since}{verdict}";
    }

    private static string Pause(SignalFiles files) =>
        files.ReadPause() switch
        {
            null => "sending: nothing holds it up",
            { Token: null } pause => $"sending: paused until {At(pause.Until)}, because of a limit",
            var pause =>
                $"sending: paused until {At(pause.Until)}, and Signal wants a captcha: open {SignalCaptchaVerb.Page}, then run `signal captcha`",
        };

    private static async Task GroupsAsync(SignalDaemon daemon, TextWriter output, CancellationToken cancellationToken)
    {
        var answer = await daemon.ListGroupsAsync(groupId: null, cancellationToken);
        if (answer is not SignalResult<IReadOnlyList<SignalGroup>>.Ok(var groups))
        {
            await output.WriteLineAsync($"groups: {SignalSentence.Why(answer)}");
            return;
        }
        var self = await daemon.FindOwnAciAsync(cancellationToken);
        await output.WriteLineAsync(
            groups.Count == 0 ? "groups: the bot is in none; add it to one in Signal's app" : "groups:"
        );
        foreach (var group in groups.OrderBy(group => group.Name, StringComparer.CurrentCulture))
            await output.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"  \"{group.Id}\"  {UntrustedText.Clean(group.Name, 100)}: {SignalChecks.Place(group, self)}"
                )
            );
    }
}
