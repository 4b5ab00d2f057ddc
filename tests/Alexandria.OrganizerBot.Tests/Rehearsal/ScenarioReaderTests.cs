using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class ScenarioReaderTests
{
    [Fact]
    public void The_cast_is_read_with_crowds_and_alternating_languages()
    {
        var cast = SmallScenario.Parse("  - say: hello").Cast;

        Assert.Equal(7ul, cast.ServerId);
        Assert.Equal(8ul, cast.Roles["Organizer"]);
        Assert.Equal(9ul, cast.Channels["alerts"]);
        Assert.Equal(
            ["Olga", "Rosa", "Resident 1", "Resident 2", "Resident 3", "Resident 4"],
            cast.People.Select(person => person.Name)
        );
        Assert.Equal(["en-US", "es-419"], cast.People.Skip(2).Take(2).Select(person => person.Locale));
        Assert.False(cast.People.Single(person => person.Name == "Rosa").DirectMessagesOpen);
    }

    [Theory]
    [InlineData("Olga", "Olga")]
    [InlineData("Resident", "Resident 1|Resident 2|Resident 3|Resident 4")]
    [InlineData("Resident 2-3", "Resident 2|Resident 3")]
    [InlineData("Resident 4", "Resident 4")]
    [InlineData("Olga, Resident 1-2", "Olga|Resident 1|Resident 2")]
    [InlineData("[Rosa, Resident 3-4]", "Rosa|Resident 3|Resident 4")]
    public void People_are_named_alone_in_lists_and_in_ranges(string who, string people)
    {
        var quoted = who.StartsWith('[') ? who : $"\"{who}\"";

        var scenario = SmallScenario.Parse($"  - press: {{ who: {quoted}, button: Yes, on: reply }}");

        var press = Assert.IsType<ScenarioStep.Press>(Assert.Single(scenario.Steps));
        Assert.Equal(people.Split('|'), press.Actors.People);
    }

    [Theory]
    [InlineData("disconnect: { resumable: false }", typeof(StageFault.Disconnect))]
    [InlineData("askToReconnect: {}", typeof(StageFault.AskToReconnect))]
    [InlineData("invalidSession: { resumable: true }", typeof(StageFault.InvalidSession))]
    [InlineData("zombie:", typeof(StageFault.Zombie))]
    [InlineData(
        "rateLimit: { route: /channels, count: 2, retryAfter: 3s, scope: global }",
        typeof(StageFault.RateLimit)
    )]
    [InlineData("serverError: { route: /channels, status: 502, applied: true }", typeof(StageFault.ServerError))]
    [InlineData("slow: { route: /channels, delay: 4s }", typeof(StageFault.Slow))]
    [InlineData("forgetNonces:", typeof(StageFault.ForgetNonces))]
    [InlineData("expireInteractions: { count: 2 }", typeof(StageFault.ExpireInteractions))]
    [InlineData("sessionStartsExhausted: { resetAfter: 5s }", typeof(StageFault.SessionStartsExhausted))]
    [InlineData("connectionBreaks: { route: send, applied: true }", typeof(StageFault.ConnectionBreaks))]
    [InlineData("captchaDemanded: { retryAfter: 1d }", typeof(StageFault.CaptchaDemanded))]
    [InlineData("sendFails: { person: Olga }", typeof(StageFault.SendFails))]
    [InlineData("identityChanged: Olga", typeof(StageFault.IdentityChanged))]
    [InlineData("unregistered: Olga", typeof(StageFault.Unregistered))]
    [InlineData("undecryptable: Olga", typeof(StageFault.Undecryptable))]
    [InlineData("frame: no JSON", typeof(StageFault.Frame))]
    [InlineData("daemonStops:", typeof(StageFault.DaemonStops))]
    [InlineData("daemonStarts:", typeof(StageFault.DaemonStarts))]
    [InlineData("daemonHangs:", typeof(StageFault.DaemonHangs))]
    [InlineData("daemonRecovers:", typeof(StageFault.DaemonRecovers))]
    public void Every_fault_of_the_stage_can_be_written(string yaml, Type fault)
    {
        var scenario = SmallScenario.Parse($"  - fault: {{ {yaml.TrimEnd(':')}{(yaml.EndsWith(':') ? ": ~" : "")} }}");

        var step = Assert.IsType<ScenarioStep.Fault>(Assert.Single(scenario.Steps));
        Assert.IsType(fault, step.What);
    }

    [Fact]
    public void No_fault_of_the_stage_is_forgotten()
    {
        var written = typeof(ScenarioReaderTests)
            .GetMethod(nameof(Every_fault_of_the_stage_can_be_written))!
            .CustomAttributes.Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute =>
                (
                    (IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)
                        attribute.ConstructorArguments[0].Value!
                )[1].Value
            );

        Assert.Equal(
            typeof(StageFault).GetNestedTypes().OrderBy(type => type.Name),
            written.Cast<Type>().OrderBy(type => type.Name)
        );
    }

    [Fact]
    public void A_rate_limit_is_read_with_its_values()
    {
        var scenario = SmallScenario.Parse(
            "  - fault: { rateLimit: { route: /channels, count: 2, retryAfter: 1m3s, scope: shared } }"
        );

        var step = Assert.IsType<ScenarioStep.Fault>(Assert.Single(scenario.Steps));
        Assert.Equal(new StageFault.RateLimit("/channels", 2, TimeSpan.FromSeconds(63), "shared"), step.What);
    }

    [Theory]
    [InlineData("  - advance: 2h30m")]
    [InlineData("  - advance: to next")]
    [InlineData("  - advance: { to: \"2026-03-09 15:00\" }")]
    [InlineData("  - advance: { beforeMeeting: 2h }")]
    [InlineData("  - kill: bot")]
    [InlineData("  - stop: bot")]
    [InlineData("  - restart: bot")]
    [InlineData("  - expect: { channel: \"#alerts\", contains: [a, b], count: { atLeast: 1, atMost: 3 } }")]
    [InlineData("  - expect: { event: a, status: canceled, starts: \"2026-03-09 15:00\", contains: b, count: 0 }")]
    [InlineData("  - expect: { person: Olga, receives: [a, { matches: 'b+' }] }")]
    [InlineData(
        "  - expect: { reminders: { people: Resident, at: [\"2026-03-03 19:00\", { daysBefore: 1, time: \"20:00\" }], any: [a] } }"
    )]
    [InlineData("  - expect: { directMessages: { onlyTo: [] } }")]
    [InlineData("  - expect: { transcript: { kind: dm, direction: out, count: 3 } }")]
    [InlineData("  - expect: { file: \"*.png\", pngAtLeast: 10x20 }")]
    [InlineData("  - expect: { dataFolder: { hasNoPersonIds: true } }")]
    [InlineData(
        "  - autocomplete: { who: Olga, where: dm, command: /x, option: y, typed: z }\n    expect: { count: 0 }"
    )]
    public void Every_form_of_step_is_read(string step) => Assert.Single(SmallScenario.Parse(step).Steps);

    [Theory]
    [InlineData("  - pres: { who: Olga }", "'pres' is not known here")]
    [InlineData("  - { kill: bot, restart: bot }", "one thing")]
    [InlineData("  - press: { who: Nobody, button: Yes, on: reply }", "'Nobody'")]
    [InlineData("  - press: { who: Resident 1-9, button: Yes, on: reply }", "Resident 1-4")]
    [InlineData("  - press: { who: Olga, button: Yes }", "'on' is missing")]
    [InlineData("  - command: { who: Olga, where: \"#elsewhere\", line: /x }", "#elsewhere")]
    [InlineData("  - command: { who: Olga, where: dm, line: \"/x {acton}\" }", "{acton} is set nowhere")]
    [InlineData("  - advance: 3 days", "span")]
    [InlineData("  - advance: { to: tomorrow }", "local time")]
    [InlineData("  - fault: { earthquake: {} }", "earthquake")]
    [InlineData("  - kill: Olga", "only the bot")]
    [InlineData("  - { kill: bot, expect: { channel: \"#alerts\" } }", "step of its own")]
    [InlineData("  - expect: { weather: fine }", "nothing to expect")]
    [InlineData("  - expect: { event: a, status: over }", "no state of an event")]
    [InlineData("  - expect: { channel: \"#alerts\", matches: \"(\" }", "regular expression")]
    [InlineData("  - expect: { channel: \"#alerts\", count: many }", "whole number")]
    [InlineData("  - expect: { dataFolder: { hasNoPersonIds: perhaps } }", "neither true nor false")]
    [InlineData("  - calendar: { serve: missing.json }", "no such file")]
    [InlineData("  - say: [", "not YAML")]
    public void A_mistake_names_file_and_line(string step, string says)
    {
        var mistake = SmallScenario.Mistake("  - say: fine\n" + step + "\n");

        Assert.StartsWith("test.yaml:", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(says, mistake.Message, StringComparison.Ordinal);
        // Broken YAML is noticed where the file ends, everything else on its own line.
        Assert.InRange(mistake.Line, SmallScenario.FirstStep + 1, SmallScenario.FirstStep + 2);
    }

    [Theory]
    [InlineData("zone: Mars/Olympus", 1, "no zone")]
    [InlineData("zone: Europe/Paris\ncampaigns: []", 1, "'cast' is missing")]
    [InlineData("colour: red", 1, "'colour' is not known here")]
    [InlineData("- 1", 1, "a map is expected")]
    public void A_mistake_in_the_head_names_its_line_too(string yaml, int line, string says)
    {
        var full = yaml.StartsWith("zone: Mars", StringComparison.Ordinal)
            ? yaml + "\ncast: { serverId: 1, people: [{ name: A }] }"
            : yaml;

        var mistake = Assert.Throws<ScenarioMistakeException>(() => ScenarioReader.Parse("head.yaml", full));

        Assert.Equal(line, mistake.Line);
        Assert.Contains(says, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Times_relative_to_a_meeting_need_a_meeting()
    {
        var yaml = SmallScenario.Yaml("  - advance: { beforeMeeting: 2h }", calendar: "onFailure: continue");

        var mistake = Assert.Throws<ScenarioMistakeException>(() => ScenarioReader.Parse("test.yaml", yaml));

        Assert.Equal(SmallScenario.FirstStep, mistake.Line);
    }

    [Fact]
    public void The_default_scenario_reads_and_its_meeting_straddles_the_clock_change()
    {
        var scenario = ScenarioReader.Read(Rehearsals.DefaultScenarioFile);
        var meeting = MeetingChooser.Choose(scenario, scenario.CalendarFile);
        var judge = new Judge(scenario, new Variables(scenario.File), meeting);

        Assert.Equal("905", meeting?.Id);
        Assert.Equal(Instant.FromUtc(2026, 2, 26, 20, 0), judge.InstantOf(scenario.Start));
        Assert.True(scenario.Cast.People.Count(person => !person.Roles.Any()) >= 30);
    }
}
