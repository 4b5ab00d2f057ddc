using System.Text.Json;
using Alexandria.OrganizerBot.Faults;

namespace Alexandria.OrganizerBot.Tests.Faults;

/// <summary>The short forms of the lanes of docs/faults.md: the same code, few rounds, one seed.</summary>
public sealed class LaneTests
{
    [Fact]
    public async Task Killed_at_any_moment_the_bot_loses_no_confirmed_pledge_and_no_reminder_and_doubles_none_on_Discord()
    {
        var figures = await RunAsync("crash", "--kills", "6", "--seed", "7", "--workers", "1");

        Assert.Equal(6, Number(figures, "kills"));
        Assert.True(Number(figures, "pledgesAcknowledged") > 0, "Nothing was confirmed, so nothing was proved.");
        Assert.Equal(0, Number(figures, "pledgesLost"));
        Assert.True(Number(figures, "remindersDue") > 0, "Nothing was due, so nothing was proved.");
        Assert.Equal(0, Number(figures, "remindersLost"));
        Assert.Equal(0, figures.GetProperty("remindersDoubled").GetProperty("discord").GetInt32());
        Assert.InRange(figures.GetProperty("remindersDoubled").GetProperty("signal").GetInt32(), 0, 6);
    }

    [Fact]
    public async Task A_power_cut_takes_nothing_that_was_acknowledged()
    {
        var figures = await RunAsync("powerloss", "--crashes", "100", "--seed", "3");

        Assert.Equal(100, Number(figures, "crashes"));
        Assert.True(Number(figures, "acknowledged") > 0, "Nothing was acknowledged, so nothing was proved.");
        Assert.Equal(0, Number(figures, "lost"));
        Assert.Equal(0, Number(figures, "torn"));
    }

    /// <summary>The lane can tell: were nothing ever flushed, it would find the loss.</summary>
    [Fact]
    public async Task A_disk_that_lies_about_its_flushes_is_found_out()
    {
        var figures = await RunAsync(code: 1, "powerloss", "--crashes", "5", "--seed", "3", "--disk", "lying");

        Assert.True(Number(figures, "lost") > 0);
    }

    [Fact]
    public async Task A_flush_precedes_each_acknowledgement()
    {
        var figures = await RunAsync("flushes", "--rows", "5");
        Assert.SkipWhen(figures.GetProperty("skipped").GetBoolean(), "strace is not here, or may not watch.");

        Assert.Equal(5, Number(figures, "acknowledged"));
        Assert.Equal(5, Number(figures, "flushedBefore"));
    }

    [Fact]
    public async Task No_flipped_byte_is_served_silently()
    {
        var figures = await RunAsync("flips", "--flips", "25", "--seed", "11");

        Assert.Equal(25, Number(figures, "noEffect") + Number(figures, "reported"));
        Assert.True(Number(figures, "reported") > 0, "Nothing was damaged, so nothing was proved.");
        Assert.Equal(0, Number(figures, "servedSilently"));
    }

    /// <summary>Each target's first inputs, always the same ones; the lane itself goes on for as long as it is told to.</summary>
    [Fact]
    public async Task What_nobody_would_write_breaks_no_way_into_the_program()
    {
        var figures = await RunAsync("fuzz", "--inputs", "400", "--seed", "7");

        Assert.Equal(0, Number(figures, "failures"));
        var targets = figures.GetProperty("targets").EnumerateObject().ToList();
        Assert.Equal(
            ["gatewayFrames", "rpcFrames", "commandText", "customIds", "campaignFiles", "scenarioFiles", "calendars"],
            targets.Select(target => target.Name)
        );
        Assert.All(targets, target => Assert.Equal(400, Number(target.Value, "inputs")));
    }

    /// <summary>Two weeks with the clock change of one of the zones, on a host that is a quarter of an hour off the others.</summary>
    [Fact]
    public async Task On_a_host_in_Kathmandu_every_reminder_arrives_at_the_minute_that_the_rule_says()
    {
        var figures = await RunAsync("year", "--from", "2027-03-08", "--weeks", "2", "--hosts", "1");

        Assert.True(Number(figures, "reminders") >= 24, "Too little was due to prove anything.");
        Assert.Equal(0, Number(figures, "wrongMinute"));
        Assert.Equal(0, Number(figures, "missing"));
        Assert.Equal(0, Number(figures, "doubled"));
    }

    [Theory]
    [InlineData("unknown-lane")]
    [InlineData("crash", "--kills", "many")]
    [InlineData("crash", "--kills")]
    [InlineData("flips", "--kills", "1")]
    public async Task Who_calls_it_wrongly_is_told(params string[] arguments) =>
        Assert.Equal(
            2,
            await FaultsProgram.RunAsync(arguments, TextWriter.Null, TestContext.Current.CancellationToken)
        );

    /// <summary>Runs a lane and reads its last line; the exit code must say the same as the figures.</summary>
    private static Task<JsonElement> RunAsync(params string[] arguments) => RunAsync(code: 0, arguments);

    private static async Task<JsonElement> RunAsync(int code, params string[] arguments)
    {
        await using var output = new StringWriter();
        var ended = await FaultsProgram.RunAsync(
            arguments,
            TextWriter.Synchronized(output),
            TestContext.Current.CancellationToken
        );
        var said = output.ToString();
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.True(ended == code, said);
        return JsonSerializer.Deserialize<JsonElement>(said.TrimEnd().Split('\n')[^1]);
    }

    private static int Number(JsonElement figures, string name) => figures.GetProperty(name).GetInt32();
}
