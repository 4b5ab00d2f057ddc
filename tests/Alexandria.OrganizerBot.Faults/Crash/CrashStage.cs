using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Crash;

/// <summary>
/// A town on both networks that outlives the bot: the stage stays, the bot is a child process that is started on the same
/// folders again and again.
/// </summary>
internal sealed class CrashStage : IAsyncDisposable
{
    public const string Organizer = "Olga";
    public const string Alerts = "#alerts";
    public const string Group = "#neighbors";
    private const int PeopleOnEach = 12;
    private const string MembersGroup = "bWVtYmVycy1ncm91cC1vZi10aGUtZmF1bHRzLTAwMDE=";
    private const string OrganizersGroup = "b3JnYW5pemVycy1ncm91cC1vZi10aGUtZmF1bHRzLTE=";

    /// <summary>Real time that the bot may take to start and come to rest on a busy machine before it counts as stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private BotProcess _bot = null!;
    private string _data = "";

    private CrashStage(Instant start, DateTimeZone zone) => Clock = new StageClock(start, zone, Patience);

    public StageClock Clock { get; }
    public DiscordStage Discord { get; private set; } = null!;
    public SignalStage Signal { get; private set; } = null!;
    public SeenByPeople Seen { get; } = new();

    /// <summary>Those who pledge and are reminded, each on one network.</summary>
    public static IReadOnlyList<Neighbor> People { get; } =
    [
        .. Enumerable.Range(1, PeopleOnEach).Select(number => new Neighbor($"D{number}", "discord")),
        .. Enumerable.Range(1, PeopleOnEach).Select(number => new Neighbor($"S{number}", "signal")),
    ];

    /// <summary>Completes with the exit code when the bot ends, for whatever reason.</summary>
    public Task<int> Exited => _bot.Exited;

    public bool BotRuns => _bot.IsRunning;

    private static StageCast Cast =>
        new()
        {
            ServerId = 300000000000000001,
            Roles = new Dictionary<string, ulong> { ["Organizer"] = 300000000000000021 },
            Channels = new Dictionary<string, ulong>
            {
                [Alerts[1..]] = 300000000000000011,
                ["coordinators"] = 300000000000000012,
            },
            Groups =
            [
                new StageGroup(Group[1..], MembersGroup),
                new StageGroup("organizers-group", OrganizersGroup) { Admins = ["Sol"] },
            ],
            HasSignal = true,
            People =
            [
                new StagePerson(Organizer, ["Organizer"]) { Networks = ["discord"] },
                new StagePerson("Sol", []) { Networks = ["signal"], Groups = [Group[1..], "organizers-group"] },
                .. People.Select(person => new StagePerson(person.Name, [])
                {
                    Networks = [person.Network],
                    Groups = person.Network == "signal" ? [Group[1..]] : [],
                }),
            ],
        };

    /// <summary>
    /// As strict as ever about what may be said, but a bot that starts every second is let in every second: limits of
    /// identifying, of the command list and of other reads would only make the lane slow.
    /// </summary>
    private static DiscordStageOptions Discordlike =>
        new()
        {
            IdentifyInterval = TimeSpan.Zero,
            IdentifiesPerDay = int.MaxValue,
            // How fast it answers is measured elsewhere; on a busy machine a late confirmation is one all the same.
            AnswerLimit = TimeSpan.FromSeconds(60),
            Patience = TimeSpan.FromSeconds(60),
            OldMessageEditsPerHour = int.MaxValue,
            RememberedRequests = 100,
            Buckets = new Dictionary<string, BucketLimit>(DiscordBuckets.Defaults)
            {
                [DiscordBuckets.Other] = new(10_000, TimeSpan.FromSeconds(1)),
                [DiscordBuckets.Commands] = new(10_000, TimeSpan.FromSeconds(1)),
                [DiscordBuckets.DirectChannels] = new(10_000, TimeSpan.FromSeconds(1)),
            },
        };

