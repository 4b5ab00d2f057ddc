using System.Globalization;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Year;

/// <summary>
/// A whole year on the stage: three campaigns in three zones, on hosts in three others, a meeting a week in each and more
/// around every clock change. Each reminder must arrive at the minute that <see cref="WallClock"/> says, and once.
/// </summary>
internal static class YearLane
{
    private const int WeeksOfAYear = 52;

    private static readonly string[] Hosts = ["Asia/Kathmandu", "UTC", "America/Los_Angeles"];

    public static async Task<LaneResult> RunAsync(
        Options options,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var from = ReadDate(options.Text("from") ?? "2027-01-04");
        var weeks = options.Number("weeks", otherwise: WeeksOfAYear);
        var hosts = Hosts.Take(options.Number("hosts", otherwise: Hosts.Length)).ToList();
        var bot = options.Text("bot") ?? typeof(RunVerb).Assembly.Location;
        var meetings = YearTown
            .All.SelectMany(town => YearMeeting.InWeeks(town, from, weeks))
            .OrderBy(meeting => meeting.PostedAt)
            .ToList();
        var figures = new YearFigures(weeks, hosts, [.. YearTown.All.Select(town => town.Zone)], 0, 0, 0, 0, 0);
        foreach (var host in hosts)
        {
            await output.WriteLineAsync($"{meetings.Count} meetings in {weeks} weeks, on a host in {host}");
            await using var year = new YearOnStage(meetings, host);
            await year.OpenAsync(bot, cancellationToken);
            await year.LiveAsync(output, cancellationToken);
            figures += year.Judge(output);
        }
        return new LaneResult(figures is { Reminders: > 0, WrongMinute: 0, Missing: 0, Doubled: 0 }, figures);
    }

    /// <exception cref="MisusedException">It is no date.</exception>
    private static DateTime ReadDate(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new MisusedException("--from is a date such as 2027-01-04.");
}

/// <summary>The lane's last line.</summary>
internal sealed record YearFigures(
    int Weeks,
    IReadOnlyList<string> Hosts,
    IReadOnlyList<string> Zones,
    int Meetings,
    int Reminders,
    int WrongMinute,
    int Missing,
    int Doubled
)
{
    public static YearFigures operator +(YearFigures one, YearFigures other) =>
        one with
        {
            Meetings = one.Meetings + other.Meetings,
            Reminders = one.Reminders + other.Reminders,
            WrongMinute = one.WrongMinute + other.WrongMinute,
            Missing = one.Missing + other.Missing,
            Doubled = one.Doubled + other.Doubled,
        };
}

/// <summary>The three towns on one stage, and the bot as a process on a host whose own zone is another.</summary>
internal sealed class YearOnStage(IReadOnlyList<YearMeeting> meetings, string host) : IAsyncDisposable
{
    /// <summary>Real time that the bot may take to come to rest on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly Dictionary<string, string> NoOptions = [];

    private readonly TemporaryFolder _folder = new();
    private readonly DirectMessages _seen = new();
    private StageClock? _clock;
    private DiscordStage? _stage;
    private BotProcess? _bot;

    private StageClock Clock => _clock!;
    private DiscordStage Stage => _stage!;

    public async Task OpenAsync(string bot, CancellationToken cancellationToken)
    {
        _clock = new StageClock(At(meetings[0].PostedAt.AddHours(-1)), DateTimeZone.Utc, Patience);
        _stage = await DiscordStage.StartAsync(
            new StageCast { Servers = [.. YearTown.All.Select(Server)], People = [.. YearTown.All.SelectMany(People)] },
            new DiscordStageOptions { RememberedRequests = 100, OldMessageEditsPerHour = int.MaxValue },
            _clock,
            _seen,
            cancellationToken
        );
        foreach (var town in YearTown.All)
        {
            Directory.CreateDirectory(_folder[Path.Combine("campaigns", town.Id)]);
            await File.WriteAllTextAsync(
                _folder[Path.Combine("campaigns", town.Id, "campaign.yaml")],
                town.Campaign,
                cancellationToken
            );
        }
        _bot = new BotProcess(
            new BotCommand("dotnet", [bot, "run"]),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["TZ"] = host,
                ["Discord__Token"] = _stage.Token,
                ["Discord__ApiBaseUrl"] = _stage.ApiBaseUrl.ToString(),
                ["Rehearsal__ClockAddress"] = _clock.Address,
                ["Storage__DataDirectory"] = _folder["data"],
                ["Keys__Directory"] = _folder["keys"],
                ["Campaigns__Directory"] = _folder["campaigns"],
                ["Health__Port"] = "0",
            },
            _folder.Path,
            _folder["bot.log"]
        );
        _bot.Start();
        await Clock.BotConnectedAsync(cancellationToken);
        await Stage.BotConnectedAsync(cancellationToken);
    }

