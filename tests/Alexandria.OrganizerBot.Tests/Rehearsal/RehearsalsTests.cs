using Alexandria.OrganizerBot.Rehearsal;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

/// <summary>
/// Whole plays: a real child process that answers the stage's clock, and a chat network of the tests that answers for it.
/// </summary>
public sealed class RehearsalsTests : IDisposable
{
    /// <summary>The smallest bot that there can be: idle at once, never anything due.</summary>
    private const string IdleBot = """
        exec 3<>/dev/tcp/${Rehearsal__ClockAddress/:/\/}
        echo "campaigns $Campaigns__Only, calendar $Calendar__UrlOverride, network $Fake__Url"
        mkdir -p "$Storage__DataDirectory" && echo "sealed" > "$Storage__DataDirectory/store"
        trap 'exit 0' TERM
        while read -r line <&3; do
          id=${line#*:}; id=${id%%[,\}]*}
          echo "{\"id\":$id,\"idle\":true,\"now\":null,\"next\":null}" >&3
        done
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _told = new();
    private readonly FakeNetwork _network = new();

    public RehearsalsTests() =>
        Assert.SkipUnless(File.Exists("/bin/bash"), "skipped: the child process of these tests needs /bin/bash");

    public void Dispose()
    {
        _folder.Dispose();
        _told.Dispose();
    }

    [Fact]
    public async Task A_play_in_which_everything_holds_ends_with_0_and_tells_where_everything_is()
    {
        var code = await PlayAsync(
            """
              - command: { who: Olga, where: "#alerts", line: "/tally action:A1" }
                expect: { kind: ephemeral, contains: "Olga", attachments: "*.csv" }
                capture: { action: 'A\d+' }
              - expect: { file: "*.csv", contains: "18" }
              - command: { who: Resident, where: "#alerts", line: "/mine action:{action} who:{who}" }
                expect: { contains: ["{who}", "who={who}", "action=A1"] }
              - press: { who: Resident 2, button: "Yes", on: reply }
              - advance: 2d
              - expect: { transcript: { kind: command, count: 5 } }
              - stop: bot
              - expect: { dataFolder: { hasNoPersonIds: true } }
            """
        );

        Assert.Equal((Rehearsals.Held, ""), (code, Failures()));
        Assert.Contains("tally.csv", _told.ToString(), StringComparison.Ordinal);
        Assert.Equal("18", File.ReadAllText(Path.Combine(_folder.FullPath, "out", "tally.csv")));
        Assert.Equal(6, File.ReadAllLines(Path.Combine(_folder.FullPath, "out", "t.jsonl")).Length);
        Assert.Contains("campaigns one,two, calendar http://127.0.0.1:", BotLog(), StringComparison.Ordinal);
        Assert.Contains("network fake://", BotLog(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", _told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_pick_from_menus_and_send_forms()
    {
        var code = await PlayAsync(
            """
              - command: { who: Resident 1-2, where: "#alerts", line: /form }
                expect: { kind: modal }
              - submit: { who: Resident 1-2, fields: { Name: "{who}", Seats: "2" } }
                expect: { kind: ephemeral, contains: "{who} sent Name={who}, Seats=2" }
              - pick: { who: Resident 1, select: [¿Cuándo?, When?], values: [Today, Tomorrow], on: reply }
                expect: { contains: Resident 1 picked Today+Tomorrow of When? }
            """
        );

        Assert.Equal((Rehearsals.Held, ""), (code, Failures()));
    }

    [Theory]
    [InlineData("submit: { who: Resident 1, fields: { a: b } }", "opened no form")]
    [InlineData("pick: { who: Resident 1, values: a, on: reply }", "no message with a menu")]
    public async Task Without_a_form_or_a_menu_there_is_nothing_to_send(string step, string said)
    {
        var code = await PlayAsync("  - " + step);

        Assert.Equal(Rehearsals.Failed, code);
        Assert.Contains(said, Failures(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressing_where_there_is_no_message_is_a_failure_and_no_crash()
    {
        var code = await PlayAsync("  - press: { who: Resident 1, button: Yes, on: reply }");

        Assert.Equal(Rehearsals.Failed, code);
        Assert.Contains("with a button to press", Failures(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crowd_can_act_together_and_a_failed_play_can_go_on()
    {
        var code = await PlayAsync(
            """
              - command: { who: Resident, where: "#alerts", line: "/one who:{who}", together: true }
                expect: { contains: "who={who}" }
              - command: { who: Olga, where: "#alerts", line: /two }
                expect: { not: Olga }
              - command: { who: Olga, where: "#alerts", line: /three }
            """,
            head: "calendar: calendar.json\nonFailure: continue"
        );

        Assert.Equal(Rehearsals.Failed, code);
        Assert.Equal(
            ["Olga /three", "Olga /two", "Resident 1 /one", "Resident 2 /one", "Resident 3 /one", "Resident 4 /one"],
            _network.Typed.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task An_expectation_that_does_not_hold_names_file_line_expected_and_seen_and_stops_the_play()
    {
        var code = await PlayAsync(
            """
              - command: { who: Olga, where: "#alerts", line: /mine }
                expect: { contains: "[bold]never said[/]" }
              - command: { who: Rosa, where: "#alerts", line: /never-typed }
            """
        );

        Assert.Equal(Rehearsals.Failed, code);
        Assert.Contains($"test.yaml:{SmallScenario.FirstStep + 1}", Failures(), StringComparison.Ordinal);
        Assert.Contains(
            "expected: an answer that contains “[bold]never said[/]”",
            _told.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("seen:     Olga sees (ephemeral): “Olga", _told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(_network.Typed, typed => typed.Contains("/never-typed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_killed_bot_stays_down_while_the_clock_moves_and_comes_back()
    {
        var code = await PlayAsync(
            """
              - kill: bot
              - advance: 3h
              - restart: bot
              - command: { who: Olga, where: "#alerts", line: /mine }
                expect: { contains: "2026-03-01T18:00" }
            """
        );

        Assert.Equal((Rehearsals.Held, ""), (code, Failures()));
        Assert.Equal(2, BotLog().Split('\n').Count(line => line.StartsWith("campaigns", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_bot_that_ends_by_itself_fails_the_play_with_its_last_words()
    {
        var code = await PlayAsync("  - say: hello", bot: "echo 'Discord:Token is missing'; exit 7");

        Assert.Equal(Rehearsals.Failed, code);
        Assert.Contains("exit code 7", _told.ToString(), StringComparison.Ordinal);
        Assert.Contains("Discord:Token is missing", _told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_scenario_is_told_with_its_line_and_nothing_is_started()
    {
        var code = await PlayAsync("  - kil: bot");

        Assert.Equal(Rehearsals.Mistaken, code);
        Assert.StartsWith($"test.yaml:{SmallScenario.FirstStep}: ", _told.ToString(), StringComparison.Ordinal);
        Assert.Equal("", BotLog());
    }

    [Fact]
    public async Task A_folder_with_data_is_refused()
    {
        var data = _folder.Write("run/data/store", "members of a real campaign");

        var code = await PlayAsync("  - say: hello");

        Assert.Equal(Rehearsals.Mistaken, code);
        Assert.Equal("members of a real campaign", File.ReadAllText(data));
    }

    private string BotLog()
    {
        var log = Path.Combine(_folder.FullPath, "run", "bot.log");
        return File.Exists(log) ? File.ReadAllText(log) : "";
    }

    private string Failures() =>
        string.Join(
            '\n',
            _told
                .ToString()
                .Split('\n')
                .SkipWhile(line => !line.StartsWith("FAILED", StringComparison.Ordinal))
                .TakeWhile(line => line.Length > 0)
        );

    private async Task<int> PlayAsync(string steps, string bot = IdleBot, string head = "calendar: calendar.json")
    {
        _folder.Write("calendar.json", "[]");
        var scenario = _folder.Write("test.yaml", SmallScenario.Yaml(steps, head));
        var request = new RehearsalRequest(
            scenario,
            CalendarFile: null,
            TranscriptFile: Path.Combine(_folder.FullPath, "out", "t.jsonl"),
            DataDirectory: Path.Combine(_folder.FullPath, "run"),
            new BotCommand("/bin/bash", ["-c", bot]),
            new Dictionary<string, string>(),
            _network.OpenAsync
        );
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_told) });
        return await Rehearsals.PlayAsync(request, console, TestContext.Current.CancellationToken);
    }
}
