using System.Diagnostics;
using System.Globalization;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Fanout;

/// <summary>
/// One reminder to very many people, on the stage's profile in docs/performance.md: the real bot as a child process, real
/// sockets, Discord's limits, private channels already open. Measured from the first message to the last, as the stage sees
/// them.
/// </summary>
internal static class FanoutLane
{
    private const int Few = 1_000;
    private const double WantedRatio = 0.98;

    public static async Task<LaneResult> RunAsync(
        Options options,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var reminders = options.Number("reminders", otherwise: 10_000);
        var bot = options.Text("bot") ?? typeof(RunVerb).Assembly.Location;
        var few = await MeasureAsync(Math.Min(Few, reminders), bot, output, cancellationToken);
        var many = reminders <= Few ? few : await MeasureAsync(reminders, bot, output, cancellationToken);
        var figures = new FanoutFigures(
            many.Sent,
            Permitted,
            Math.Round(many.PerSecond / Permitted, 4),
            many.TooMany + (reminders <= Few ? 0 : few.TooMany),
            Math.Round(many.Mebibytes, 1),
            Math.Round(few.Mebibytes, 1)
        );
        return new LaneResult(
            many.Sent == reminders
                && figures is { Ratio: >= WantedRatio, Http429: 0 }
                && figures.RssMiB <= 1.2 * figures.RssMiBAt1000,
            figures
        );
    }

    private static int Permitted => new DiscordStageOptions().GlobalPerSecond;

    private static async Task<Measured> MeasureAsync(
        int reminders,
        string bot,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        await output.WriteLineAsync($"{reminders} reminders");
        await using var scene = new FanoutScene(reminders);
        await scene.OpenAsync(bot, cancellationToken);
        var measured = await scene.MeasureAsync(output, cancellationToken);
        await output.WriteLineAsync(measured.ToString());
        return measured;
    }

    private sealed record FanoutFigures(
        int Sent,
        int PermittedPerSecond,
        double Ratio,
        int Http429,
        double RssMiB,
        double RssMiBAt1000
    );
}

/// <summary>What one run showed.</summary>
/// <param name="Sent">Private messages that people saw.</param>
/// <param name="PerSecond">From the first to the last.</param>
/// <param name="TooMany">Requests that were answered with 429.</param>
/// <param name="Mebibytes">The most resident memory that the bot took.</param>
/// <param name="SlowestSecond">The fewest messages in a whole second on the way.</param>
internal sealed record Measured(int Sent, double PerSecond, int TooMany, double Mebibytes, int SlowestSecond);

/// <summary>A server with very many members who all asked to be reminded, and a bot in whose store they all are.</summary>
internal sealed class FanoutScene(int reminders) : IAsyncDisposable
{
    private const string Network = Networks.Discord;
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Denver"];
    private static readonly CampaignId Campaign = new("crash");
    private static readonly LocalDateTime Meeting = new(2027, 3, 16, 18, 0);
    private static readonly Instant Due = MeetingTime.Resolve(Meeting.PlusDays(-1), Zone);
    private static readonly Instant Morning = Due - Duration.FromMinutes(5);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Real time that the whole may take: thrice what Discord's limit makes of it, and a minute or two for the start.</summary>
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(120 + (3.0 * reminders / 50));
    private readonly TemporaryFolder _folder = new();
    private readonly Arrivals _arrivals = new();
    private StageClock? _clock;
    private DiscordStage? _stage;
    private BotProcess? _bot;

    public async Task OpenAsync(string bot, CancellationToken cancellationToken)
    {
        _clock = new StageClock(Morning, Zone, _patience);
        _stage = await DiscordStage.StartAsync(
            Cast(),
            // What else is remembered of a run is not what is measured.
            new DiscordStageOptions { RememberedRequests = (2 * reminders) + 1_000 },
            _clock,
            _arrivals,
            cancellationToken
        );
        await SeedAsync(cancellationToken);
        _bot = new BotProcess(
            new BotCommand("dotnet", [bot, "run"]),
            new Dictionary<string, string>(_stage.BotEnvironment, StringComparer.Ordinal)
            {
                ["DOTNET_ENVIRONMENT"] = "Production",
                ["Rehearsal__ClockAddress"] = _clock.Address,
                ["Storage__DataDirectory"] = _folder["data"],
                ["Keys__Directory"] = _folder["keys"],
                ["Campaigns__Directory"] = Path.Combine(AppContext.BaseDirectory, "campaigns"),
                ["Campaigns__Only"] = Campaign.Value,
                ["Health__Port"] = "0",
            },
            _folder.Path,
            _folder["bot.log"]
        );
        _bot.Start();
        await _clock.BotConnectedAsync(cancellationToken).WaitAsync(_patience, cancellationToken);
    }

