using Alexandria.OrganizerBot.Hosting;

namespace Alexandria.OrganizerBot.Tests.Hosting;

public sealed class CommandLineTests
{
    [Fact]
    public async Task The_list_of_verbs_demands_no_argument()
    {
        var help = await HelpAsync("--help");

        foreach (var verb in (string[])["run", "rehearse", "check", "init", "invite", "doctor", "signal", "health"])
            Assert.Matches($@"(?m)^  {verb} {{2,}}\S", help);
        Assert.DoesNotContain('<', help);
    }

    [Theory]
    [InlineData("run", "[<settings>...]")]
    [InlineData("rehearse", "[<scenario>]")]
    [InlineData("check", "[<campaigns>]")]
    public async Task A_verbs_own_help_tells_that_its_argument_may_be_left_out(string verb, string shown) =>
        Assert.Contains(shown, await HelpAsync(verb, "--help"), StringComparison.Ordinal);

    private static async Task<string> HelpAsync(params string[] arguments)
    {
        var output = new StringWriter();
        Assert.Equal(ExitCodes.Ok, await CommandLine.InvokeAsync(arguments, output));
        return output.ToString();
    }
}
