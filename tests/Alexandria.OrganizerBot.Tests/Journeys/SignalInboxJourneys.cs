using System.Text;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>
/// signal-cli hands each message over once and keeps no copy. What a person wrote survives the bot's death all the same, and
/// nothing of it stays longer than it takes to do it.
/// </summary>
public sealed class SignalInboxJourneys : Journey
{
    private const string Group = "#neighbors";

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_was_written_down_before_a_kill_is_done_after_it_once_and_could_be_read_by_nobody()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        await KillBeforeHandlingAsync(stage, "1");
        AssertNothingReadable(stage, "Sam", "Sam's secret");
        await stage.StartBotProcessAsync();

        Assert.Equal("✅", stage.Signal.Reactions(OwnMessages(stage, Group, "Sam")[^1])["bot"]);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
        Assert.Single(stage.Signal.Calls, call => call.Method == "sendReaction");

        await stage.KillBotProcessAsync();
        await stage.StartBotProcessAsync();
        Assert.Single(stage.Signal.Calls, call => call.Method == "sendReaction");
        await stage.KillBotProcessAsync();
        AssertNothingReadable(stage, "Sam", "Sam's secret");
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_its_writer_has_let_disappear_meanwhile_is_not_done_any_more()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        await stage.Signal.SetTimerAsync("Sam", Group, TimeSpan.FromHours(1), Cancelled);

        await KillBeforeHandlingAsync(stage, "1");
        await stage.AdvanceByAsync(Duration.FromHours(2));
        await stage.StartBotProcessAsync();

        Assert.Contains("Will attend: 0", await stage.TallyAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Signal.Calls, call => call.Method == "sendReaction");
        await stage.KillBotProcessAsync();
        await stage.StartBotAsync();
        Assert.Empty(stage.Store.Read(session => session.WaitingEnvelopes(Networks.Signal)));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_message_with_a_timer_that_still_runs_is_done()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        await stage.Signal.SetTimerAsync("Sam", Group, TimeSpan.FromHours(3), Cancelled);

        await KillBeforeHandlingAsync(stage, "1");
        await stage.AdvanceByAsync(Duration.FromHours(2));
        await stage.StartBotProcessAsync();

        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_was_answered_before_a_kill_finds_it_done_after_it()
    {
        var plan = Neighbors.OnBothNetworks();
        string[] people = [.. Enumerable.Range(1, 12).Select(number => $"N{number}")];
        var stage = await OpenStageAsync(
            plan with
            {
                People =
                [
                    .. plan.People,
                    .. people.Select(name => new StagePerson(name, [])
                    {
                        Networks = ["signal"],
                        Groups = ["neighbors"],
                    }),
                ],
            }
        );
        await stage.PostAHearingAsync();
        await stage.StartBotProcessAsync();
        stage.Signal.WhenQuiet = _ => Task.CompletedTask;
        var someAnswers = stage.Signal.CalledAsync("send", Cancelled);
        foreach (var person in people)
            await stage.Signal.TypeAsync(person, "dm", "A1 1", Cancelled);
        await someAnswers;
        await stage.KillBotProcessAsync();
        var answered = people.Count(person =>
            stage.Signal.Messages("dm", person).Any(message => message.Author == "bot")
        );

        await stage.StartBotProcessAsync();

        // What lay in the socket's buffer at the kill is gone: signal-cli has no acknowledgement. Nobody was told otherwise.
        Assert.InRange(AttendingIn(await stage.TallyAsync()), answered, people.Length);
        Assert.All(
            people,
            person =>
                Assert.InRange(stage.Signal.Messages("dm", person).Count(message => message.Author == "bot"), 0, 1)
        );
    }

    [Fact]
    public async Task Only_the_hashed_key_of_what_was_done_stays_and_nothing_of_what_was_not_meant_for_the_bot()
    {
        var stage = await OpenStageAsync(
            Neighbors.OnBothNetworks() with
            {
                Signal = new SignalStageOptions { HasBackgroundTraffic = true },
            }
        );
        await stage.PostAHearingAsync();

        await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);
        await stage.Signal.TypeAsync("Sam", Group, "see you all there", Cancelled);
        await stage.Signal.TypeAsync("Tea", Group, "1", Cancelled);
        await stage.Signal.RenameGroupAsync("Sol", Group, "Neighbors and friends", Cancelled);
        await stage.Signal.QuoteAsync("Uri", OwnMessages(stage, Group, "Sam")[^1], "me too", Cancelled);

