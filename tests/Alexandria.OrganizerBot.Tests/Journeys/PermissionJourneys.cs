using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>Who may do what: only roles that the campaign's file names count, and only on its own server.</summary>
public sealed class PermissionJourneys : Journey
{
    [Theory]
    [InlineData("Ana", "/action create title:Vigil date:March 10 time:7pm", "This is for organizers.")]
    [InlineData("Ana", "/action post action:A1", "This is for organizers.")]
    [InlineData("Ana", "/action cancel action:A1", "This is for organizers.")]
    [InlineData("Ana", "/tally action:A1", "This is for coordinators.")]
    [InlineData("Carmen", "/action create title:Vigil date:March 10 time:7pm", "This is for organizers.")]
    [InlineData("Carmen", "/action cancel action:A1", "This is for organizers.")]
    public async Task Who_may_not_is_told_whom_to_ask_and_nothing_happens(string person, string line, string answer)
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();

        var reply = await stage.TypeAsync(person, "#organizers", line);

        AssertEphemeral(reply);
        Assert.StartsWith(answer, reply.Text, StringComparison.Ordinal);
        Assert.Empty(reply.Message!.Attachments);
        Assert.NotEmpty(Assert.Single(stage.Channel("#alerts")).Buttons);
        Assert.Single(
            (await stage.TypeAsync("Olga", "#organizers", "/actions")).Text.Split('\n'),
            text => text.StartsWith("- A", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_coordinator_and_an_organizer_may_pull_the_tally_with_its_picture_and_table()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();

        foreach (var person in (string[])["Carmen", "Olga"])
        {
            var reply = await stage.TypeAsync(person, "#coordinators", "/tally action:A1");
            AssertEphemeral(reply);
            Assert.Equal(
                ["tally-A1.csv", "tally-A1.png"],
                reply.Message!.Attachments.Select(file => file.Name).Order()
            );
        }
    }

    [Fact]
    public async Task Who_may_not_create_is_offered_no_meetings_while_typing()
    {
        var stage = await OpenStageAsync(new StagePlan { Calendar = CreateJourneys.CouncilCalendar });

        Assert.Empty(await stage.OfferedAsync("Ana", "/action create", "meeting", ""));
        Assert.NotEmpty(await stage.OfferedAsync("Olga", "/action create", "meeting", ""));
    }

    [Fact]
    public async Task Another_role_of_the_server_and_a_role_of_another_campaigns_server_open_nothing()
    {
        var plan = new StagePlan();
        var stage = await OpenStageAsync(
            plan with
            {
                Campaigns = ["alexandria-transfers", "bus-line-7"],
                Roles = new Dictionary<string, ulong>(plan.Roles) { ["Organizer elsewhere"] = 200000000000000021 },
                People =
                [
                    .. plan.People,
                    new StagePerson("Gus", ["Gardener"]),
                    new StagePerson("Paula", ["Organizer elsewhere"]),
                ],
            }
        );

        foreach (var person in (string[])["Gus", "Paula"])
        {
            var reply = await stage.TypeAsync(
                person,
                "#organizers",
                "/action create title:Vigil date:March 10 time:7pm"
            );
            Assert.StartsWith("This is for organizers.", reply.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task In_private_nobody_holds_a_role_so_organizing_is_done_on_the_server()
    {
        var stage = await OpenStageAsync();

        var refusal = await Assert.ThrowsAsync<StageException>(() =>
            stage.TypeAsync("Olga", "dm", "/action create title:Vigil date:March 10 time:7pm")
        );
        var forged = await stage.DeliverAsync(
            "Olga",
            "dm",
            new OrganizerBot.Conversation.Act.Command(
                "action post",
                new Dictionary<string, string> { ["action"] = "A1" }
            )
        );

        Assert.Contains("no command /action", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("No campaign is at home here", BotOnStage.TextOf(forged), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_channel_of_no_campaign_commands_say_so()
    {
        var stage = await OpenStageAsync();

        var reply = await stage.TypeAsync("Olga", "#cafe", "/actions");

        Assert.Contains("No campaign is at home here", reply.Text, StringComparison.Ordinal);
    }
}