    /// <summary>Posts each meeting on its day, has the member pledge and ask to be reminded, and lets the year go by.</summary>
    public async Task LiveAsync(TextWriter output, CancellationToken cancellationToken)
    {
        foreach (var (index, meeting) in meetings.Index())
        {
            await Clock.AdvanceToAsync(At(meeting.PostedAt), cancellationToken);
            await PostAsync(meeting, cancellationToken);
            if (index % 50 == 49)
                await output.WriteLineAsync($"{index + 1} meetings, {meeting.Wall:yyyy-MM-dd}");
        }
        await Clock.AdvanceToAsync(At(meetings.Max(meeting => meeting.PostedAt).AddDays(6)), cancellationToken);
    }

    /// <summary>Holds what the members saw against what the wall clock says.</summary>
    public YearFigures Judge(TextWriter output)
    {
        var (reminders, wrong, missing, doubled) = (0, 0, 0, 0);
        foreach (var meeting in meetings)
        {
            var expected = meeting.Town.Reminders(meeting.Wall);
            var seen = _seen.To(meeting.Town.Member, meeting.Title);
            reminders += expected.Count;
            var notExpected = seen.Where(at => !expected.Contains(at)).ToList();
            var notSeen = expected.Except(seen).Count();
            doubled += seen.Count - seen.Distinct().Count();
            wrong += Math.Min(notExpected.Count, notSeen);
            missing += Math.Max(0, notSeen - notExpected.Count);
            doubled += Math.Max(0, notExpected.Count - notSeen);
            if (!expected.SequenceEqual(seen))
                output.WriteLine(
                    $"{meeting.Title}, {meeting.Wall:yyyy-MM-dd HH:mm} in {meeting.Town.Zone}: expected {Text(expected)}, seen {Text(seen)}"
                );
        }
        return new YearFigures(0, [], [], meetings.Count, reminders, wrong, missing, doubled);
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

    private async Task PostAsync(YearMeeting meeting, CancellationToken cancellationToken)
    {
        var town = meeting.Town;
        var drafted = await Stage.CommandAsync(
            town.Organizer,
            town.Alerts,
            "/action create",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["title"] = meeting.Title,
                ["date"] = meeting.Wall.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["time"] = meeting.Wall.ToString("h:mm tt", CultureInfo.InvariantCulture),
            },
            cancellationToken
        );
        var code =
            drafted.Text.Split([' ', ':', '\n', ',']).FirstOrDefault(word => ActionId.TryParse(word, out _))
            ?? throw new StuckException($"{meeting.Title} was not drafted: {drafted.Text}\n{_bot!.LastLogLines()}");
        await Stage.CommandAsync(
            town.Organizer,
            town.Alerts,
            "/action post",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["action"] = code },
            cancellationToken
        );
        await Clock.WaitUntilIdleAsync(cancellationToken);
        var alert = Stage
            .Messages(town.Alerts)
            .Last(message =>
                message.Buttons.Count > 0 && message.Text.Contains(meeting.Title, StringComparison.Ordinal)
            );
        await Stage.PressAsync(town.Member, alert, alert.Buttons[0].Id, cancellationToken);
        await Stage.CommandAsync(town.Member, town.Alerts, "/reminders on", NoOptions, cancellationToken);
    }

    private static StageServer Server(YearTown town) =>
        new(town.Server, town.ServerId)
        {
            Roles = new Dictionary<string, ulong> { ["Organizer"] = town.Role },
            Channels = new Dictionary<string, ulong>
            {
                ["alerts"] = town.AlertChannel,
                ["coordinators"] = town.CoordinatorChannel,
            },
        };

    private static IEnumerable<StagePerson> People(YearTown town) =>
        [
            new StagePerson(town.Organizer, [])
            {
                Servers = new Dictionary<string, IReadOnlyList<string>> { [town.Server] = ["Organizer"] },
            },
            new StagePerson(town.Member, [])
            {
                Servers = new Dictionary<string, IReadOnlyList<string>> { [town.Server] = [] },
            },
        ];

    private static Instant At(DateTimeOffset moment) => Instant.FromDateTimeOffset(moment);

    private static string Text(IEnumerable<DateTimeOffset> moments) =>
        string.Join(", ", moments.Select(moment => moment.ToString("MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)));

    /// <summary>What members got in private, with the stage's minute.</summary>
    private sealed class DirectMessages : ITranscript
    {
        private readonly Lock _gate = new();
        private readonly List<TranscriptEntry> _entries = [];

        public void Add(TranscriptEntry entry)
        {
            if (entry is not { Direction: "out", Kind: "dm" })
                return;
            lock (_gate)
                _entries.Add(entry);
        }

        /// <summary>When the person was written to about it, in order.</summary>
        public IReadOnlyList<DateTimeOffset> To(string person, string title)
        {
            lock (_gate)
                return
                [
                    .. _entries
                        .Where(entry => entry.Who == person && entry.Text.Contains(title, StringComparison.Ordinal))
                        .Select(entry => entry.At.ToUniversalTime())
                        .Order(),
                ];
        }
    }
}
