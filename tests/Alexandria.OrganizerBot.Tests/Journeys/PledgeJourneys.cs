using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>A member answers an alert with a press.</summary>
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
        Assert.Single(stage.Channel("#alerts"));
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }
}
