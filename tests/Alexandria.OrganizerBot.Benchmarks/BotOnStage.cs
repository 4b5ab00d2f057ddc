using System.Diagnostics;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>
/// The bot as a child process, connected to a stage in this process over loopback sockets, with one alert posted. The
/// stage's clock stands still; what is measured is real time.
/// </summary>
internal sealed class BotOnStage : IAsyncDisposable
{
    private const string Organizer = "Olga";
    private const string Alerts = "#alerts";

    /// <summary>Real time for the bot to start and connect on a busy machine.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly TemporaryFolder _folder = new();
    private readonly StageClock _clock = new(Sketch.Now, Sketch.Campaign.Zone);
    private DiscordStage? _stage;
    private BotProcess? _bot;
    private StageMessage? _alert;

    private DiscordStage Stage => _stage!;

    /// <summary>Sets the stage and starts the bot; completes when it is connected and idle.</summary>
    public static async Task<BotOnStage> StartAsync(int people, CancellationToken cancellationToken)
    {
        var scene = new BotOnStage();
        try
        {
            await scene.ConnectAsync(people, cancellationToken);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    public static string Person(int number) => $"Person {number}";

    /// <summary>Where a plain request to the stage is answered with nothing but its way there and back.</summary>
    public Uri Nowhere => new(Stage.ApiBaseUrl, "/attachments/0/0/nothing");

    /// <summary>Creates and posts an action as an organizer does; completes when its alert stands in the channel.</summary>
    public async Task PostAlertAsync(CancellationToken cancellationToken)
    {
        await AskAsync(
            "/action create",
            new()
            {
                ["title"] = "Public hearing on library hours",
                ["date"] = "2027-03-16",
                ["time"] = "18:30",
                ["place"] = "City Hall, room 2",
            },
            cancellationToken
        );
        await AskAsync("/action post", new() { ["action"] = "A1" }, cancellationToken);
        await IdleAsync(cancellationToken);
        _alert =
            (Stage.Messages(Alerts) is [.., var last] ? last : null)
            ?? throw new InvalidOperationException("The alert was not posted; the bot said:\n" + _bot!.LastLogLines());
    }

    /// <summary>A person presses "I will attend" and waits for the confirmation.</summary>
    /// <returns>Milliseconds from the gateway's event to the acknowledgement, as the stage sees them.</returns>
    public async Task<double> PressAsync(int person, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var reply = await Stage.PressAsync(Person(person), _alert!, _alert!.Buttons[0].Id, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return reply.Kind == StageReplyKind.Ephemeral
            ? elapsed
            : throw new InvalidOperationException($"A press was answered by {reply.Kind}.");
    }

    public Task IdleAsync(CancellationToken cancellationToken) => _clock.WaitUntilIdleAsync(cancellationToken);

    /// <summary>The bot's resident memory.</summary>
    public Task<Resident> MemoryAsync(CancellationToken cancellationToken) =>
        Resident.MeasureAsync(_bot!, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null)
        {
            await _bot.StopAsync(StopPatience, CancellationToken.None);
            await _bot.DisposeAsync();
        }

        if (_stage is not null)
            await _stage.DisposeAsync();
        await _clock.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ConnectAsync(int people, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(StartPatience);
        _stage = await DiscordStage.StartAsync(
            Cast(people),
            new DiscordStageOptions(),
            _clock,
            new NoTranscript(),
            patience.Token
        );
        var settings = new Dictionary<string, string>(_stage.BotEnvironment, StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Rehearsal__ClockAddress"] = _clock.Address,
            ["Storage__DataDirectory"] = _folder["data"],
            ["Keys__Directory"] = _folder["keys"],
            ["Campaigns__Directory"] = Sketch.CampaignsDirectory,
            ["Health__Port"] = "0",
        };
        var program = Path.Combine(AppContext.BaseDirectory, typeof(RunVerb).Assembly.GetName().Name + ".dll");
        _bot = new BotProcess(new BotCommand("dotnet", [program, "run"]), settings, _folder.Path, _folder["bot.log"]);
        _bot.Start();
        await _clock.BotConnectedAsync(patience.Token);
        await _stage.BotConnectedAsync(patience.Token);
        await IdleAsync(patience.Token);
    }

    private async Task AskAsync(string command, Dictionary<string, string> options, CancellationToken cancellationToken)
    {
        var reply = await Stage.CommandAsync(Organizer, Alerts, command, options, cancellationToken);
        if (reply.Kind != StageReplyKind.Ephemeral)
            throw new InvalidOperationException($"{command} was answered by {reply.Kind}: {reply.Text}");
    }

    private static StageCast Cast(int people) =>
        new()
        {
            ServerId = 300000000000000001,
            Roles = new Dictionary<string, ulong> { ["Organizer"] = 300000000000000021 },
            Channels = new Dictionary<string, ulong>
            {
                ["alerts"] = 300000000000000011,
                ["coordinators"] = 300000000000000012,
            },
            People =
            [
                new StagePerson(Organizer, ["Organizer"]),
                .. Enumerable.Range(0, people).Select(number => new StagePerson(Person(number), [])),
            ],
        };

    private sealed class NoTranscript : ITranscript
    {
        public void Add(TranscriptEntry entry) { }
    }
}

/// <summary>A process's resident memory over a few seconds of rest, in MiB.</summary>
internal sealed record Resident(double Median, double Low, double High)
{
    private const int Samples = 5;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public static async Task<Resident> MeasureAsync(BotProcess bot, CancellationToken cancellationToken)
    {
        var id = bot.ProcessId ?? throw new InvalidOperationException("It ended:\n" + bot.LastLogLines());
        var samples = new List<double>(Samples);
        for (var sample = 0; sample < Samples; sample++)
        {
            await Task.Delay(Between, TimeProvider.System, cancellationToken);
            using var process = Process.GetProcessById(id);
            samples.Add(process.WorkingSet64 / (1024.0 * 1024.0));
        }

        return new Resident(Sample.Median(samples), samples.Min(), samples.Max());
    }
}
