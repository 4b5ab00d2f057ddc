using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>Whole plays on Signal: a real child process that talks to the daemon and answers the stage's clock.</summary>
public sealed class SignalRehearsalTests : IDisposable
{
    private const string Head = """
        name: A test
        zone: America/New_York
        campaigns: [one]
        start: "2026-03-01 15:00"
        cast:
          signal: { groups: [{ name: neighbors, id: "i5GeKX1XnmoL+WrKG0QRlAAAAAAAAAAAAAAAAAAAAAA=" }] }
          people:
            - { name: Ana, groups: [neighbors] }
            - { crowd: Neighbor, count: 3, groups: [neighbors] }
        steps:

        """;

    /// <summary>
    /// A bot that knows three words. Before it says that it is idle it calls the daemon and handles what comes before the
    /// answer; and once more, as what it sent for that is then done too.
    /// </summary>
    private const string SmallBot = """
        exec 3<>/dev/tcp/${Rehearsal__ClockAddress/:/\/}
        signal=${Signal__Endpoint#tcp:}
        exec 4<>/dev/tcp/${signal/:/\/}
        trap 'exit 0' TERM
        group='"groupId":"i5GeKX1XnmoL+WrKG0QRlAAAAAAAAAAAAAAAAAAAAAA="'
        call() { echo "{\"jsonrpc\":\"2.0\",\"method\":\"$1\",\"params\":{$2},\"id\":\"$3\"}" >&4; }
        catch_up() {
          call version '' v
          while read -r got <&4; do
            case "$got" in
              *'"id":"v"}') return ;;
              *'"message":"!meeting title:Budget'*) call send "$group,\"message\":\"Budget night\\n1 I will attend\"" s ;;
              *'"message":"!poll"'*) call sendPollCreate "$group,\"question\":\"Coming?\",\"option\":[\"Yes\",\"No\"]" p ;;
              *'"message":"1"'*'"quote"'*) call send "$group,\"message\":\"You are in\"" q ;;
            esac
          done
        }
        call subscribeReceive '' r
        while read -r line <&3; do
          id=${line#*:}; id=${id%%[,\}]*}
          catch_up; catch_up
          echo "{\"id\":$id,\"idle\":true,\"now\":null,\"next\":null}" >&3
        done
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _told = new();

    public SignalRehearsalTests() =>
        Assert.SkipUnless(File.Exists("/bin/bash"), "skipped: the child process of these tests needs /bin/bash");

    public void Dispose()
    {
        _folder.Dispose();
        _told.Dispose();
    }

    [Fact]
    public async Task People_type_press_quote_react_and_vote()
    {
        var code = await PlayAsync(
            """
              - type: { who: Neighbor, where: "#neighbors", text: good morning, together: true }
                expect: { kind: none }
              - command: { who: Ana, where: "#neighbors", line: "/meeting title:Budget" }
                expect: { kind: public, contains: Budget night, buttons: [I will attend] }
              - press: { who: Neighbor 1-2, button: I will attend, on: { where: "#neighbors", contains: Budget } }
                expect: { kind: public, contains: You are in }
              - quote: { who: Neighbor 3, text: "1", on: { where: "#neighbors", contains: Budget } }
                expect: { contains: You are in }
              - react: { who: Ana, emoji: 👍, on: { where: "#neighbors", contains: Budget } }
                expect: { kind: none }
              - react: { who: Ana, emoji: 👍, remove: true, on: { where: "#neighbors", contains: Budget } }
              - type: { who: Ana, where: "#neighbors", text: "!poll" }
              - vote: { who: Ana, options: "Yes", on: { where: "#neighbors", contains: Coming } }
              - fault: { undecryptable: Ana }
              - expect:
                  - { channel: "#neighbors", contains: You are in, count: 3 }
                  - { transcript: { kind: vote, direction: in, who: Ana, contains: "Yes", count: 1 } }
                  - { transcript: { kind: "reaction removed", count: 1 } }
              - stop: bot
              - expect: { dataFolder: { hasNoPersonIds: true } }
            """
        );

        Assert.True(code == Rehearsals.Held, _told.ToString());
    }

    [Fact]
    public async Task What_is_written_while_the_bot_is_down_waits_for_it()
    {
        var code = await PlayAsync(
            """
              - kill: bot
              - type: { who: Ana, where: "#neighbors", text: "!meeting title:Budget" }
                expect: { kind: none }
              - restart: bot
              - expect: { channel: "#neighbors", contains: Budget night, count: 1 }
            """
        );

        Assert.True(code == Rehearsals.Held, _told.ToString());
    }

    [Fact]
    public async Task What_cannot_be_done_fails_the_play_and_stops_nothing()
    {
        var code = await PlayAsync(
            """
              - vote: { who: Ana, options: "Yes", on: { where: "#neighbors" } }
              - quote: { who: Ana, text: "1", on: reply }
            """,
            Head.Replace("steps:", "onFailure: continue\nsteps:", StringComparison.Ordinal)
        );

        Assert.Equal(Rehearsals.Failed, code);
        Assert.Contains("There is no such message in #neighbors", _told.ToString(), StringComparison.Ordinal);
        Assert.Contains("The bot has said nothing to Ana yet", _told.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_only_on_Signal_is_not_on_Discord()
    {
        var cast = new StageCast
        {
            ServerId = 1,
            HasSignal = true,
            People =
            [
                new StagePerson("Dana", []) { Networks = ["discord"] },
                new StagePerson("Sam", []) { Networks = ["signal"] },
            ],
        };
        await using var discord = await DiscordStage.StartAsync(
            cast,
            new DiscordStageOptions(),
            new Discord.HandMovedStageTime(),
            new Discord.KeptTranscript(),
            TestContext.Current.CancellationToken
        );
        await using var stage = await SmallSignal.OpenAsync(cast: cast);

        Assert.NotEmpty(discord.IdOf("Dana"));
        Assert.Throws<StageException>(() => discord.IdOf("Sam"));
        Assert.NotEmpty(stage.Signal.IdOf("Sam"));
        Assert.Throws<StageException>(() => stage.Signal.IdOf("Dana"));
    }

    private async Task<int> PlayAsync(string steps, string head = Head)
    {
        var request = new RehearsalRequest(
            _folder.Write("test.yaml", head + steps),
            CalendarFile: null,
            TranscriptFile: null,
            DataDirectory: Path.Combine(_folder.FullPath, "run"),
            new BotCommand("/bin/bash", ["-c", SmallBot]),
            new Dictionary<string, string>(),
            // bash speaks TCP only.
            async (cast, time, transcript, cancellationToken) =>
                [
                    await SignalStage.StartAsync(
                        cast,
                        new SignalStageOptions { Transport = SignalTransport.Tcp },
                        time,
                        transcript,
                        cancellationToken
                    ),
                ]
        );
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_told) });
        return await Rehearsals.PlayAsync(request, console, TestContext.Current.CancellationToken);
    }
}
