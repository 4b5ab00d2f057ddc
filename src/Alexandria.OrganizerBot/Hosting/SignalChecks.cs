using System.Runtime.CompilerServices;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>What <c>doctor</c> checks about Signal. It subscribes to nothing: no message is taken from the running bot.</summary>
internal sealed class SignalChecks(SignalSetup setup, SignalFiles files)
{
    private const string Subject = "Signal";

    public async IAsyncEnumerable<Finding> RunAsync(
        IReadOnlyList<Campaign> campaigns,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (caller, fault) = await ConnectAsync(cancellationToken);
        if (caller is null)
        {
            yield return Finding.Fail(Subject, fault!);
            yield break;
        }
        await using var _ = caller;
        yield return Version(caller.Version);
        var account = await AccountAsync(caller.Daemon, cancellationToken);
        yield return account;
        if (account.Verdict == Verdict.Fail)
            yield break;
        yield return Door(setup.Daemon.Endpoint);
        yield return Pause();
        yield return files.ReadPinAttested() is null
            ? Finding.Warn("Signal, PIN", "nobody has confirmed yet that it is set and known: `signal pin-attested`.")
            : Finding.Ok("Signal, PIN", "it was confirmed.");

        var listed = await caller.Daemon.ListGroupsAsync(groupId: null, cancellationToken);
        if (listed is not SignalResult<IReadOnlyList<SignalGroup>>.Ok(var groups))
        {
            yield return Finding.Fail("Signal, groups", SignalSentence.Why(listed));
            yield break;
        }
        var self = await caller.Daemon.FindOwnAciAsync(cancellationToken);
        foreach (var campaign in campaigns)
        foreach (var server in campaign.Servers.Where(server => server.Network == Networks.Signal))
        foreach (var finding in Places(campaign.Id.Value, server, groups, self))
            yield return finding;
        yield return ReceiveMode(caller.Daemon.Status);
    }

    /// <summary>What the bot is in a group, in a few words.</summary>
    internal static string Place(SignalGroup group, Aci? self) =>
        (group.IsMember, MayWrite(group, self)) switch
        {
            (false, _) => "the bot is not a member any more",
            (_, false) => "only admins may write, and the bot is none",
            _ => self is { } own && group.Admins.Contains(own) ? "the bot is an admin" : "the bot is a member",
        };

    private static bool MayWrite(SignalGroup group, Aci? self) =>
        !group.OnlyAdminsSend || (self is { } own && group.Admins.Contains(own));

