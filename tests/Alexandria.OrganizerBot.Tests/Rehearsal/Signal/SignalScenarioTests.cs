using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>Casts and steps of scenarios with Signal.</summary>
public sealed class SignalScenarioTests
{
    private const string Both = """
          serverId: 1
          channels: { alerts: 2 }
          signal:
            groups:
              - { name: neighbors, id: i5GeKX1XnmoL+WrKG0QRlAAAAAAAAAAAAAAAAAAAAAA=, expires: 7d, admins: [Sam] }
              - { name: away, id: Pmpi+EfPWmsxiomLe9Nx2XF9HOE483p6iKiFj65iMwI=, bot: absent, invite: "https://signal.group/#x" }
          people:
            - { name: Dana, on: discord }
            - { name: Sam, on: [signal], groups: [neighbors, away], sharesNumber: true }
            - { crowd: Both, count: 2, on: [discord, signal], groups: "#neighbors" }
        """;

    [Fact]
    public void A_cast_may_be_on_both_networks()
    {
        var cast = Parse(Both, "  []").Cast;

        Assert.Equal(["neighbors", "away"], cast.Groups.Select(group => group.Name));
        Assert.Equal(
            (604800, true, false),
            (cast.Groups[0].ExpiresInSeconds, cast.Groups[0].BotIsMember, cast.Groups[1].BotIsMember)
        );
        Assert.Equal(
            ["Dana: discord", "Sam: signal", "Both 1: discord, signal", "Both 2: discord, signal"],
            cast.People.Select(person => $"{person.Name}: {string.Join(", ", person.Networks!)}")
        );
        Assert.Equal(["neighbors", "away"], cast.People[1].Groups);
        Assert.True(cast.People[1].SharesNumber);
    }

    [Fact]
    public void A_cast_may_be_on_Signal_alone()
    {
        var cast = Parse("  signal: {}\n  people: [{ name: Sam }]", "  []").Cast;

        Assert.True(cast.HasSignal);
        Assert.Empty(cast.AllServers);
        Assert.True(cast.People[0].IsOn("signal"));
        Assert.False(cast.People[0].IsOn("discord"));
    }

    [Theory]
    [InlineData("type: { who: Both, where: '#neighbors', text: hi }", "signal")]
    [InlineData("type: { who: Sam, where: dm, text: hi }", "signal")]
    [InlineData("command: { who: Both, where: '#alerts', line: /x }", "discord")]
    [InlineData("command: { who: Dana, where: dm, line: /x }", "discord")]
    [InlineData("command: { who: Both, where: dm, line: /x }", null)]
    [InlineData("command: { who: Both, where: dm, line: /x, network: signal }", "signal")]
    [InlineData("press: { who: Both, button: 'Yes', on: { where: '#neighbors' } }", "signal")]
    [InlineData("react: { who: Sam, emoji: 👍, on: reply }", "signal")]
    public void Where_and_who_say_on_which_network(string step, string? network)
    {
        var read = Assert.Single(Parse(Both, $"  - {step}").Steps);

        var actors = read switch
        {
            ScenarioStep.Type type => type.Actors,
            ScenarioStep.Command command => command.Actors,
            ScenarioStep.Press press => press.Actors,
            ScenarioStep.React react => react.Actors,
            _ => throw new InvalidOperationException(),
        };
        Assert.Equal(network, actors.Network);
    }

    [Theory]
    [InlineData("{ name: Lee }", "say where 'Lee' is")]
    [InlineData("{ name: Lee, on: matrix }", "'matrix' is no network")]
    [InlineData("{ name: Lee, on: discord, groups: neighbors }", "not on Signal")]
    [InlineData("{ name: Lee, on: signal, groups: nowhere }", "'nowhere' is no Signal group")]
    [InlineData("{ name: Lee, on: signal, roles: [Organizer] }", "on Signal only")]
    public void Who_is_where_is_checked(string person, string mistake) =>
        Assert.Contains(
            mistake,
            Assert.Throws<ScenarioMistakeException>(() => Parse($"{Both}\n    - {person}", "  []")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("groups: [{ name: alerts, id: x }]", "a channel and a Signal group")]
    [InlineData("groups: [{ name: a, id: x }, { name: a, id: y }]", "the same name")]
    [InlineData("groups: [{ name: a, id: x, admins: [Dana] }]", "no member")]
    [InlineData("groups: [{ name: a, id: x, bot: owner }]", "member, admin, absent")]
    public void Groups_are_checked(string groups, string mistake) =>
        Assert.Contains(
            mistake,
            Assert
                .Throws<ScenarioMistakeException>(() =>
                    Parse(
                        $"  serverId: 1\n  channels: {{ alerts: 2 }}\n  signal: {{ {groups} }}\n  people: [{{ name: Dana, on: discord }}]",
                        "  []"
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_fault_of_Signal_is_read()
    {
        var steps = Parse(
            Both,
            """
              - fault: { connectionBreaks: { route: send, applied: true } }
              - fault: { captchaDemanded: { retryAfter: 1d } }
              - fault: { sendFails: { person: Sam, count: 2, type: UNREGISTERED_FAILURE } }
              - fault: { identityChanged: Sam }
              - fault: { unregistered: Sam }
              - fault: daemonStops
              - fault: daemonStarts
              - fault: daemonHangs
              - fault: daemonRecovers
              - fault: { frame: "no JSON" }
              - fault: { undecryptable: Both 1 }
              - fault: { slow: { route: send, delay: 2s }, network: signal }
            """
        ).Steps;

        Assert.Equal(
            [
                new StageFault.ConnectionBreaks("send", 1, Applied: true),
                new StageFault.CaptchaDemanded(int.MaxValue, TimeSpan.FromDays(1)),
                new StageFault.SendFails("Sam", 2, "UNREGISTERED_FAILURE"),
                new StageFault.IdentityChanged("Sam"),
                new StageFault.Unregistered("Sam"),
                new StageFault.DaemonStops(),
                new StageFault.DaemonStarts(),
                new StageFault.DaemonHangs(),
                new StageFault.DaemonRecovers(),
                new StageFault.Frame("no JSON"),
                new StageFault.Undecryptable("Both 1"),
                new StageFault.Slow("send", 1, TimeSpan.FromSeconds(2)),
            ],
            steps.Cast<ScenarioStep.Fault>().Select(step => step.What)
        );
        Assert.All(steps.Cast<ScenarioStep.Fault>(), step => Assert.Equal("signal", step.Network));
    }

    private static Scenario Parse(string cast, string steps) =>
        ScenarioReader.Parse(
            "test.yaml",
            $"name: x\nzone: America/New_York\ncampaigns: [one]\nstart: \"2026-03-01 15:00\"\ncast:\n{cast}\nsteps:\n{steps}"
        );
}
