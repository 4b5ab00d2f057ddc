using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts.DiscordOpenApi;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.Rehearsal.Discord;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Tests.World;

/// <summary>
/// The whole bot, hosted in the test's process, on a stage with real sockets: what a test does here is what a person does in
/// chat, and what it reads is what a person sees. Nothing sleeps; every act ends when the bot is idle.
/// </summary>
internal sealed class BotOnStage : IAsyncDisposable
{
    private static readonly LocalDateTimePattern WallTime = LocalDateTimePattern.CreateWithInvariantCulture(
        "uuuu-MM-dd'T'HH:mm"
    );

    private readonly TemporaryFolder _folder = new();
    private readonly FakeLogCollector _log = FakeLogCollector.Create(new FakeLogCollectorOptions());
    private readonly DateTimeZone _zone;
    private readonly StagePlan _plan;
    private CalendarServer _calendar = null!;
    private WebApplication? _bot;
    private SignalStage? _signal;
    private BotProcess? _process;

    private BotOnStage(StagePlan plan)
    {
        _plan = plan;
        _zone = DateTimeZoneProviders.Tzdb[plan.Zone];
        Clock = new StageClock(At(plan.Start), _zone);
    }

    public StageClock Clock { get; }
    public DiscordStage Discord { get; private set; } = null!;

    /// <summary>The other network, where the plan has groups there.</summary>
    public SignalStage Signal => _signal ?? throw new InvalidOperationException("The plan has no group on Signal.");
    public KeptTranscript Transcript { get; } = new();

    /// <summary>The running bot's own services, for what lies below the network's reach.</summary>
    public IServiceProvider Services =>
        _bot?.Services ?? throw new InvalidOperationException("The bot is not running.");

    public Store Store => Services.GetRequiredService<Store>();

    /// <summary>Where <c>/health</c> is.</summary>
    public Uri HealthAddress => new(_bot!.Urls.Single());

    public IReadOnlyList<FakeLogRecord> Log => _log.GetSnapshot();

    public string DataFolder => Folder("data");

    /// <summary>A file or folder that the bot's own process has beside its data: <c>keys</c>, <c>tmp</c>, <c>bot.log</c>.</summary>
    public string Folder(string name) => Path.Combine(_folder.FullPath, name);

