using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>Reminders reach those who asked for them, at the right minute on the wall, and nobody else.</summary>
public sealed class ReminderJourneys : Journey
{
    [Fact]
    public async Task Remind_me_is_proven_by_a_test_message_before_it_is_promised()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        var thanks = await stage.PressAsync("Ana", alert, "I will attend");

        var reply = await stage.PressAsync("Ana", thanks, "Remind me");

        AssertEphemeral(reply);
        Assert.Contains("Reminders are on for Public hearing", reply.Text, StringComparison.Ordinal);
        Assert.Equal(
            "This is a test message: your reminders will arrive here.",
            Assert.Single(stage.DirectMessagesOf("Ana")).Text
        );
    }

    [Fact]
    public async Task Who_takes_no_direct_messages_is_told_so_at_once_and_promised_nothing()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        var thanks = await stage.PressAsync("Rosa", alert, "Voy a asistir");

        var reply = await stage.PressAsync("Rosa", thanks, "Recuérdenme");
        await stage.AdvanceToAsync("2026-03-10T18:59");

        AssertEphemeral(reply);
        Assert.Contains("Sus mensajes privados están cerrados", reply.Text, StringComparison.Ordinal);
        Assert.Empty(stage.DirectMessagesOf("Rosa"));
        Assert.Empty(stage.Channel("#coordinators"));
        Assert.Contains(
            "no pueden llegar, porque sus mensajes privados están cerrados",
            (await stage.TypeAsync("Rosa", "dm", "/mine")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Reminders_come_at_the_wall_time_on_both_sides_of_the_clock_change_to_those_who_asked_and_pledged()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", alert, "I will attend"), "Remind me");
        await stage.TypeAsync("Diego", "#alerts", "/reminders on");
        await stage.PressAsync("Diego", alert, "Voy a hablar");
        await stage.PressAsync("Ben", alert, "I will attend"); // asked for no reminders
        await stage.TypeAsync("Cleo", "#alerts", "/reminders on"); // pledged nothing
        await stage.PressAsync("Elena", await stage.PressAsync("Elena", alert, "Voy a asistir"), "Recuérdenme");
        await stage.PressAsync("Elena", alert, "No puedo ir"); // changed her mind

        await stage.AdvanceToAsync("2026-03-10T18:59");

        string[] times = ["2026-03-03T19:00:00-05:00", "2026-03-09T19:00:00-04:00", "2026-03-10T17:00:00-04:00"];
        AssertReminders(stage, "Ana", times, ["In 7 days", "Tomorrow", "Today"]);
        AssertReminders(stage, "Diego", times, ["En 7 días", "Mañana", "Hoy"]);
        AssertReminders(stage, "Elena", [], []);
        AssertReminders(stage, "Cleo", [], []);
        Assert.Empty(stage.DirectMessagesOf("Ben"));
        Assert.Equal(2, stage.Channel("#alerts").Count);
        var inChannel = stage.Channel("#alerts")[1];
        Assert.Equal(DateTimeOffset.Parse(times[1], System.Globalization.CultureInfo.InvariantCulture), inChannel.At);
        Assert.DoesNotContain("Ana", inChannel.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Discord.Pings(inChannel));
    }

    [Fact]
    public async Task A_reminders_own_button_takes_the_pledge_back_and_ends_the_reminders()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", alert, "I will attend"), "Remind me");
        await stage.AdvanceToAsync("2026-03-04T12:00");

        var reply = await stage.PressAsync("Ana", stage.DirectMessagesOf("Ana")[^1], "I can't come");
        await stage.AdvanceToAsync("2026-03-10T18:59");

        Assert.Contains("We will not remind you", reply.Text, StringComparison.Ordinal);
        Assert.Equal(
            2,
            stage.DirectMessagesOf("Ana").Count(message => message.Author == "bot" && message.Id != reply.Message!.Id)
        );
    }

    [Fact]
    public async Task Reminders_off_means_no_private_message_any_more_and_the_pledge_stays()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.TypeAsync("Ana", "#alerts", "/reminders on");
        await stage.PressAsync("Ana", alert, "I will attend");

        var off = await stage.TypeAsync("Ana", "#alerts", "/reminders off");
        var again = await stage.TypeAsync("Ana", "#alerts", "/reminders off");
        await stage.AdvanceToAsync("2026-03-10T18:59");

        Assert.Contains("Reminders are off.", off.Text, StringComparison.Ordinal);
        Assert.Contains("already off", again.Text, StringComparison.Ordinal);
        AssertReminders(stage, "Ana", [], []);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_was_down_over_two_reminders_sends_only_the_newest_of_them()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", alert, "I will attend"), "Remind me");

        await stage.StopBotAsync();
        await stage.AdvanceToAsync("2026-03-09T20:10");
        await stage.StartBotAsync();
        await stage.AdvanceToAsync("2026-03-10T18:59");

        AssertReminders(
            stage,
            "Ana",
            ["2026-03-09T20:10:00-04:00", "2026-03-10T17:00:00-04:00"],
            ["Tomorrow", "Today"]
        );
    }

    [Fact]
    public async Task A_bot_that_was_down_until_after_the_meeting_sends_nothing_late()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", alert, "I will attend"), "Remind me");

        await stage.StopBotAsync();
        await stage.AdvanceToAsync("2026-03-10T21:00");
        await stage.StartBotAsync();
        // Until the morning in which people are asked whether they made it.
        await stage.AdvanceToAsync("2026-03-11T07:59");

        AssertReminders(stage, "Ana", [], []);
        Assert.Single(stage.Channel("#alerts"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reminder_that_meets_a_server_error_arrives_once(bool applied)
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", alert, "I will attend"), "Remind me");
        stage.Discord.Inject(new StageFault.ServerError("/messages", 1, Applied: applied));

        await stage.AdvanceToAsync("2026-03-03T19:05");

        Assert.Equal(2, stage.DirectMessagesOf("Ana").Count);
    }

    private static void AssertReminders(BotOnStage stage, string person, string[] times, string[] beginnings)
    {
        var reminders = stage
            .DirectMessagesOf(person)
            .Where(message => message.Text.Contains("Public hearing", StringComparison.Ordinal))
            .ToList();
        Assert.Equal(
            times.Select(time => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)),
            reminders.Select(message => message.At)
        );
        Assert.All(
            reminders.Zip(beginnings),
            pair => Assert.StartsWith($"### {pair.Second}", pair.First.Text, StringComparison.Ordinal)
        );
    }
}
