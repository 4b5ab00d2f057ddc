using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>
/// Marked people with marked words go every way through a bot that is a process of its own and logs all that it can. Then
/// everything that is left is searched for the marks: its log, its database and side files, its backups, its keys, its
/// temporary files, and what other people saw.
/// </summary>
public sealed class CanaryJourneys : Journey
{
    /// <summary>What the marked people type; as a search finds it, it stands in no text of the bot.</summary>
    private const string Word = "zyxquarrel";

    /// <summary>Numbers and the like, as people type them though nobody asked.</summary>
    private static readonly string[] Details =
    [
        "703-555-0142",
        "A087654321",
        "078-05-1120",
        "quill@zyxquarrel.example",
    ];

    private static readonly string[] Marked = ["Quillonia", "Zephyrello", "Sagramora", "Tristopher"];

    [Fact(Timeout = 5 * HangGuard.Milliseconds)]
    public async Task Who_people_are_and_what_they_write_is_found_in_no_log_no_file_and_nobody_elses_messages()
    {
        using var backups = new TemporaryFolder();
        var stage = await OpenStageAsync(Plan(backups.FullPath));
        await stage.StartBotProcessAsync();
        var alert = await stage.PostAHearingAsync();

        await OnDiscordAsync(stage, alert, "Quillonia");
        await OnDiscordAsync(stage, alert, "Zephyrello");
        await OnSignalAsync(stage, "Sagramora");
        await OnSignalAsync(stage, "Tristopher");
        await ThroughTroubleAsync(stage);

        // The day before and the day after, with a crash between.
        await stage.AdvanceToAsync("2026-03-09T19:05");
        await stage.KillBotProcessAsync();
        await stage.StartBotProcessAsync();
        await stage.AdvanceToAsync("2026-03-10T23:30");
        await stage.KillBotProcessAsync();
        AssertNothingIsFound(stage, backups);

        await stage.StartBotProcessAsync();
        await ForgottenAsync(stage);

        // Beyond the retention.
        await stage.AdvanceToAsync("2026-03-16T12:00");
        await stage.KillBotProcessAsync();
        AssertNothingIsFound(stage, backups);
    }

