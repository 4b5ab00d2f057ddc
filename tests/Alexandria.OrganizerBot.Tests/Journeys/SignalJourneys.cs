using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>The same campaign on Signal: what people write there, and what they are told.</summary>
public sealed class SignalJourneys : Journey
{
    private const string Group = "#neighbors";

    [Fact]
    public async Task An_alert_stands_in_the_group_and_can_be_answered_by_number_in_private()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        var alert = Assert.Single(stage.Signal.Messages(Group));
        var said = await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);

        Assert.Contains("Public hearing", alert.Text, StringComparison.Ordinal);
        Assert.Contains("Tuesday, March 10", alert.Text.Replace("Tue,", "Tuesday,"), StringComparison.Ordinal);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(alert.Text), 1, 2000);
        Assert.Contains("Thank you", said.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reactions_quotes_and_words_in_private_come_to_one_tally_with_Discords_buttons()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        var onDiscord = await stage.PostAHearingAsync();
        var alert = stage.Signal.Messages(Group)[^1];

        await stage.PressAsync("Ana", onDiscord, "I will attend");
        var reacted = await stage.Signal.ReactAsync("Sam", alert, "👍🏿", remove: false, Cancelled);
        var quoted = await stage.Signal.QuoteAsync("Tea", alert, "hablaré", Cancelled);
        await stage.Signal.TypeAsync("Uri", "dm", "yes", Cancelled);

        Assert.Equal(StageReplyKind.None, reacted.Kind);
        Assert.Equal(["✅"], quoted.Reactions);
        Assert.Empty(quoted.Said);
        var tally = await stage.TallyAsync();
        Assert.Contains("Will attend: 3", tally, StringComparison.Ordinal);
        Assert.Contains("Will speak: 1", tally, StringComparison.Ordinal);

        await stage.Signal.ReactAsync("Sam", alert, "👍🏿", remove: true, Cancelled);
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_under_the_alert_counts_votes_and_is_closed_with_the_action()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks(polls: true));
        await stage.PostAHearingAsync();
        var poll = stage.Signal.Messages(Group)[^1];
        var options = poll.Selects[0].Options;

        await stage.Signal.VoteAsync("Sam", poll, [options[0]], Cancelled);
        await stage.Signal.VoteAsync("Uri", poll, [options[1]], Cancelled);
        await stage.Signal.VoteAsync("Uri", poll, [options[0]], Cancelled);
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);

        await stage.Signal.VoteAsync("Sam", poll, [], Cancelled);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);

        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        Assert.Contains(stage.Signal.Calls, call => call.Method == "sendPollTerminate");
    }

    [Fact]
    public async Task Where_signal_cli_has_no_polls_the_numbers_of_the_alert_do_and_nobody_is_alarmed()
    {
        var stage = await OpenStageAsync(
            Neighbors.OnBothNetworks(polls: true) with
            {
                Signal = new SignalStageOptions { Version = new Version(0, 13, 19) },
            }
        );
        await stage.PostAHearingAsync();

        Assert.Contains(stage.Signal.Calls, call => call.Method == "sendPollCreate");
        Assert.Single(stage.Signal.Messages(Group));
        Assert.Empty(stage.Signal.Messages("#organizers-group"));
        Assert.Empty(stage.Channel("#coordinators"));
    }

    [Fact]
    public async Task Talk_in_the_group_is_not_answered_and_not_kept()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        Assert.Equal(StageReplyKind.None, (await stage.Signal.TypeAsync("Sam", Group, "yes", Cancelled)).Kind);
        Assert.Equal(StageReplyKind.None, (await stage.Signal.TypeAsync("Sam", Group, "1", Cancelled)).Kind);
        var asked = await stage.Signal.TypeAsync("Sam", Group, "!mine", Cancelled);

        Assert.Contains("in private", asked.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 0", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_an_admin_of_the_organizers_group_organizes_there_and_nowhere_else()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());

        var created = await stage.Signal.TypeAsync(
            "Sol",
            "#organizers-group",
            "!action create title:Call-in day when:2026-03-10 7pm place:City Hall",
            Cancelled
        );
        var elsewhere = await stage.Signal.TypeAsync("Sol", Group, "!action post A1", Cancelled);
        var posted = await stage.Signal.TypeAsync("Sol", "#organizers-group", "!action post A1", Cancelled);

        Assert.Contains("Call-in day", created.Text, StringComparison.Ordinal);
        Assert.Contains("organizers", elsewhere.Text, StringComparison.Ordinal);
        Assert.Contains("A1", posted.Text, StringComparison.Ordinal);
        Assert.Contains("Call-in day", stage.Signal.Messages(Group)[^1].Text, StringComparison.Ordinal);
        Assert.Contains("Call-in day", stage.Channel("#alerts")[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_changes_the_alert_on_both_networks_and_a_cancellation_tells_both()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        await stage.TypeAsync("Olga", "#organizers", "/action edit action:A1 place:Library");
        var alert = stage.Signal.Messages(Group)[0];
        Assert.Contains("Library", alert.Text, StringComparison.Ordinal);
        Assert.NotNull(alert.EditedAt);

        await stage.Signal.QuoteAsync("Sam", alert, "2", Cancelled);
        Assert.Contains("Will speak: 1", await stage.TallyAsync(), StringComparison.Ordinal);

        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        Assert.Contains("cancelled", stage.Signal.Messages(Group)[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reminder_is_answered_by_its_number_and_stop_ends_them()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        await stage.Signal.TypeAsync("Sam", "dm", "A1 yes", Cancelled);
        await stage.Signal.TypeAsync("Tea", "dm", "A1 sí", Cancelled);
        await stage.Signal.TypeAsync("Sam", "dm", "reminders on", Cancelled);
        await stage.Signal.TypeAsync("Tea", "dm", "recordatorios activar", Cancelled);
        await stage.Signal.TypeAsync("Tea", "dm", "ALTO", Cancelled);

        await stage.AdvanceToAsync("2026-03-09T20:00");
        var reminder = stage.Signal.Messages("dm", "Sam")[^1];
        Assert.Contains("tomorrow", reminder.Text, StringComparison.OrdinalIgnoreCase);
        await stage.Signal.PressAsync("Sam", reminder, "I can't come", Cancelled);

        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            stage.Signal.Messages("dm", "Tea"),
            message => message.Text.Contains("mañana", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task A_hundred_messages_written_while_the_bot_is_away_are_all_handled_after_its_return()
    {
        const int people = 25;
        var plan = Neighbors.OnBothNetworks();
        var stage = await OpenStageAsync(
            plan with
            {
                People =
                [
                    .. plan.People,
                    .. Enumerable
                        .Range(1, people)
                        .Select(number => new StagePerson($"N{number}", [])
                        {
                            Networks = ["signal"],
                            Groups = ["neighbors"],
                        }),
                ],
            }
        );
        await stage.PostAHearingAsync();
        await stage.StopBotAsync();
        stage.Signal.WhenQuiet = _ => Task.CompletedTask;
        for (var number = 1; number <= people; number++)
            foreach (var text in (string[])["A1 4", "A1 3", "A1 2", "A1 1"])
                await stage.Signal.TypeAsync($"N{number}", "dm", text, Cancelled);
        Assert.True(stage.Signal.Waiting >= 4 * people, "What people wrote waits on the server.");

        await stage.StartBotAsync();

        Assert.Contains($"Will attend: {people}", await stage.TallyAsync(), StringComparison.Ordinal);
        Assert.Equal(4, stage.Signal.Messages("dm", "N7").Count(message => message.Author == "bot"));
    }

    [Fact]
    public async Task Twenty_and_twenty_people_of_whom_five_are_joined_are_thirty_five_and_hear_each_reminder_once()
    {
        const int each = 20;
        const int joined = 5;
        var plan = Neighbors.OnBothNetworks();
        var stage = await OpenStageAsync(
            plan with
            {
                People =
                [
                    .. plan.People,
                    .. Enumerable
                        .Range(1, each)
                        .SelectMany(number =>
                            (StagePerson[])
                                [
                                    new StagePerson($"D{number}", []) { Networks = ["discord"] },
                                    new StagePerson($"S{number}", []) { Networks = ["signal"], Groups = ["neighbors"] },
                                ]
                        ),
                ],
            }
        );
        var alert = await stage.PostAHearingAsync();
        for (var number = 1; number <= each; number++)
        {
            await stage.PressAsync($"D{number}", alert, "I will attend");
            await stage.TypeAsync($"D{number}", "#alerts", "/reminders on");
            await stage.Signal.TypeAsync($"S{number}", "dm", "yes", Cancelled);
            await stage.Signal.TypeAsync($"S{number}", "dm", "reminders on", Cancelled);
        }
        for (var number = 1; number <= joined; number++)
        {
            var code = (await stage.TypeAsync($"D{number}", "#alerts", "/link")).Text.Split(' ', '\n').Last(IsCode);
            var question = await stage.Signal.TypeAsync($"S{number}", "dm", $"link {code}", Cancelled);
            var answer = number % 2 == 0 ? "Join, reminders come here" : "Join, reminders come there";
            await stage.Signal.PressAsync($"S{number}", question.Message!, answer, Cancelled);
        }

        Assert.Contains($"Will attend: {(2 * each) - joined}", await stage.TallyAsync(), StringComparison.Ordinal);

        await stage.AdvanceToAsync("2026-03-10T21:00");
        for (var number = 1; number <= each; number++)
        {
            var onDiscord = Reminders(stage.DirectMessagesOf($"D{number}"));
            var onSignal = Reminders(stage.Signal.Messages("dm", $"S{number}"));
            var (expectedThere, expectedHere) =
                number > joined ? (3, 3)
                : number % 2 == 0 ? (0, 3)
                : (3, 0);
            Assert.Equal((expectedThere, expectedHere), (onDiscord, onSignal));
        }

        static int Reminders(IReadOnlyList<StageMessage> messages) =>
            messages.Count(message =>
                message.Author == "bot" && message.Text.Contains("Your answer", StringComparison.Ordinal)
            );

        static bool IsCode(string word) =>
            word.Length == 8 && word.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));
    }
}
