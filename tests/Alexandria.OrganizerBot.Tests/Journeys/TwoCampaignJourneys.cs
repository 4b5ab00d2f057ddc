using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>Two campaigns in one bot hear nothing of each other.</summary>
public sealed class TwoCampaignJourneys : Journey
{
    private const string BusServer = "200000000000000001";

    /// <summary>Both campaigns on the stage's one server, each in channels of its own and with an organizer of its own.</summary>
    private static StagePlan SideBySide
    {
        get
        {
            var plan = new StagePlan();
            return (
                plan with
                {
                    Campaigns = ["alexandria-transfers", "bus-line-7"],
                    Channels = new Dictionary<string, ulong>(plan.Channels)
                    {
                        ["bus"] = 200000000000000011,
                        ["bus-coordinators"] = 200000000000000012,
                        ["bus-vecinos"] = 200000000000000013,
                    },
                    Roles = new Dictionary<string, ulong>(plan.Roles)
                    {
                        ["Bus organizer"] = 200000000000000021,
                        ["Bus coordinator"] = 200000000000000022,
                    },
                    People = [.. plan.People, new("Bruno", ["Bus organizer"]), new("Bea", ["Bus coordinator"])],
                }
            ).Rewriting(
                "bus-line-7",
                yaml =>
                    yaml.Replace(BusServer, "100000000000000001", StringComparison.Ordinal)
                        .Replace("approvals: 1", "approvals: 0", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task Alerts_pledges_reminders_and_tallies_stay_in_their_own_campaign()
    {
        var stage = await OpenStageAsync(SideBySide);
        var hearing = await stage.PostAHearingAsync();
        await stage.TypeAsync("Bruno", "#bus", "/action create title:Transit board date:March 10 time:6pm");
        await stage.TypeAsync("Bruno", "#bus", "/action post action:A2");
        var board = Assert.Single(stage.Channel("#bus"));
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", hearing, "I will attend"), "Remind me");
        await stage.PressAsync("Ben", board, "I will attend");
        await stage.PressAsync("Ana", board, "I can't come");

        Assert.Single(stage.Channel("#alerts"));
        Assert.Contains("Keep Bus Line 7 running", board.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("bus", hearing.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "Will attend: 1",
            (await stage.TypeAsync("Bea", "#bus", "/tally action:A2")).Text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no action with the code A1",
            (await stage.TypeAsync("Bea", "#bus", "/tally action:A1")).Text,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "This is for organizers",
            (await stage.TypeAsync("Bruno", "#alerts", "/action cancel action:A1")).Text,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "This is for organizers",
            (await stage.TypeAsync("Olga", "#bus", "/action cancel action:A2")).Text,
            StringComparison.Ordinal
        );

        // The bus campaign's reminders are for those who asked in that campaign.
        await stage.AdvanceToAsync("2026-03-10T16:00");
        Assert.All(
            stage.DirectMessagesOf("Ana").Skip(1),
            message => Assert.Contains("Public hearing", message.Text, StringComparison.Ordinal)
        );
        Assert.Empty(stage.DirectMessagesOf("Ben"));
        Assert.DoesNotContain(
            stage.Channel("#alerts"),
            message => message.Text.Contains("Transit", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(
            stage.Channel("#bus"),
            message => message.Text.Contains("hearing", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task In_private_a_button_knows_its_campaign_and_a_command_is_about_all_of_them()
    {
        var stage = await OpenStageAsync(SideBySide);
        var hearing = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", hearing, "I will attend"), "Remind me");
        await stage.AdvanceToAsync("2026-03-03T19:00");

        var pressed = await stage.PressAsync("Ana", stage.DirectMessagesOf("Ana")[^1], "I can't come");
        var mine = await stage.TypeAsync("Ana", "dm", "/mine");
        // Nobody has to say by which campaign they want to be reminded or left alone.
        var on = await stage.TypeAsync("Ana", "dm", "/reminders on");
        var off = await stage.TypeAsync("Ana", "dm", "/reminders off");

        Assert.Contains("You can't come to: Public hearing", pressed.Text, StringComparison.Ordinal);
        Assert.Contains("End transfers to ICE in Alexandria", mine.Text, StringComparison.Ordinal);
        Assert.Contains("Keep Bus Line 7 running", mine.Text, StringComparison.Ordinal);
        Assert.Contains("Reminders are on", on.Text, StringComparison.Ordinal);
        Assert.Contains("Reminders are off.", off.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_button_or_a_code_from_another_server_opens_nothing_there()
    {
        // No client sends another server's button, so it is handed over below the network; two-servers.yaml plays the rest.
        var plan = new StagePlan();
        var stage = await OpenStageAsync(
            plan with
            {
                Campaigns = ["alexandria-transfers", "bus-line-7"],
                Channels = new Dictionary<string, ulong>(plan.Channels) { ["bus"] = 200000000000000011 },
            }
        );
        await stage.PostAHearingAsync();
        var attend = new Act.Press(new ButtonId("pledge", "A1", "attend"));

        var fromElsewhere = await stage.DeliverAsync("Ana", "#bus", attend, "501", BusServer);
        var listElsewhere = await stage.DeliverAsync(
            "Olga",
            "#bus",
            new Act.Command("actions", new Dictionary<string, string>()),
            "502",
            BusServer
        );
        var postElsewhere = await stage.DeliverAsync(
            "Olga",
            "#bus",
            new Act.Command("action cancel", new Dictionary<string, string> { ["action"] = "A1" }),
            "503",
            BusServer
        );
        var nowhere = await stage.DeliverAsync("Ana", "#bus", attend, "504", "300000000000000001");

        Assert.Contains("no longer works", BotOnStage.TextOf(fromElsewhere), StringComparison.Ordinal);
        Assert.Contains("Nothing is planned", BotOnStage.TextOf(listElsewhere), StringComparison.Ordinal);
        Assert.Contains("This is for organizers", BotOnStage.TextOf(postElsewhere), StringComparison.Ordinal);
        Assert.Contains("No campaign is at home here", BotOnStage.TextOf(nowhere), StringComparison.Ordinal);
        Assert.Contains("0 people have pledged", await stage.TallyAsync(), StringComparison.Ordinal);
    }
}