    /// <summary>What an operator would configure, on folders and ports of this stage.</summary>
    private IReadOnlyList<(string Name, string Value)> Settings =>
        [
            ("Discord:ApiBaseUrl", Discord.ApiBaseUrl.AbsoluteUri),
            ("Discord:Token", Discord.Token),
            ("Rehearsal:ClockAddress", Clock.Address),
            ("Calendar:UrlOverride", _calendar.Url.AbsoluteUri),
            ("Campaigns:Directory", Path.Combine(_folder.FullPath, "campaigns")),
            ("Storage:DataDirectory", DataFolder),
            ("Keys:Directory", Path.Combine(_folder.FullPath, "keys")),
            ("Health:Port", "0"),
            .. _signal is null
                ? (IEnumerable<(string, string)>)[]
                :
                [
                    ("Signal:Endpoint", _signal.Endpoint),
                    ("Signal:Account", _signal.Account),
                    ("Signal:MessagesPerMinute", "60000"),
                ],
            .. _plan.Settings,
        ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Sets the stage and brings the bot up on it.</summary>
    public static async Task<BotOnStage> OpenAsync(StagePlan plan)
    {
        var stage = await OpenWithoutBotAsync(plan);
        try
        {
            await stage.StartBotAsync();
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sets the stage, for who brings the bot, or a part of it, up themselves.</summary>
    public static async Task<BotOnStage> OpenWithoutBotAsync(StagePlan plan)
    {
        var stage = new BotOnStage(plan);
        try
        {
            foreach (var campaign in plan.Campaigns)
                stage.WriteCampaign(campaign);
            stage._calendar = await CalendarServer.StartAsync(
                stage.WriteCalendar(plan.Calendar ?? ("calendar.json", "[]")),
                Cancelled
            );
            var cast = new StageCast
            {
                Server = "Alexandria Neighbors",
                ServerId = StagePlan.ServerId,
                Roles = plan.Roles,
                Channels = plan.Channels,
                Servers = plan.Servers,
                People = plan.People,
                Groups = plan.Groups,
                HasSignal = plan.Groups.Count > 0,
            };
            stage.Discord = await DiscordStage.StartAsync(cast, plan.Options, stage.Clock, stage.Transcript, Cancelled);
            if (cast.HasSignal)
            {
                stage._signal = await SignalStage.StartAsync(
                    cast,
                    plan.Signal,
                    stage.Clock,
                    stage.Transcript,
                    Cancelled
                );
                stage._signal.WhenQuiet = stage.Clock.WaitUntilIdleAsync;
            }
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the bot on the folders of before, and waits until it is connected and idle.</summary>
    public async Task StartBotAsync()
    {
        _bot = await BuildBotAsync();
        await _bot.StartAsync(Cancelled);
        await ConnectedAsync();
    }

    /// <summary>The bot as <c>run</c> builds it, with the settings of this stage; it is not started. The caller's to dispose of.</summary>
    public Task<WebApplication> BuildBotAsync() =>
        RunVerb.BuildAsync(
            [.. Settings.Select(setting => $"--{setting.Name}={setting.Value}")],
            Cancelled,
            logging =>
            {
                // The test reads the log; a console full of thirty bots helps nobody.
                logging.ClearProviders();
                logging.AddProvider(new FakeLoggerProvider(_log));
            },
            _plan.ProtocolClock is { } clock ? new ProtocolTime(clock) : null
        );

    /// <summary>
    /// Starts the bot as a process of its own in the place of the one that the test hosts, so that it can be killed. What
    /// lies in <see cref="Services"/> is out of reach then.
    /// </summary>
    public async Task StartBotProcessAsync()
    {
        await StopBotAsync();
        Directory.CreateDirectory(Folder("tmp"));
        _process ??= new BotProcess(
            new BotCommand("dotnet", [typeof(RunVerb).Assembly.Location, "run"]),
            ((IEnumerable<(string Name, string Value)>)[.. Settings, ("TMPDIR", Folder("tmp"))]).ToDictionary(
                setting => setting.Name.Replace(":", "__", StringComparison.Ordinal),
                setting => setting.Value,
                StringComparer.Ordinal
            ),
            _folder.FullPath,
            Path.Combine(_folder.FullPath, "bot.log")
        );
        _process.Start();
        var connected = ConnectedAsync();
        Assert.True(await Task.WhenAny(connected, _process.Exited) == connected, _process.LastLogLines());
        await connected;
    }

    /// <summary>SIGKILL: the process of <see cref="StartBotProcessAsync"/> can do nothing more. The clock moves on without it.</summary>
    public async Task KillBotProcessAsync()
    {
        await _process!.KillAsync(Cancelled);
        Clock.BotIsGone();
    }

    /// <summary>Stops the bot as an operator does. The clock moves on without it.</summary>
    public async Task StopBotAsync()
    {
        if (_bot is not { } bot)
            return;
        _bot = null;
        await bot.StopAsync(CancellationToken.None);
        await bot.DisposeAsync();
        Clock.BotIsGone();
    }

    /// <summary>Changes a campaign's file, as an operator does while the bot is down.</summary>
    public void RewriteCampaign(string name, Func<string, string> change)
    {
        var file = Path.Combine(_folder.FullPath, "campaigns", name, CampaignReader.FileName);
        File.WriteAllText(file, change(File.ReadAllText(file)));
    }

    /// <summary>Types a line such as <c>/action post action:A1</c>, and waits until all that comes of it is done.</summary>
    public Task<StageReply> TypeAsync(string person, string where, string line)
    {
        var typed = TypedCommand.Parse(line);
        return TypeAsync(person, where, typed.Command, typed.Options);
    }

    /// <inheritdoc cref="TypeAsync(string, string, string)"/>
    public async Task<StageReply> TypeAsync(
        string person,
        string where,
        string command,
        IReadOnlyDictionary<string, string> options
    )
    {
        var reply = await Discord.CommandAsync(person, where, command, options, Cancelled);
        await SettleAsync();
        return reply;
    }

    public Task<IReadOnlyList<StageChoice>> OfferedAsync(string person, string command, string option, string typed) =>
        Discord.AutocompleteAsync(person, "#organizers", command, option, typed, Cancelled);

    /// <summary>Presses a button of what the person sees, and waits until all that comes of it is done.</summary>
    public async Task<StageReply> PressAsync(string person, StageMessage message, string button)
    {
        var reply = await Discord.PressAsync(person, message, button, Cancelled);
        await SettleAsync();
        return reply;
    }

    /// <inheritdoc cref="PressAsync(string, StageMessage, string)"/>
    public Task<StageReply> PressAsync(string person, StageReply reply, string button) =>
        PressAsync(person, reply.Message!, button);

    /// <summary>
    /// Hands the bot an event that no client of the network would send, or one that it has had before: the same
    /// <paramref name="eventId"/> is a replay.
    /// </summary>
    public async Task<Reply> DeliverAsync(
        string person,
        string where,
        Act act,
        string eventId = "1",
        string? server = null
    )
    {
        var someone = _plan.People.Single(one => one.Name == person);
        var responder = new KeepingResponder();
        Services
            .GetRequiredService<Dispatcher>()
            .Handle(
                new Incoming
                {
                    EventId = eventId,
                    Network = Networks.Discord,
                    Server = where == "dm" ? null : server ?? Text(StagePlan.ServerId),
                    Channel = where == "dm" ? "1" : Text(_plan.Channels[where.TrimStart('#')]),
                    Sender = new Sender(
                        Discord.IdOf(person),
                        [.. someone.Roles.Select(role => Text(_plan.Roles[role]))],
                        someone.Locale
                    ),
                    Act = act,
                },
                responder,
                Cancelled
            );
        var reply = await responder.Answer.WaitAsync(Cancelled);
        await SettleAsync();
        return reply;

        static string Text(ulong id) => id.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>All words of an answer, as Discord would be given them.</summary>
    public static string TextOf(Reply reply) =>
        reply switch
        {
            Reply.Private(var card) => Shown.Text(card),
            Reply.Done(var card) => Shown.Text(card),
            Reply.Replace(var card) => Shown.Text(card),
            Reply.Completions(var choices) => string.Join('\n', choices.Select(choice => choice.Label)),
            _ => throw new InvalidOperationException($"{reply.GetType().Name} was not settled."),
        };

    /// <summary>Drafts an action by hand and posts it: a hearing on Tuesday, March 10, at seven in the evening.</summary>
    /// <returns>The alert in <c>#alerts</c>.</returns>
    public async Task<StageMessage> PostAHearingAsync(
        string options = "title:Public hearing date:2026-03-10 time:7pm place:City Hall"
    )
    {
        var draft = await TypeAsync("Olga", "#organizers", $"/action create {options}");
        await TypeAsync("Olga", "#organizers", $"/action post action:{CodeIn(draft)}");
        return Discord.Messages("#alerts")[^1];
    }

    /// <summary>What stands in a channel now, oldest first.</summary>
    public IReadOnlyList<StageMessage> Channel(string where) => Discord.Messages(where);

    /// <summary>What the bot has written to the person in private, oldest first.</summary>
    public IReadOnlyList<StageMessage> DirectMessagesOf(string person) => Discord.Messages("dm", person);

    /// <summary>The code of the action in an answer.</summary>
    public static string CodeIn(StageReply reply) =>
        reply.Text.Split([' ', ':', '\n', ',']).FirstOrDefault(word => ActionId.TryParse(word, out _))
        ?? throw new InvalidOperationException($"No action's code stands in: {reply.Text}");

    /// <summary>The tally as the coordinator gets it, in English: "Will attend: 3" and so on.</summary>
    public async Task<string> TallyAsync(string code = "A1") =>
        (await TypeAsync("Carmen", "#organizers", $"/tally action:{code}")).Text;

    /// <summary>Waits until the bot has nothing left to do at the present moment of the stage.</summary>
    public Task SettleAsync() => Clock.WaitUntilIdleAsync(Cancelled);

    /// <summary>Moves the clock to a wall time of the plan's zone; everything on the way happens at its own minute.</summary>
    public Task AdvanceToAsync(string wallTime) => Clock.AdvanceToAsync(At(wallTime), Cancelled);

    public Task AdvanceByAsync(Duration span) => Clock.AdvanceToAsync(Clock.Instant + span, Cancelled);

    /// <summary>Waits until the bot is connected again, after a fault of the gateway.</summary>
    public async Task ReconnectedAsync()
    {
        await Discord.BotConnectedAsync(Cancelled);
        await SettleAsync();
    }

    /// <summary>The city serves another calendar, and the bot reads it as at its next beat.</summary>
    public async Task ReadCalendarAsync(string fileName, string text)
    {
        _calendar.Serve(WriteCalendar((fileName, text)));
        await Services.GetRequiredService<CalendarPoll>().PollAsync(Cancelled);
        await SettleAsync();
    }

    /// <summary>What the city answers from now on when it is asked for the items of a meeting's docket.</summary>
    public void WriteDocket(string calendarFile, int meeting, string items) =>
        _folder.Write(
            Path.Combine(
                Path.GetFileNameWithoutExtension(calendarFile),
                FormattableString.Invariant($"{meeting}.json")
            ),
            items
        );

    /// <summary>A defect of the bot shows here, though its apology kept the conversation going.</summary>
    public void AssertNoErrorsLogged()
    {
        var errors = Log.Where(record => record.Level >= LogLevel.Error)
            .Select(record => $"{record.Category}: {record.Message} {record.Exception}")
            .ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors));
    }

    /// <summary>Every request of the bot is one that Discord describes, where its description lies beside the checkout.</summary>
    public void AssertRequestsAreAsDiscordDescribesThem()
    {
        if (DiscordDescription.Here is not { } description)
            return;
        var faults = Discord.Requests.SelectMany(description.Faults).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    public async ValueTask DisposeAsync()
    {
        await StopBotAsync();
        if (_process is not null)
            await _process.DisposeAsync();
        if (Discord is not null)
            await Discord.DisposeAsync();
        if (_signal is not null)
            await _signal.DisposeAsync();
        if (_calendar is not null)
            await _calendar.DisposeAsync();
        await Clock.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ConnectedAsync()
    {
        await Clock.BotConnectedAsync(Cancelled);
        await Discord.BotConnectedAsync(Cancelled);
        if (_signal is not null)
            await _signal.BotConnectedAsync(Cancelled);
        await SettleAsync();
    }

    private Instant At(string wallTime) => WallTime.Parse(wallTime).GetValueOrThrow().InZoneStrictly(_zone).ToInstant();

    private void WriteCampaign(string name)
    {
        foreach (var file in Directory.EnumerateFiles(Checkout.At("campaigns", CampaignReader.JurisdictionsFolder)))
            _folder.Write(
                Path.Combine("campaigns", CampaignReader.JurisdictionsFolder, Path.GetFileName(file)),
                File.ReadAllText(file)
            );
        _folder.Write(
            Path.Combine("campaigns", name, CampaignReader.FileName),
            _plan.Written.TryGetValue(name, out var written) ? written : StagePlan.Shipped(name)
        );
    }

    private string WriteCalendar((string Name, string Text) calendar) => _folder.Write(calendar.Name, calendar.Text);
}
