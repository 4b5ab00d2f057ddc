using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>A member answers an alert with a press, changes the answer, takes it back; nobody counts twice.</summary>
public sealed class PledgeJourneys : Journey
{
    [Fact]
    public async Task A_member_pledges_with_one_press_and_is_thanked_in_private()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();

        var reply = await stage.PressAsync("Ana", alert, "I will attend");

        AssertEphemeral(reply);
        Assert.Contains("Thank you! You will attend: Public hearing.", reply.Text, StringComparison.Ordinal);
        Assert.Contains("When: Tue, March 10, 7:00 PM (Alexandria time)", reply.Text, StringComparison.Ordinal);
        Assert.Contains("Where: City Hall", reply.Text, StringComparison.Ordinal);
        Assert.Equal(["Remind me", "Bring one more", "Undo"], reply.Message!.Buttons.Select(button => button.Label));
        Assert.Single(stage.Channel("#alerts"));
        await AssertTallyAsync(stage, people: 1, attend: 1);
    }

    [Fact]
    public async Task A_changed_answer_moves_from_one_number_to_the_other()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", alert, "I will attend");

        var reply = await stage.PressAsync("Ana", alert, "I will speak");

        Assert.Contains("You will speak at: Public hearing.", reply.Text, StringComparison.Ordinal);
        await AssertTallyAsync(stage, people: 1, speak: 1);
    }

    [Fact]
    public async Task An_undone_first_answer_leaves_none_and_an_undone_change_brings_the_answer_before_back()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        var first = await stage.PressAsync("Ana", alert, "I will attend");
        await stage.PressAsync("Ben", alert, "I will attend");
        var changed = await stage.PressAsync("Ben", alert, "I will speak");

        var taken = await stage.PressAsync("Ana", first, "Undo");
        var back = await stage.PressAsync("Ben", changed, "Undo");

        Assert.Contains("Your pledge for Public hearing is taken back.", taken.Text, StringComparison.Ordinal);
        Assert.Empty(taken.Message!.Buttons);
        Assert.Contains("You will attend: Public hearing.", back.Text, StringComparison.Ordinal);
        await AssertTallyAsync(stage, people: 1, attend: 1, withdrawn: 1);
    }

    [Fact]
    public async Task Who_cannot_come_is_thanked_and_offered_no_reminder()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();

        var reply = await stage.PressAsync("Diego", alert, "No puedo ir");

        Assert.Contains(
            "Gracias por avisarnos. Usted no puede ir a: Public hearing.",
            reply.Text,
            StringComparison.Ordinal
        );
        Assert.Equal(["Deshacer"], reply.Message!.Buttons.Select(button => button.Label));
        await AssertTallyAsync(stage, people: 0, cantCome: 1);
    }

    [Fact]
    public async Task A_second_press_of_the_same_button_counts_once()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();

        await stage.PressAsync("Ana", alert, "I will attend");
        await stage.PressAsync("Ana", alert, "I will attend");

        await AssertTallyAsync(stage, people: 1, attend: 1);
    }

    [Fact]
    public async Task An_answer_pressed_again_and_then_undone_is_undone_whole()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", alert, "I will attend");
        var again = await stage.PressAsync("Ana", alert, "I will attend");

        await stage.PressAsync("Ana", again, "Undo");

        await AssertTallyAsync(stage, people: 0, withdrawn: 1);
    }

    [Fact]
    public async Task Many_who_press_at_the_same_moment_are_all_counted()
    {
        var crowd = Enumerable.Range(1, 40).Select(number => $"Resident {number}").ToList();
        var plan = new StagePlan();
        var stage = await OpenStageAsync(
            plan with
            {
                People = [.. plan.People, .. crowd.Select(name => new StagePerson(name, []))],
            }
        );
        var alert = await stage.PostAHearingAsync();

        var replies = await Task.WhenAll(
            crowd.Select(name => stage.Discord.PressAsync(name, alert, "I will attend", Cancelled))
        );

        Assert.All(replies, AssertEphemeral);
        await AssertTallyAsync(stage, people: 40, attend: 40);
    }

    [Fact]
    public async Task A_replayed_press_does_not_bring_back_what_was_changed_since()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();
        var attend = new Act.Press(new ButtonId("pledge", "A1", "attend"));
        await stage.DeliverAsync("Ana", "#alerts", attend, eventId: "1001");
        await stage.DeliverAsync("Ana", "#alerts", new Act.Press(new ButtonId("pledge", "A1", "speak")), "1002");

        var replayed = await stage.DeliverAsync("Ana", "#alerts", attend, eventId: "1001");

        Assert.Contains("You will speak at", BotOnStage.TextOf(replayed), StringComparison.Ordinal);
        await AssertTallyAsync(stage, people: 1, speak: 1);
    }

    [Fact]
    public async Task A_replayed_undo_undoes_once()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();
        await stage.DeliverAsync("Ana", "#alerts", new Act.Press(new ButtonId("pledge", "A1", "attend")), "1001");
        await stage.DeliverAsync("Ana", "#alerts", new Act.Press(new ButtonId("pledge", "A1", "speak")), "1002");
        var undo = new Act.Press(new ButtonId("undo", "A1"));

        await stage.DeliverAsync("Ana", "#alerts", undo, eventId: "1003");
        await stage.DeliverAsync("Ana", "#alerts", undo, eventId: "1003");

        await AssertTallyAsync(stage, people: 1, attend: 1);
    }

    [Fact]
    public async Task An_answer_after_the_meeting_began_is_refused_and_counts_nothing()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.AdvanceToAsync("2026-03-10T19:00");

        var reply = await stage.PressAsync("Ana", alert, "I will attend");

        AssertEphemeral(reply);
        Assert.Contains("This is over", reply.Text, StringComparison.Ordinal);
        await AssertTallyAsync(stage, people: 0);
    }

    private static async Task AssertTallyAsync(
        BotOnStage stage,
        int people,
        int attend = 0,
        int speak = 0,
        int cantCome = 0,
        int withdrawn = 0
    )
    {
        var lines = (await stage.TallyAsync()).Split('\n');
        Assert.Contains(people == 1 ? "1 person has pledged." : $"{people} people have pledged.", lines);
        Assert.Contains($"- Will attend: {attend}", lines);
        Assert.Contains($"- Will speak: {speak}", lines);
        Assert.Contains($"- Can't come: {cantCome}", lines);
        Assert.Contains($"- Took their pledge back: {withdrawn}", lines);
    }
}