    private async Task<(SignalCaller? Caller, string? Fault)> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await SignalCaller.ConnectAsync(setup, cancellationToken), null);
        }
        catch (ConfigurationFaultException fault)
        {
            return (null, fault.Message);
        }
    }

    private static Finding Version(string version)
    {
        var shown = UntrustedText.Clean(version, 40);
        return SignalTroubles.IsTooOld(version)
            ? Finding.Fail(
                "signal-cli",
                $"{shown} is too old: update it to {SignalTroubles.MinimumVersion} or later, never to 0.14.3."
            )
            : Finding.Ok("signal-cli", $"{shown} answers.");
    }

    private async Task<Finding> AccountAsync(SignalDaemon daemon, CancellationToken cancellationToken)
    {
        var answer = await daemon.ListAccountsAsync(cancellationToken);
        return answer is not SignalResult<IReadOnlyList<SignalAccount>>.Ok(var accounts)
                ? Finding.Fail("Signal, account", SignalSentence.Why(answer))
            : accounts.Contains(setup.Daemon.Account) ? Finding.Ok("Signal, account", "it is registered.")
            : Finding.Fail(
                "Signal, account",
                "signal-cli does not have the number of Signal:Account: register it with `signal register`, or correct the number."
            );
    }

    private Finding Pause() =>
        files.ReadPause() switch
        {
            null => Finding.Ok("Signal, sending", "nothing holds it up."),
            { Token: null } pause => Finding.Warn(
                "Signal, sending",
                $"paused until {SignalStatusVerb.At(pause.Until)}, because of a limit."
            ),
            var pause => Finding.Warn(
                "Signal, sending",
                $"paused until {SignalStatusVerb.At(pause.Until)}, and Signal wants a captcha: run `signal captcha`."
            ),
        };

    private static IEnumerable<Finding> Places(
        string campaign,
        CampaignServer server,
        IReadOnlyList<SignalGroup> groups,
        Aci? self
    )
    {
        // Usually one group: each is looked at once, under the first of its names.
        var wanted = new List<(string Field, string Id)> { ("server", server.Server) };
        if (server.AlertChannel is { } alerts)
            wanted.Add(("alertChannel", alerts));
        if (server.CoordinatorChannel is { } coordinators)
            wanted.Add(("coordinatorChannel", coordinators));
        foreach (var (field, id) in wanted.DistinctBy(place => place.Id))
            yield return Writable($"{campaign}, {field}", groups.FirstOrDefault(group => group.Id == id), self);
        foreach (var finding in Safety(campaign, server, groups))
            yield return finding;
        if (server.CoordinatorChannel is null)
            yield return Finding.Warn(
                $"{campaign}, coordinatorChannel",
                "there is none for Signal: nobody there hears what goes wrong."
            );

        (string Field, IReadOnlyList<string> Roles)[] named =
        [
            ("organizerRoles", server.OrganizerRoles),
            ("coordinatorRoles", server.CoordinatorRoles),
        ];
        foreach (var (field, roles) in named)
        foreach (var role in roles.Where(role => !IsRole(role, groups)))
            yield return Finding.Fail(
                $"{campaign}, {field}",
                $"{UntrustedText.Clean(role, 80)} is no role: write the id of a group that the bot is in, and /admin or /member behind it."
            );
    }

    /// <summary>What of a group's own settings keeps harm away: who may write where alerts stand, and how long messages stay.</summary>
    private static IEnumerable<Finding> Safety(
        string campaign,
        CampaignServer server,
        IReadOnlyList<SignalGroup> groups
    )
    {
        // Where the group answers by 👍 and replies, everybody has to be able to write.
        if (groups.FirstOrDefault(group => group.Id == server.AlertChannel) is { IsMember: true } alerts)
            yield return alerts.OnlyAdminsSend
                ? Finding.Ok($"{campaign}, announcements", "only admins may write where alerts stand.")
                : Finding.Warn(
                    $"{campaign}, announcements",
                    $"everybody may write in {UntrustedText.Clean(alerts.Name, 100)}, so anybody can write something that looks like an alert. In Signal's app: make the bot an admin, then let only admins send messages."
                );
        string?[] ids = [server.Server, server.AlertChannel, server.CoordinatorChannel];
        foreach (var group in groups.Where(group => group.IsMember && ids.Contains(group.Id, StringComparer.Ordinal)))
            yield return group.MessageTimer is null
                ? Finding.Warn(
                    $"{campaign}, messages",
                    $"in {UntrustedText.Clean(group.Name, 100)} they stay on every phone for good: set disappearing messages in Signal's app, four weeks at most."
                )
                : Finding.Ok(
                    $"{campaign}, messages",
                    $"they disappear from {UntrustedText.Clean(group.Name, 100)} in time."
                );
    }

    /// <summary>
    /// Whoever reaches signal-cli can read and write as the bot. An address that is not this machine's own is refused before.
    /// </summary>
    private static Finding Door(SignalEndpoint endpoint)
    {
        const UnixFileMode others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        return endpoint switch
        {
            SignalEndpoint.UnixSocket socket
                when !OperatingSystem.IsWindows() && (File.GetUnixFileMode(socket.Path) & others) == others =>
                Finding.Warn(
                    "Signal, door",
                    $"every user of this machine may open {socket.Path}, and write as the bot: give it to one group alone, see docs/operating.md, \"Signal\"."
                ),
            SignalEndpoint.UnixSocket => Finding.Ok(
                "Signal, door",
                "signal-cli listens at a socket of this machine alone."
            ),
            _ => Finding.Warn(
                "Signal, door",
                "signal-cli listens at a port, which every program on this machine can open: its unix socket is safer."
            ),
        };
    }

    private static Finding Writable(string subject, SignalGroup? group, Aci? self) =>
        group is null
            ? Finding.Fail(
                subject,
                "the bot is in no group with that id: add it in Signal's app, and copy the id from `signal status`."
            )
        : group.IsMember && MayWrite(group, self)
            ? Finding.Ok(subject, $"the bot may write in {UntrustedText.Clean(group.Name, 100)}.")
        : Finding.Fail(subject, $"{UntrustedText.Clean(group.Name, 100)}: {Place(group, self)}.");

    private static bool IsRole(string role, IReadOnlyList<SignalGroup> groups)
    {
        var slash = role.LastIndexOf('/');
        return slash > 0
            && role[slash..] is "/admin" or "/member"
            && groups.Any(group => group.IsMember && group.Id == role[..slash]);
    }

    /// <summary>signal-cli cannot be asked; but one that gives messages to whoever connects shows itself when one comes.</summary>
    private static Finding ReceiveMode(SignalStatus status) =>
        status.HandsOverUnasked
            ? Finding.Fail(
                "Signal, receive mode",
                "signal-cli gives messages to whoever connects and loses them while nobody does: start it with --receive-mode manual."
            )
            : Finding.Ok(
                "Signal, receive mode",
                "no message came unasked. signal-cli cannot be asked: see that it runs with --receive-mode manual, --ignore-attachments and --ignore-stories, and for this bot alone."
            );
}
