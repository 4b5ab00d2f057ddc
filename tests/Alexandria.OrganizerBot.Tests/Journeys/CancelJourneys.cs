using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>A meeting is off: everyone who must know hears it, and nobody is reminded of it.</summary>
public sealed class CancelJourneys : Journey
{
    [Fact]
    public async Task A_cancellation_reaches_the_channel_and_those_who_asked_and_ends_everything_else()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Diego", await stage.PressAsync("Diego", alert, "Voy a asistir"), "Recuérdenme");
        await stage.PressAsync("Ben", alert, "I will attend");
        await stage.AdvanceToAsync("2026-03-05T12:00");

        var reply = await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        await stage.AdvanceToAsync("2026-03-10T20:00");

        Assert.Contains("A1 is cancelled.", reply.Text, StringComparison.Ordinal);
        Assert.Contains("1 person who pledged and asked for messages", reply.Text, StringComparison.Ordinal);
        var channel = stage.Channel("#alerts");
        Assert.Equal(2, channel.Count);
        Assert.Contains("CANCELLED: Public hearing", channel[0].Text, StringComparison.Ordinal);
        Assert.Contains("CANCELADO: Public hearing", channel[0].Text, StringComparison.Ordinal);
        Assert.Empty(channel[0].Buttons);
        Assert.Contains("is cancelled. Please do not come.", channel[1].Text, StringComparison.Ordinal);
        var private_ = stage.DirectMessagesOf("Diego");
        Assert.Equal(3, private_.Count); // the test, the week before, the cancellation
        Assert.Contains("se canceló. Por favor, no venga.", private_[2].Text, StringComparison.Ordinal);
        Assert.Empty(stage.DirectMessagesOf("Ben"));
    }

    [Fact]
    public async Task A_press_on_an_alert_that_somebody_still_sees_with_buttons_is_answered_kindly()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();
        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");

        var reply = await stage.DeliverAsync(
            "Ana",
            "#alerts",
            new OrganizerBot.Conversation.Act.Press(new OrganizerBot.Conversation.ButtonId("pledge", "A1", "attend"))
        );

        Assert.Contains("This is cancelled", BotOnStage.TextOf(reply), StringComparison.Ordinal);
        Assert.Contains("0 people have pledged", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_draft_is_told_to_nobody()
    {
        var stage = await OpenStageAsync();
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Vigil date:March 10 time:7pm");

        var reply = await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        var again = await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");

        Assert.Contains("nobody is told", reply.Text, StringComparison.Ordinal);
        Assert.Contains("already cancelled", again.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task A_cancellation_that_meets_a_rate_limit_is_heard_once_all_the_same()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();
        stage.Discord.Inject(new StageFault.RateLimit("/messages", 2, TimeSpan.FromMilliseconds(100)));

        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        await stage.AdvanceByAsync(NodaTime.Duration.FromMinutes(1));

        var channel = stage.Channel("#alerts");
        Assert.Equal(2, channel.Count);
        Assert.Contains("CANCELLED", channel[0].Text, StringComparison.Ordinal);
    }
}
