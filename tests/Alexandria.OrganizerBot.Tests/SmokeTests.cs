namespace Alexandria.OrganizerBot.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void Two_and_two_are_four() => Assert.Equal(4, int.Parse("2", null) + 2);
}
