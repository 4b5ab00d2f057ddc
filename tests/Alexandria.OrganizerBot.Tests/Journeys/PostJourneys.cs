using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>The alert reaches the channel once, whatever the network does meanwhile.</summary>
public sealed class PostJourneys : Journey
{
    private const string AlertRoute = "POST /channels/100000000000000011/messages";

    [Fact]
    public async Task The_alert_stands_in_the_channel_in_both_languages_with_a_button_for_each_answer()
    {
        var stage = await OpenStageAsync();

        var alert = await stage.PostAHearingAsync();

        Assert.Single(stage.Channel("#alerts"));
        Assert.Contains("When: Tue, March 10, 7:00 PM (Alexandria time)", alert.Text, StringComparison.Ordinal);
        Assert.Contains("Cuándo: ", alert.Text, StringComparison.Ordinal);
        Assert.Contains("Code: A1", alert.Text, StringComparison.Ordinal);
        Assert.Equal(
            [
                "I will attend / Voy a asistir",
                "I will speak / Voy a hablar",
                "Maybe / Tal vez",
                "I can't come / No puedo ir",
            ],
            alert.Buttons.Select(button => button.Label)
        );
        Assert.Empty(stage.Channel("#coordinators"));
    }

    [Fact]
    public async Task A_draft_is_posted_once_however_often_it_is_asked_for()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();

        var again = await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");

        Assert.Contains("A1 is already posted.", again.Text, StringComparison.Ordinal);
        Assert.Single(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task A_draft_whose_time_has_come_is_not_posted()
    {
        var stage = await OpenStageAsync();
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Vigil date:March 1 time:1pm");
        await stage.AdvanceToAsync("2026-03-01T13:00");

        var reply = await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");

        Assert.Contains("A1 is already over.", reply.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#alerts"));
    }

    [Theory]
    [InlineData("user")]
    [InlineData("shared")]
    [InlineData("global")]
    public async Task A_rate_limit_delays_the_alert_and_posts_it_once(string scope)
    {
        var stage = await OpenStageAsync();
        stage.Discord.Inject(new StageFault.RateLimit(AlertRoute, 1, TimeSpan.FromMilliseconds(200), scope));

        await PostAsync(stage);
        Assert.Empty(stage.Channel("#alerts"));
        await stage.AdvanceByAsync(Duration.FromSeconds(10));

        Assert.Single(stage.Channel("#alerts"));
        Assert.Empty(stage.Channel("#coordinators"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_server_error_the_alert_stands_once_whether_or_not_it_had_arrived(bool applied)
    {
        var stage = await OpenStageAsync();
        stage.Discord.Inject(new StageFault.ServerError(AlertRoute, 2, Status: 500, Applied: applied));

        await PostAsync(stage);
        await stage.AdvanceByAsync(Duration.FromMinutes(1));

        Assert.Single(stage.Channel("#alerts"));
        var reply = await stage.PressAsync("Ana", stage.Channel("#alerts")[0], "I will attend");
        Assert.Contains("You will attend", reply.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#coordinators"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_two_minutes_without_answers_the_alert_is_looked_for_and_stands_once(bool applied)
    {
        var stage = await OpenStageAsync();
        // What stands there already shows that the channel's history can be read.
        await stage.PostAHearingAsync("title:Earlier date:2026-03-10 time:6pm place:City Hall");
        // After 0, 2, 6, 14, 30 and 62 seconds; the next try would come after 126, beyond Discord's window.
        stage.Discord.Inject(new StageFault.ServerError(AlertRoute, 6, Status: 500, Applied: applied));

        await PostAsync(stage, "A2");
        await stage.AdvanceByAsync(Duration.FromSeconds(100));
        Assert.Equal(applied ? 2 : 1, stage.Channel("#alerts").Count);
        stage.Discord.Inject(new StageFault.ForgetNonces());
        await stage.AdvanceByAsync(Duration.FromMinutes(1));

        Assert.Equal(2, stage.Channel("#alerts").Count);
        var reply = await stage.PressAsync("Ana", stage.Channel("#alerts")[1], "I will attend");
        Assert.Contains("You will attend", reply.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#coordinators"));
    }

    [Fact]
    public async Task Where_the_history_cannot_be_read_what_may_have_arrived_is_not_sent_again_and_is_told()
    {
        var plan = new StagePlan();
        var stage = await OpenStageAsync(
            plan with
            {
                Options = plan.Options with
                {
                    BotPermissions = DiscordPermissions.Bot & ~DiscordPermissions.ReadMessageHistory,
                    EveryonePermissions = DiscordPermissions.Member & ~DiscordPermissions.ReadMessageHistory,
                },
            }
        );
        stage.Discord.Inject(new StageFault.ServerError(AlertRoute, 100, Status: 500, Applied: true));

        await PostAsync(stage);
        await stage.AdvanceByAsync(Duration.FromMinutes(2));
        stage.Discord.Inject(new StageFault.ForgetNonces());
        await stage.AdvanceByAsync(Duration.FromHours(3));

        Assert.Single(stage.Channel("#alerts"));
        Assert.Equal(1, stage.Store.Read(session => session.MessageCounts()[DeliveryState.Unknown]));
        var notice = Assert.Single(stage.Channel("#coordinators"));
        Assert.Contains("a message about A1", notice.Text, StringComparison.Ordinal);
        Assert.Contains("It is not sent again", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_channel_where_the_bot_may_not_write_is_told_to_the_coordinators()
    {
        var plan = new StagePlan();
        var stage = await OpenStageAsync(plan with { Options = plan.Options with { ReadOnlyChannels = ["alerts"] } });

        await PostAsync(stage);

        Assert.Empty(stage.Channel("#alerts"));
        var notice = Assert.Single(stage.Channel("#coordinators"));
        Assert.Contains("A message about A1 could not be delivered", notice.Text, StringComparison.Ordinal);
    }

    private static async Task PostAsync(BotOnStage stage, string code = "A1")
    {
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Hearing date:March 10 time:7pm");
        await stage.TypeAsync("Olga", "#organizers", $"/action post action:{code}");
    }
}