    /// <summary>What they did came in; or there would be nothing to find.</summary>
    private static void AssertNothingIsFound(BotOnStage stage, TemporaryFolder backups)
    {
        var marks = new Marks([
            Word,
            .. Details,
            .. Marked,
            .. Marked[..2]
                .SelectMany(person => (string[])[stage.Discord.IdOf(person), stage.Discord.DirectChannelOf(person)]),
            .. Marked[2..].SelectMany(person => (string[])[stage.Signal.IdOf(person), stage.Signal.NumberOf(person)]),
        ]);
        var seen = stage.Transcript.Entries;
        Assert.All(
            (string[])[Word, .. Details],
            mark =>
                Assert.Contains(
                    seen,
                    entry =>
                        entry.Direction == "in"
                        && marks.In(entry.Text).Any(found => found.StartsWith(mark, StringComparison.Ordinal))
                )
        );
        Assert.DoesNotContain(seen, entry => entry.Text.Contains("too fast for me", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, entry => entry.Text.Contains("demasiado rápido", StringComparison.Ordinal));
        Assert.All(Marked, person => Assert.Contains(seen, entry => entry.Direction == "out" && entry.Who == person));

        Assert.NotEmpty(Directory.GetFiles(backups.FullPath, "*.backup"));
        Assert.Empty(marks.InFolder(backups.FullPath));
        Assert.Empty(marks.InFolder(stage.DataFolder));
        Assert.Empty(marks.InFolder(stage.Folder("keys")));
        Assert.Empty(marks.InFolder(stage.Folder("tmp")));
        Assert.Empty(marks.In(File.ReadAllBytes(stage.Folder("bot.log"))));
        Assert.Empty(
            seen.Where(entry => entry.Direction == "out" && !Marked.Contains(entry.Who, StringComparer.Ordinal))
                .SelectMany(entry => marks.In(entry.Text).Select(found => $"{entry.Who ?? entry.Where}: {found}"))
        );
        // Nor are they told their own numbers again.
        var details = new Marks(Details);
        Assert.Empty(seen.Where(entry => entry.Direction == "out").SelectMany(entry => details.In(entry.Text)));
    }

    private static async Task OnDiscordAsync(BotOnStage stage, StageMessage alert, string person)
    {
        var answer = await stage.PressAsync(person, alert, "I will attend / Voy a asistir");
        await stage.TypeAsync(person, "#alerts", "/reminders on");
        Assert.True(answer.Message is not null, answer.Text);
        string[] lines =
        [
            "/mine",
            "/privacy",
            $"/verify code:{Word}",
            $"/reminders quiet from:{Word} until:9am",
            "/reminders pause days:7",
            "/reminders on",
            "/link",
            $"/link code:{Word}",
            $"/action create title:{Word} when:tomorrow 7pm place:{Word}",
            "/language language:es",
            "/help",
            .. Details.Select(detail => $"/reminders quiet from:{detail} until:9am"),
        ];
        foreach (var line in lines)
        {
            await PaceAsync(stage);
            await stage.TypeAsync(person, "#alerts", line);
        }
        await stage.TypeAsync(person, "dm", "/mine");
    }

    private static async Task OnSignalAsync(BotOnStage stage, string person)
    {
        const string group = "#neighbors";
        string[] lines =
        [
            "A1 1",
            "reminders on",
            "yes",
            Word,
            $"A1 {Word}",
            $"A1 yes, and call me, {Word}",
            "what do you know about me",
            $"link {Word}",
            $"/reminders quiet from:{Word} until:9am",
            .. Details.Select(detail => $"call me: {detail}"),
        ];
        foreach (var line in lines)
        {
            await PaceAsync(stage);
            await stage.Signal.TypeAsync(person, "dm", line, Cancelled);
        }
        await stage.Signal.TypeAsync(person, group, $"!{Word}", Cancelled);
        await stage.Signal.TypeAsync(person, group, $"{Word} is not for the bot", Cancelled);
        var alert = stage
            .Signal.Messages(group)
            .First(message => message.Text.Contains("A1", StringComparison.Ordinal));
        await stage.Signal.QuoteAsync(person, alert, $"2 {Word}", Cancelled);
        await stage.Signal.ReactAsync(person, alert, "👍", remove: false, Cancelled);
    }

    /// <summary>Errors and what is said of them: answers that fail, come late, or find the bot gone.</summary>
    private static async Task ThroughTroubleAsync(BotOnStage stage)
    {
        stage.Discord.Inject(new StageFault.ExpireInteractions(1));
        await stage.TypeAsync("Quillonia", "#alerts", $"/link code:{Word}");
        stage.Discord.Inject(new StageFault.Disconnect(Resumable: true));
        await stage.ReconnectedAsync();
        stage.Signal.Inject(new StageFault.SendFails("Tristopher", 1));
        await stage.Signal.TypeAsync("Tristopher", "dm", $"what is {Word}?", Cancelled);
        // Written while the bot is away, and read from where it was kept.
        await stage.KillBotProcessAsync();
        await stage.Signal.TypeAsync("Sagramora", "dm", $"{Word} while you were away", Cancelled);
        await stage.StartBotProcessAsync();
        await stage.AdvanceByAsync(Duration.FromMinutes(5));
    }

    /// <summary>Who writes too fast is answered with nothing else, and then nothing would be tried.</summary>
    private static Task PaceAsync(BotOnStage stage) => stage.AdvanceByAsync(Duration.FromSeconds(20));

    /// <summary>One person on each network asks what is known, and has it forgotten.</summary>
    private static async Task ForgottenAsync(BotOnStage stage)
    {
        // No campaign is at home in the café; what is kept about people is told all the same.
        Assert.Contains(
            "Su permiso",
            (await stage.TypeAsync("Quillonia", "#cafe", "/privacy")).Text,
            StringComparison.Ordinal
        );
        await stage.TypeAsync("Quillonia", "dm", "/privacy");
        var asked = await stage.TypeAsync("Quillonia", "#alerts", "/forget");
        Assert.Contains("¿Quiere que se olvide", asked.Text, StringComparison.Ordinal);
        var forgotten = await stage.PressAsync("Quillonia", asked, "Olvídenme");
        Assert.Contains("Listo.", forgotten.Text, StringComparison.Ordinal);
        await stage.Signal.TypeAsync("Tristopher", "dm", "olvídeme", Cancelled);
        await stage.Signal.TypeAsync("Tristopher", "dm", "1", Cancelled);
    }

    private static StagePlan Plan(string backups)
    {
        var town = Neighbors.OnBothNetworks();
        return town with
        {
            People =
            [
                .. town.People,
                new StagePerson(Marked[0], []) { Networks = ["discord"] },
                new StagePerson(Marked[1], [], "es-419", DirectMessagesOpen: false) { Networks = ["discord"] },
                new StagePerson(Marked[2], [])
                {
                    Networks = ["signal"],
                    Groups = ["neighbors"],
                    SharesNumber = true,
                },
                new StagePerson(Marked[3], [], "es") { Networks = ["signal"], Groups = ["neighbors"] },
            ],
            Settings = [.. town.Settings, ("Logging:LogLevel:Default", "Trace"), ("Backup:Directory", backups)],
        };
    }
}