    /// <summary>The moment comes; everybody is reminded.</summary>
    public async Task<Measured> MeasureAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var most = 0L;
        var done = _clock!.AdvanceToAsync(Due, cancellationToken);
        while (!done.IsCompleted)
        {
            await Task.WhenAny(done, Task.Delay(Second, TimeProvider.System, cancellationToken));
            if (_bot!.ProcessId is not { } id)
                throw new StuckException($"The bot ended by itself:\n{_bot.LastLogLines()}");
            using var process = Process.GetProcessById(id);
            most = Math.Max(most, process.WorkingSet64);
        }

        await done;
        var at = _arrivals.Times;
        await output.WriteLineAsync($"messages in each second: {string.Join(' ', PerSecond(at))}");
        return new Measured(
            at.Count,
            (at.Count - 1) / Stopwatch.GetElapsedTime(at[0], at[^1]).TotalSeconds,
            _stage!.Requests.Count(request => request.Status == 429),
            most / (1024.0 * 1024.0),
            PerSecond(at).SkipLast(1).DefaultIfEmpty().Min()
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null)
            await _bot.DisposeAsync();
        if (_stage is not null)
            await _stage.DisposeAsync();
        if (_clock is not null)
            await _clock.DisposeAsync();
        _folder.Dispose();
    }

    private static IEnumerable<int> PerSecond(IReadOnlyList<long> at) =>
        at.CountBy(one => (int)Stopwatch.GetElapsedTime(at[0], one).TotalSeconds).Select(second => second.Value);

    private static string Person(int number) => $"P{number.ToString(CultureInfo.InvariantCulture)}";

    private StageCast Cast() =>
        new()
        {
            ServerId = 300000000000000001,
            Roles = new Dictionary<string, ulong> { ["Organizer"] = 300000000000000021 },
            Channels = new Dictionary<string, ulong>
            {
                ["alerts"] = 300000000000000011,
                ["coordinators"] = 300000000000000012,
            },
            People = [.. Enumerable.Range(0, reminders).Select(number => new StagePerson(Person(number), []))],
        };

    /// <summary>Everybody has pledged, consents for good, and has been written to before; one step is due soon.</summary>
    private async Task SeedAsync(CancellationToken cancellationToken)
    {
        const int atOnce = 500;
        await using var store = Store.Open(
            new StoreOptions { DataDirectory = _folder["data"], KeysDirectory = _folder["keys"] },
            TimeProvider.System,
            NullLogger<Store>.Instance
        );
        var action = new CollectiveAction
        {
            Id = new ActionId(1),
            Campaign = Campaign,
            State = ActionState.Released,
            Title = "Public hearing on library hours",
            Location = "City Hall, room 2",
            Starts = new MeetingTime(Meeting, Zone),
            Asks = [Ask.Attend, Ask.Speak],
        };
        await store.WriteAsync(
            session =>
            {
                session.Save(action with { Id = session.NextActionId() });
                session.Save(
                    new ReminderStep(
                        "A1.1.day-before",
                        action.Id,
                        Version: 1,
                        "day-before",
                        ReminderAudience.Pledged,
                        Due,
                        action.Starts.Instant,
                        ReminderStepState.Planned
                    )
                );
            },
            cancellationToken
        );
        foreach (var numbers in Enumerable.Range(0, reminders).Chunk(atOnce))
        {
            var people = numbers
                .Select(number => (Id: _stage!.IdOf(Person(number)), Channel: _stage.DirectChannelOf(Person(number))))
                .ToList();
            await store.WriteAsync(
                session =>
                {
                    foreach (var (id, channel) in people)
                        Seed(session, store.Keys.Of(Campaign, Network, id), id, channel);
                },
                cancellationToken
            );
        }
    }

    private static void Seed(StoreSession session, MemberKey member, string id, string channel)
    {
        session.Save(
            new Pledge(new ActionId(1), member, PledgeAnswer.Attend, Previous: null, 1, Network, "en", Morning)
        );
        session.Save(new Member(member, Campaign, Network, null, "en", DirectReach.Open));
        session.Save(new DirectAddress(member, Network, id, channel));
        session.Save(new ReminderConsent(member, Action: null, Due + Duration.FromDays(60)));
    }

    /// <summary>When private messages arrived, in real time.</summary>
    private sealed class Arrivals : ITranscript
    {
        private readonly Lock _gate = new();
        private readonly List<long> _times = [];

        public IReadOnlyList<long> Times
        {
            get
            {
                lock (_gate)
                    return [.. _times];
            }
        }

        public void Add(TranscriptEntry entry)
        {
            if (entry is not { Direction: "out", Kind: "dm" })
                return;
            lock (_gate)
                _times.Add(Stopwatch.GetTimestamp());
        }
    }
}