        Assert.Empty(stage.Store.Read(session => session.WaitingEnvelopes(Networks.Signal)));
        Assert.False(await IsNewAsync(OwnMessages(stage, "dm", "Sam")[^1], "Sam"));
        Assert.True(await IsNewAsync(OwnMessages(stage, Group, "Sam")[^1], "Sam"));
        Assert.True(await IsNewAsync(OwnMessages(stage, Group, "Tea")[^1], "Tea"));
        Assert.True(await IsNewAsync(OwnMessages(stage, Group, "Uri")[^1], "Uri"));
        await stage.StopBotAsync();
        AssertNothingReadable(stage, "Sam", "see you all there");

        // Asked of the store by trying to begin it: only what was done before is refused.
        Task<bool> IsNewAsync(StageMessage message, string person) =>
            stage.Store.WriteAsync(
                session =>
                    session.TryBegin(
                        stage.Store.Keys.EventKey(
                            Networks.Signal,
                            $"{stage.Signal.IdOf(person)}:{message.Id.Split(':')[^1]}"
                        ),
                        stage.Clock.Instant
                    ),
                Cancelled
            );
    }

    [Theory]
    [InlineData("dm")]
    [InlineData(Group)]
    public async Task An_edit_is_read_again_and_who_deletes_the_message_takes_the_pledge_back(string where)
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        if (where == "dm")
            await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);
        else
            await stage.Signal.QuoteAsync("Sam", stage.Signal.Messages(Group)[^1], "1", Cancelled);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);

        var written = OwnMessages(stage, where, "Sam")[^1];
        await stage.Signal.EditAsync("Sam", written, where == "dm" ? "A1 2" : "2", Cancelled);
        var edited = await stage.TallyAsync();
        await stage.Signal.DeleteAsync("Sam", written, Cancelled);
        var deleted = await stage.TallyAsync();

        Assert.Contains("Will attend: 0", edited, StringComparison.Ordinal);
        Assert.Contains("Will speak: 1", edited, StringComparison.Ordinal);
        Assert.Contains("Will speak: 0", deleted, StringComparison.Ordinal);
        Assert.Contains("Took their pledge back: 1", deleted, StringComparison.Ordinal);
    }

    /// <summary>
    /// Sam answers the alert in the group; the bot has written that down, asks signal-cli who Sam is there, and is killed
    /// before it knows.
    /// </summary>
    private static async Task KillBeforeHandlingAsync(BotOnStage stage, string text)
    {
        var alert = stage.Signal.Messages(Group)[^1];
        await stage.StartBotProcessAsync();
        stage.Signal.Inject(new StageFault.Slow("listGroups", 1, HangGuard.Forever));
        var isStored = stage.Signal.CalledAsync("listGroups", Cancelled);
        var whenQuiet = stage.Signal.WhenQuiet;
        stage.Signal.WhenQuiet = _ => Task.CompletedTask;
        await stage.Signal.QuoteAsync("Sam", alert, text, Cancelled);
        await isStored;
        await stage.KillBotProcessAsync();
        stage.Signal.WhenQuiet = whenQuiet;
    }

    private static List<StageMessage> OwnMessages(BotOnStage stage, string where, string person) =>
        [.. stage.Signal.Messages(where, where == "dm" ? person : null).Where(message => message.Author == person)];

    private static int AttendingIn(string tally) =>
        int.Parse(
            tally.Split('\n').Single(line => line.Contains("Will attend: ", StringComparison.Ordinal)).Split(' ')[^1],
            System.Globalization.CultureInfo.InvariantCulture
        );

    private static void AssertNothingReadable(BotOnStage stage, string person, string text)
    {
        var aci = stage.Signal.IdOf(person);
        byte[][] secrets =
        [
            Encoding.UTF8.GetBytes(aci),
            Encoding.UTF8.GetBytes(aci.Replace("-", "", StringComparison.Ordinal)),
            Guid.Parse(aci).ToByteArray(),
            Guid.Parse(aci).ToByteArray(bigEndian: true),
            Encoding.UTF8.GetBytes(text),
        ];
        var files = Directory.GetFiles(stage.DataFolder, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(
            files,
            file => Assert.All(secrets, secret => Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf(secret)))
        );
    }
}
