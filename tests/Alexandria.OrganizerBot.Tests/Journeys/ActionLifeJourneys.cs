using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>What becomes of an alert over real sockets: posted at its time, released by two, changed and called off everywhere.</summary>
public sealed class ActionLifeJourneys : Journey
{
    private const string Here = "Alexandria Neighbors/#alerts";
    private const string There = "Hillside/#alerts";

    /// <summary>The campaign at home in two servers, so that each alert stands twice.</summary>
    private static StagePlan TwoServers
    {
        get
        {
            var plan = new StagePlan();
            return (
                plan with
                {
                    Servers =
                    [
                        new StageServer("Hillside", 100000000000000002)
                        {
                            Channels = new Dictionary<string, ulong>
                            {
                                ["alerts"] = 100000000000000031,
                                ["coordinators"] = 100000000000000032,
                            },
                        },
                    ],
                    People =
                    [
                        .. plan.People,
                        new("Hilda", [])
                        {
                            Servers = new Dictionary<string, IReadOnlyList<string>> { ["Hillside"] = [] },
                        },
                    ],
                }
            ).Rewriting(
                "alexandria-transfers",
                yaml =>
                    yaml.Replace(
                        "\nfeeds:",
                        """

                          - network: discord
                            server: "100000000000000002"
                            alertChannel: "100000000000000031"
                            coordinatorChannel: "100000000000000032"
                            organizerRoles: ["100000000000000041"]
                            coordinatorRoles: ["100000000000000042"]

                        feeds:
                        """,
                        StringComparison.Ordinal
                    )
            );
        }
    }