    /// <summary>Sets the stage; the bot is not started.</summary>
    /// <param name="start">The first stage time.</param>
    /// <param name="zone">The zone of its clocks.</param>
    /// <param name="bot">The bot's program, a .dll.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="data">The data folder; null: one of the stage's own.</param>
    public static async Task<CrashStage> OpenAsync(
        Instant start,
        DateTimeZone zone,
        string bot,
        CancellationToken cancellationToken,
        string? data = null
    )
    {
        var stage = new CrashStage(start, zone);
        stage._data = data ?? stage._folder["data"];
        try
        {
            stage.Discord = await DiscordStage.StartAsync(
                Cast,
                Discordlike,
                stage.Clock,
                stage.Seen,
                cancellationToken
            );
            stage.Signal = await SignalStage.StartAsync(
                Cast,
                new SignalStageOptions { RememberedRequests = 100 },
                stage.Clock,
                stage.Seen,
                cancellationToken
            );
            stage._bot = new BotProcess(
                new BotCommand("dotnet", [bot, "run"]),
                stage.Settings(),
                stage._folder.Path,
                stage._folder["bot.log"]
            );
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the bot on the folders of before, and waits for nothing.</summary>
    /// <returns>Completes once its gateway is open, so that what people do on Discord reaches it.</returns>
    public Task StartBot()
    {
        var attached = Seen.NextAsync(1, entry => entry is { Network: "discord", Kind: "connect" });
        _bot.Start();
        return attached;
    }

    /// <summary>SIGKILL. The clock moves on without the bot.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await _bot.KillAsync(cancellationToken);
        Clock.BotIsGone();
    }

    /// <summary>Completes once a bot that was killed is gone; who notices first, its clock or its parent, is chance.</summary>
    /// <exception cref="StuckException">It is not: nobody killed it.</exception>
    public async Task GoneAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _bot.Exited.WaitAsync(TimeSpan.FromSeconds(10), cancellationToken);
            Clock.BotIsGone();
        }
        catch (TimeoutException)
        {
            throw new StuckException($"The bot left the stage's clock and runs on:\n{_bot.LastLogLines()}");
        }
    }

    /// <summary>SIGTERM, as an operator does it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _bot.StopAsync(Patience, cancellationToken);
        Clock.BotIsGone();
    }

    /// <summary>Starts the bot unless it runs, and waits until it is connected and has nothing left to do at this moment.</summary>
    /// <exception cref="StuckException">It ended by itself, or does not come to rest.</exception>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (!_bot.IsRunning)
            _ = StartBot();
        await OrEndedAsync(Clock.BotConnectedAsync(cancellationToken));
        await OrEndedAsync(Clock.WaitUntilIdleAsync(cancellationToken));
    }

    /// <summary>Moves the clock with the bot at rest before and after.</summary>
    public async Task AdvanceAsync(Instant target, CancellationToken cancellationToken)
    {
        await SettleAsync(cancellationToken);
        await OrEndedAsync(Clock.AdvanceToAsync(target, cancellationToken));
    }

    /// <summary>The bot's own store, while the bot is down.</summary>
    public Store OpenStore() =>
        Store.Open(
            new StoreOptions { DataDirectory = _data, KeysDirectory = _folder["keys"] },
            TimeProvider.System,
            NullLogger<Store>.Instance
        );

    public string LastLogLines() => _bot.LastLogLines();

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null)
            await _bot.DisposeAsync();
        if (Discord is not null)
            await Discord.DisposeAsync();
        if (Signal is not null)
            await Signal.DisposeAsync();
        await Clock.DisposeAsync();
        _folder.Dispose();
    }

    private Dictionary<string, string> Settings() =>
        new(StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            // It lives for a second or two: code that is compiled fast beats code that runs fast.
            ["DOTNET_TieredPGO"] = "0",
            ["Discord__Token"] = Discord.Token,
            ["Discord__ApiBaseUrl"] = Discord.ApiBaseUrl.ToString(),
            ["Signal__Endpoint"] = Signal.Endpoint,
            ["Signal__Account"] = Signal.Account,
            ["Signal__MessagesPerMinute"] = "60000",
            // A bot that starts anew every second has few conversations to open at once; the lane is not about them.
            ["Discord__SecondsBetweenNewConversations"] = "1",
            ["Discord__NewConversationsPerDay"] = "100000",
            ["Rehearsal__ClockAddress"] = Clock.Address,
            ["Storage__DataDirectory"] = _data,
            ["Keys__Directory"] = _folder["keys"],
            ["Campaigns__Directory"] = Path.Combine(AppContext.BaseDirectory, "campaigns"),
            ["Campaigns__Only"] = "crash",
            ["Health__Port"] = "0",
        };

    private async Task OrEndedAsync(Task work)
    {
        var ended = _bot.Exited;
        if (await Task.WhenAny(work, ended) == ended)
            throw new StuckException($"The bot ended by itself ({await ended}):\n{_bot.LastLogLines()}");
        try
        {
            await work;
        }
        catch (StageClockException stuck)
        {
            throw new StuckException($"{stuck.Message}\n{_bot.LastLogLines()}");
        }
    }
}

/// <summary>Somebody on the stage who pledges.</summary>
internal sealed record Neighbor(string Name, string Network);
