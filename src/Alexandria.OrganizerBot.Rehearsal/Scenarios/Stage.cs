using System.ComponentModel;
using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Rehearsal.Signal;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>Everything that stands on the stage during one play: clock, networks, city hall, transcript and the bot.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>Real time that the bot has to connect to everything.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    /// <summary>Real time that the bot has to end when it is asked to.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    /// <summary>Real time in which the end of a process is noticed after its sockets closed.</summary>
    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);

    private readonly string _directory;
    private BotProcess? _bot;
    private bool _isBotWanted;

    private Stage(string directory, StageClock clock, Transcript transcript)
    {
        _directory = directory;
        Clock = clock;
        Transcript = transcript;
    }

    public StageClock Clock { get; }

    public Transcript Transcript { get; }

    public IReadOnlyList<IStageNetwork> Networks { get; private set; } = [];

    public CalendarServer? Calendar { get; private set; }

    private BotProcess Bot => _bot ?? throw new InvalidOperationException("The stage is not set up.");

    private static string EmptyCalendar =>
        Path.Combine(AppContext.BaseDirectory, "Scenarios", "calendars", "empty.json");

    private string DataDirectory => Path.Combine(_directory, "data");

    private string LogFile => Path.Combine(_directory, "bot.log");

    /// <summary>Sets the stage; the bot is not started yet.</summary>
    public static async Task<Stage> SetUpAsync(
        RehearsalRequest request,
        Scenario scenario,
        string? calendarFile,
        StageClock clock,
        CancellationToken cancellationToken
    )
    {
        var directory = Path.GetFullPath(request.DataDirectory);
        var transcript = new Transcript(request.TranscriptFile ?? Path.Combine(directory, "transcript.jsonl"));
        var stage = new Stage(directory, clock, transcript);
        try
        {
            // A scenario without a calendar gets an empty one: the bot must not ask the campaign's real city.
            stage.Calendar = await CalendarServer.StartAsync(calendarFile ?? EmptyCalendar, cancellationToken);

            stage.Networks = await (request.OpenNetworks ?? OpenAsync)(
                scenario.Cast,
                clock,
                transcript,
                cancellationToken
            );
            foreach (var signal in stage.Networks.OfType<SignalStage>())
            {
                signal.WhenQuiet = clock.WaitUntilIdleAsync;
            }

            Directory.CreateDirectory(directory);
            stage._bot = new BotProcess(request.Bot, stage.Environment(request, scenario), directory, stage.LogFile);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>The network of a step: the named one, or the first.</summary>
    public IStageNetwork? Network(string? name) =>
        name is null ? Networks[0] : Networks.FirstOrDefault(network => network.Name == name);

    /// <summary>Starts the bot and waits until it hears the clock, is connected to every network, and is idle.</summary>
    public async Task StartBotAsync(CancellationToken cancellationToken)
    {
        try
        {
            Bot.Start();
        }
        catch (Win32Exception error)
        {
            throw new BotFailedException($"The bot cannot be started: {error.Message}");
        }

        _isBotWanted = true;
        using var patience = new CancellationTokenSource(StartPatience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await WithBotAsync(ConnectAsync, either.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new BotFailedException(
                $"The bot did not come up within {StartPatience.TotalSeconds:0} s of real time. Its last lines ({LogFile}):\n{Bot.LastLogLines()}"
            );
        }
    }

    public async Task KillBotAsync(CancellationToken cancellationToken)
    {
        _isBotWanted = false;
        await Bot.KillAsync(cancellationToken);
        Clock.BotIsGone();
    }

    /// <summary>Asks the bot to stop and waits for it.</summary>
    /// <returns>The exit code; null when the bot had to be killed or was not running.</returns>
    public async Task<int?> StopBotAsync(CancellationToken cancellationToken)
    {
        _isBotWanted = false;
        var code = await Bot.StopAsync(StopPatience, cancellationToken);
        Clock.BotIsGone();
        return code;
    }

    public bool IsBotRunning => Bot.IsRunning;

    /// <summary>Does something that needs the bot, and notices when the bot ends meanwhile, though nobody wished it.</summary>
    /// <exception cref="BotFailedException">The bot ended by itself.</exception>
    public async Task<T> WithBotAsync<T>(Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken)
    {
        if (!_isBotWanted)
        {
            return await act(cancellationToken);
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var task = act(ended.Token);
        if (await Task.WhenAny(task, Bot.Exited) != task)
        {
            await ended.CancelAsync();
            await task.ContinueWith(
                static _ => { },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
            throw Ended();
        }

        try
        {
            return await task;
        }
        catch (StageClockException)
        {
            // The socket closes a moment before the process is seen to end; the end of the process says more.
            if (await Task.WhenAny(Bot.Exited, Pause(cancellationToken)) == Bot.Exited)
            {
                throw Ended();
            }

            throw;
        }
    }

    /// <summary>Waits until the bot has nothing to do at the current time.</summary>
    public Task SettleAsync(CancellationToken cancellationToken) =>
        WithBotAsync(Clock.WaitUntilIdleAsync, cancellationToken);

    /// <summary>The bot's files: all of its data folder, and its log.</summary>
    public IReadOnlyList<string> BotFiles() =>
        [
            .. Directory.Exists(DataDirectory)
                ? Directory.EnumerateFiles(DataDirectory, "*", SearchOption.AllDirectories)
                : [],
            .. File.Exists(LogFile) ? new[] { LogFile } : [],
        ];

    public async ValueTask DisposeAsync()
    {
        if (_bot is not null)
        {
            await StopBotAsync(CancellationToken.None);
            await _bot.DisposeAsync();
        }

        foreach (var network in Networks)
        {
            await network.DisposeAsync();
        }

        if (Calendar is not null)
        {
            await Calendar.DisposeAsync();
        }

        await Transcript.DisposeAsync();
    }

    /// <summary>Opens what the cast is on: Discord, Signal or both, Discord first.</summary>
    private static async Task<IReadOnlyList<IStageNetwork>> OpenAsync(
        StageCast cast,
        IStageTime time,
        ITranscript transcript,
        CancellationToken cancellationToken
    )
    {
        var networks = new List<IStageNetwork>();
        try
        {
            if (cast.AllServers.Count > 0 || !cast.HasSignal)
            {
                networks.Add(
                    await DiscordStage.StartAsync(cast, new DiscordStageOptions(), time, transcript, cancellationToken)
                );
            }

            if (cast.HasSignal)
            {
                networks.Add(
                    await SignalStage.StartAsync(cast, new SignalStageOptions(), time, transcript, cancellationToken)
                );
            }

            return networks;
        }
        catch
        {
            foreach (var network in networks)
            {
                await network.DisposeAsync();
            }

            throw;
        }
    }

    private async Task<bool> ConnectAsync(CancellationToken cancellationToken)
    {
        // The clock first: by then a killed predecessor's connections are closed for certain.
        await Clock.BotConnectedAsync(cancellationToken);
        foreach (var network in Networks)
        {
            await network.BotConnectedAsync(cancellationToken);
        }

        await Clock.WaitUntilIdleAsync(cancellationToken);
        return true;
    }

    private static Task Pause(CancellationToken cancellationToken) =>
        Task.Delay(ExitPatience, TimeProvider.System, cancellationToken);

    private BotFailedException Ended() =>
        new(
            $"The bot ended by itself with exit code {Bot.Exited.Result}. Its last lines ({LogFile}):\n{Bot.LastLogLines()}"
        );

    private Dictionary<string, string> Environment(RehearsalRequest request, Scenario scenario)
    {
        var environment = new Dictionary<string, string>(request.BotSettings, StringComparer.Ordinal)
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["Rehearsal__ClockAddress"] = Clock.Address,
            ["Storage__DataDirectory"] = DataDirectory,
            ["Keys__Directory"] = Path.Combine(_directory, "keys"),
            ["Campaigns__Only"] = string.Join(',', scenario.Campaigns),
        };
        if (Calendar is not null)
        {
            environment["Calendar__UrlOverride"] = Calendar.Url.AbsoluteUri;
        }

        foreach (var (name, value) in Networks.SelectMany(network => network.BotEnvironment))
        {
            environment[name] = value;
        }

        return environment;
    }
}

/// <summary>The bot ended though the scenario did not end it, or never came up.</summary>
public sealed class BotFailedException(string message) : Exception(message);
