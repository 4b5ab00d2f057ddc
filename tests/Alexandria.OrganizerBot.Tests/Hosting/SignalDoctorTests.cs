using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Platforms.Signal;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal.Signal;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary>What <c>doctor</c> finds on Signal, against the stage's signal-cli.</summary>
public sealed class SignalDoctorTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    private SignalFiles Files => new(_home.FullPath);

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task All_is_well()
    {
        await using var signal = await SmallSignal.OpenAsync(
            cast: SmallSignal.Cast with
            {
                Groups =
                [
                    new StageGroup("neighbors", SmallSignal.Neighbors)
                    {
                        BotIsAdmin = true,
                        OnlyAdminsWrite = true,
                        ExpiresInSeconds = 604_800,
                    },
                    new StageGroup("elsewhere", SmallSignal.Elsewhere) { BotIsMember = false },
                ],
            }
        );
        Files.KeepPinAttested(Instant.FromUtc(2027, 3, 1, 12, 0));

        var found = await ExamineAsync(signal);

        Assert.All(found, finding => Assert.StartsWith("Ok ", finding, StringComparison.Ordinal));
        Assert.Contains("Ok signal-cli: 0.14.6 answers.", found);
        Assert.Contains("Ok Signal, account: it is registered.", found);
        Assert.Contains("Ok transit, server: the bot may write in neighbors.", found);
        Assert.Contains("Ok transit, announcements: only admins may write where alerts stand.", found);
        Assert.Contains("Ok transit, messages: they disappear from neighbors in time.", found);
        Assert.Contains("Ok Signal, door: signal-cli listens at a socket of this machine alone.", found);
        Assert.DoesNotContain(signal.Signal.Calls, call => call.Method == "subscribeReceive");
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_would_not_work_is_named_with_what_to_do()
    {
        await using var signal = await SmallSignal.OpenAsync(
            SmallSignal.Quiet with
            {
                Version = new Version(0, 14, 3),
            },
            SmallSignal.Cast with
            {
                Groups =
                [
                    new StageGroup("neighbors", SmallSignal.Neighbors) { OnlyAdminsWrite = true },
                    new StageGroup("elsewhere", SmallSignal.Elsewhere) { BotIsMember = false },
                ],
            }
        );
        Files.KeepPause(new SignalPause(Instant.FromUtc(2027, 3, 2, 8, 30), "a-challenge"));

        var found = await ExamineAsync(
            signal,
            new CampaignServer
            {
                Network = Networks.Signal,
                Server = SmallSignal.Neighbors,
                AlertChannel = SmallSignal.Elsewhere,
                OrganizerRoles = [$"{SmallSignal.Neighbors}/admin", SmallSignal.Neighbors, "x/member"],
            }
        );

        Assert.Equal(
            [
                "Fail signal-cli: 0.14.3 is too old: update it to 0.14.4 or later, never to 0.14.3.",
                "Ok Signal, account: it is registered.",
                "Ok Signal, door: signal-cli listens at a socket of this machine alone.",
                "Warn Signal, sending: paused until 2027-03-02 08:30 UTC, and Signal wants a captcha: run `signal captcha`.",
                "Warn Signal, PIN: nobody has confirmed yet that it is set and known: `signal pin-attested`.",
                "Fail transit, server: neighbors: only admins may write, and the bot is none.",
                "Fail transit, alertChannel: the bot is in no group with that id: add it in Signal's app, and copy the id from `signal status`.",
                "Warn transit, messages: in neighbors they stay on every phone for good: set disappearing messages in Signal's app, four weeks at most.",
                "Warn transit, coordinatorChannel: there is none for Signal: nobody there hears what goes wrong.",
                $"Fail transit, organizerRoles: {SmallSignal.Neighbors} is no role: write the id of a group that the bot is in, and /admin or /member behind it.",
                "Fail transit, organizerRoles: x/member is no role: write the id of a group that the bot is in, and /admin or /member behind it.",
            ],
            found[..^1]
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_group_in_which_anybody_can_write_something_like_an_alert_and_a_socket_for_everybody_are_warned_of()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes of files.");
            return;
        }
        await using var signal = await SmallSignal.OpenAsync();
        File.SetUnixFileMode(
            signal.Signal.Endpoint.Replace("unix:", "", StringComparison.Ordinal),
            (UnixFileMode)0b110_110_110
        );

        var found = await ExamineAsync(signal);

        Assert.Contains(
            found,
            line =>
                line.StartsWith(
                    "Warn transit, announcements: everybody may write in neighbors",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(
            found,
            line => line.StartsWith("Warn Signal, door: every user of this machine", StringComparison.Ordinal)
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_number_that_is_not_registered_ends_the_questions()
    {
        await using var signal = await SmallSignal.OpenAsync(SmallSignal.Quiet with { IsRegistered = false });

        var found = await ExamineAsync(signal);

        Assert.Equal(
            "Fail Signal, account: signal-cli does not have the number of Signal:Account: register it with `signal register`, or correct the number.",
            found[^1]
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_socket_that_nobody_listens_at_is_said()
    {
        var signal = await SmallSignal.OpenAsync();
        await signal.DisposeAsync();

        var found = await ExamineAsync(signal);

        Assert.StartsWith("Fail Signal: Nobody listens at ", Assert.Single(found), StringComparison.Ordinal);
    }

    private async Task<List<string>> ExamineAsync(SmallSignal signal, CampaignServer? server = null)
    {
        Assert.True(
            SignalEndpoint.TryParse(
                signal.Signal.Endpoint.Replace("unix:", "", StringComparison.Ordinal),
                out var endpoint,
                out _
            )
        );
        Assert.True(SignalAccount.TryParse(signal.Signal.Account, out var account));
        var setup = new SignalSetup(new SignalDaemonOptions { Endpoint = endpoint, Account = account }, 60);
        var found = new List<string>();
        await foreach (
            var finding in new SignalChecks(setup, Files).RunAsync(
                [Campaign(server ?? Everything)],
                TestContext.Current.CancellationToken
            )
        )
            found.Add($"{finding.Verdict} {finding.Subject}: {finding.Text}");
        return found;
    }

    private static CampaignServer Everything { get; } =
        new()
        {
            Network = Networks.Signal,
            Server = SmallSignal.Neighbors,
            AlertChannel = SmallSignal.Neighbors,
            CoordinatorChannel = SmallSignal.Neighbors,
            OrganizerRoles = [$"{SmallSignal.Neighbors}/admin"],
            CoordinatorRoles = [$"{SmallSignal.Neighbors}/member"],
        };

    private static Campaign Campaign(CampaignServer server) =>
        new()
        {
            Id = new CampaignId("transit"),
            Title = Text("Title"),
            Purpose = Text("Purpose"),
            TimeName = Text("town time"),
            Zone = DateTimeZone.Utc,
            Languages = ["en"],
            Cadence = [],
            Servers = [server],
        };

    private static LocalizedText Text(string text) =>
        new(new Dictionary<string, string>(StringComparer.Ordinal) { ["en"] = text });
}