    /// <summary>Two organizers, and the campaign wants both for everything public.</summary>
    private static StagePlan TwoOrganizers
    {
        get
        {
            var plan = new StagePlan();
            return (plan with { People = [.. plan.People, new("Oscar", ["Organizer"])] }).Rewriting(
                "alexandria-transfers",
                yaml => yaml.Replace("approvals: 0", "approvals: 1", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task An_edit_changes_every_posted_copy_and_posts_no_second_one()
    {
        var stage = await OpenStageAsync(TwoServers);
        await PostInBothAsync(stage);
        var before = Alerts(stage);
        Assert.All(before, alert => Assert.Contains("City Hall", alert.Text, StringComparison.Ordinal));

        await stage.TypeAsync("Olga", "#organizers", "/action edit action:A1 title:Budget hearing place:Library");

        var after = Alerts(stage);
        Assert.Equal(before.Select(alert => alert.Id), after.Select(alert => alert.Id));
        Assert.All(
            after,
            alert =>
            {
                Assert.Contains("Budget hearing", alert.Text, StringComparison.Ordinal);
                Assert.Contains("Where: Library", alert.Text, StringComparison.Ordinal);
                Assert.Contains("Dónde: Library", alert.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("City Hall", alert.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("Public hearing", alert.Text, StringComparison.Ordinal);
                Assert.NotEmpty(alert.Buttons);
            }
        );
        Assert.All(
            (string[])[Here, There],
            channel =>
            {
                Assert.Equal(2, stage.Channel(channel).Count);
                Assert.Contains("(before: City Hall)", stage.Channel(channel)[1].Text, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task A_cancellation_is_read_on_every_posted_copy_and_heard_once_in_each_place()
    {
        var stage = await OpenStageAsync(TwoServers);
        await PostInBothAsync(stage);
        var there = stage.Channel(There)[0];
        await stage.PressAsync("Hilda", await stage.PressAsync("Hilda", there, "I will attend"), "Remind me");

        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        await stage.AdvanceToAsync("2026-03-10T20:00");

        Assert.All(
            Alerts(stage),
            alert =>
            {
                Assert.Contains("CANCELLED: Public hearing", alert.Text, StringComparison.Ordinal);
                Assert.Empty(alert.Buttons);
            }
        );
        Assert.All((string[])[Here, There], channel => Assert.Equal(2, stage.Channel(channel).Count));
        Assert.Equal(2, stage.DirectMessagesOf("Hilda").Count); // the test, the cancellation
        Assert.Contains("is cancelled", stage.DirectMessagesOf("Hilda")[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheduled_alert_is_posted_at_its_minute_and_not_before()
    {
        var stage = await OpenStageAsync();
        var reply = await ScheduleAsync(stage);

        Assert.Contains("A1 will be posted on Sun, March 1, 5:00 PM", reply.Text, StringComparison.Ordinal);
        await stage.AdvanceToAsync("2026-03-01T16:59");
        Assert.Empty(stage.Channel("#alerts"));
        await stage.AdvanceToAsync("2026-03-01T17:00");

        AssertPostedOnceAt(stage, 17);
    }

    [Fact]
    public async Task A_scheduled_alert_that_is_called_off_before_its_time_is_never_posted()
    {
        var stage = await OpenStageAsync();
        await ScheduleAsync(stage);

        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");
        await stage.AdvanceToAsync("2026-03-11T00:00");

        Assert.Empty(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task A_scheduled_alert_is_posted_once_though_the_bot_is_killed_before_and_after_its_time()
    {
        var stage = await OpenStageAsync();
        await stage.StartBotProcessAsync();
        await ScheduleAsync(stage);

        await stage.KillBotProcessAsync();
        await stage.AdvanceToAsync("2026-03-01T16:30");
        await stage.StartBotProcessAsync();
        Assert.Empty(stage.Channel("#alerts"));
        await stage.AdvanceToAsync("2026-03-01T17:00");
        AssertPostedOnceAt(stage, 17);

        await stage.KillBotProcessAsync();
        await stage.StartBotProcessAsync();
        await stage.AdvanceToAsync("2026-03-01T18:00");
        AssertPostedOnceAt(stage, 17);
    }

    [Fact]
    public async Task A_scheduled_alert_whose_time_passed_while_the_bot_was_dead_is_posted_as_soon_as_it_is_back()
    {
        var stage = await OpenStageAsync();
        await stage.StartBotProcessAsync();
        await ScheduleAsync(stage);

        await stage.KillBotProcessAsync();
        await stage.AdvanceToAsync("2026-03-01T19:00");
        Assert.Empty(stage.Channel("#alerts"));
        await stage.StartBotProcessAsync();

        AssertPostedOnceAt(stage, 19);
    }

    [Fact]
    public async Task A_second_organizer_releases_what_the_first_one_proposed_and_the_first_one_cannot()
    {
        var stage = await OpenStageAsync(TwoOrganizers);
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Vigil date:March 10 time:7pm place:Park");

        var proposed = await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
        var alone = await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
        var member = await stage.TypeAsync("Ana", "#organizers", "/action post action:A1");

        Assert.Contains("A1 is proposed.", proposed.Text, StringComparison.Ordinal);
        Assert.Contains("whoever proposed it cannot release it", alone.Text, StringComparison.Ordinal);
        Assert.StartsWith("This is for organizers.", member.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#alerts"));
        Assert.Contains(
            "A1, Vigil, is proposed and waits for another organizer",
            Assert.Single(stage.Channel("#coordinators")).Text,
            StringComparison.Ordinal
        );

        var preview = await stage.TypeAsync("Oscar", "#organizers", "/action preview action:A1");
        Assert.Contains("Where: Park", preview.Text, StringComparison.Ordinal);
        var released = await stage.PressAsync("Oscar", preview, "Post it now");

        Assert.Contains("A1 is posted.", released.Text, StringComparison.Ordinal);
        Assert.Contains("Where: Park", Assert.Single(stage.Channel("#alerts")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_takes_the_proposal_back_and_nobody_releases_what_they_have_not_read()
    {
        var stage = await OpenStageAsync(TwoOrganizers);
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Vigil date:March 10 time:7pm place:Park");
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
        var before = await stage.TypeAsync("Oscar", "#organizers", "/action preview action:A1");

        await stage.TypeAsync("Olga", "#organizers", "/action edit action:A1 place:Bridge");
        var draft = await stage.TypeAsync("Oscar", "#organizers", "/action preview action:A1");
        Assert.Contains("Not posted yet.", draft.Text, StringComparison.Ordinal);
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
        var stale = await stage.PressAsync("Oscar", before, "Post it now");

        Assert.Contains("A1 has changed since this preview.", stale.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#alerts"));

        var now = await stage.TypeAsync("Oscar", "#organizers", "/action preview action:A1");
        Assert.Contains("Where: Bridge", now.Text, StringComparison.Ordinal);
        await stage.PressAsync("Oscar", now, "Post it now");
        Assert.Contains("Where: Bridge", Assert.Single(stage.Channel("#alerts")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_that_was_changed_between_proposal_and_release_posts_nothing()
    {
        var stage = await OpenStageAsync(TwoOrganizers);
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Vigil date:March 10 time:7pm place:Park");
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");

        await stage.StopBotAsync();
        stage.RewriteCampaign(
            "alexandria-transfers",
            yaml => yaml.Replace("\"21:00\"", "\"18:00\"", StringComparison.Ordinal)
        );
        await stage.StartBotAsync();
        var reply = await stage.TypeAsync("Oscar", "#organizers", "/action post action:A1");

        Assert.Contains("settings changed since A1 was proposed", reply.Text, StringComparison.Ordinal);
        Assert.Empty(stage.Channel("#alerts"));
        Assert.Contains(
            "(draft, not posted)",
            (await stage.TypeAsync("Olga", "#organizers", "/actions")).Text,
            StringComparison.Ordinal
        );
    }

    private static async Task PostInBothAsync(BotOnStage stage)
    {
        await stage.TypeAsync(
            "Olga",
            "#organizers",
            "/action create title:Public hearing date:2026-03-10 time:7pm place:City Hall"
        );
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
    }

    private static IReadOnlyList<StageMessage> Alerts(BotOnStage stage) =>
        [stage.Channel(Here)[0], stage.Channel(There)[0]];

    private static async Task<StageReply> ScheduleAsync(BotOnStage stage)
    {
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Vigil date:March 10 time:7pm place:Park");
        return await stage.TypeAsync("Olga", "#organizers", "/action post action:A1 at:today 5pm");
    }

    private static void AssertPostedOnceAt(BotOnStage stage, int hour)
    {
        var alert = Assert.Single(stage.Channel("#alerts"));
        Assert.Contains("Vigil", alert.Text, StringComparison.Ordinal);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, hour, 0, 0, TimeSpan.FromHours(-5)), alert.At);
    }
}
