using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>What a member can do in the private chat with the bot.</summary>
public sealed class PrivateJourneys : Journey
{
    [Fact]
    public async Task Mine_lists_the_members_own_pledges_in_private_and_nobody_elses()
    {
        var stage = await OpenStageAsync();
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", alert, "I will speak");

        var ana = await stage.TypeAsync("Ana", "dm", "/mine");
        var ben = await stage.TypeAsync("Ben", "dm", "/mine");

        AssertEphemeral(ana);
        Assert.Contains(
            "A1, Public hearing, Tue, March 10, 7:00 PM (Alexandria time). You will speak.",
            ana.Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Reminders: off.", ana.Text, StringComparison.Ordinal);
        Assert.Contains("You have no pledges.", ben.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standing_reminders_can_be_turned_on_and_off_in_private()
    {
        var stage = await OpenStageAsync();

        var on = await stage.TypeAsync("Ana", "dm", "/reminders on");
        var mine = await stage.TypeAsync("Ana", "dm", "/mine");
        var off = await stage.TypeAsync("Ana", "dm", "/reminders off");

        Assert.Contains("Reminders are on until Sat, May 30", on.Text, StringComparison.Ordinal);
        Assert.Contains("Reminders: on until Sat, May 30", mine.Text, StringComparison.Ordinal);
        Assert.Contains("Reminders are off.", off.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_and_actions_answer_in_private_too()
    {
        var stage = await OpenStageAsync();
        await stage.PostAHearingAsync();

        var help = await stage.TypeAsync("Diego", "dm", "/help");
        var actions = await stage.TypeAsync("Diego", "dm", "/actions");

        AssertEphemeral(help);
        Assert.Contains("/recordatorios", help.Text, StringComparison.Ordinal);
        Assert.Contains("A1, Public hearing", actions.Text, StringComparison.Ordinal);
    }
}
