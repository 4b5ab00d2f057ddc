using Alexandria.OrganizerBot.Rehearsal.Scenarios;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

/// <summary>What docs/scenarios.md shows can be played: every example in it is read by the reader itself.</summary>
public sealed class ScenarioDocumentTests : IDisposable
{
    private const string Head = """
        name: The examples of the document
        zone: America/New_York
        campaigns: [one]
        cast:
          serverId: 1
          channels: { alerts: 2, organizers: 3, coordinators: 4 }
          signal: { groups: [{ name: neighbors, id: i5GeKX1XnmoL+WrKG0QRlAAAAAAAAAAAAAAAAAAAAAA= }] }
          people:
            - { name: Olga, on: discord }
            - { name: Rosa, on: [discord, signal], groups: [neighbors] }
            - { name: Carmen, on: discord }
            - { name: Tomás, on: discord }
            - { crowd: Resident, count: 28, on: discord }
        calendar: calendars/cancelled.json
        meeting: { id: 905 }
        start: { beforeMeeting: 9d, time: "15:00" }
        steps:
          - command: { who: Olga, where: dm, line: /x }
            capture: { action: 'A\d+' }

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_whole_scenario_is_one()
    {
        var whole = Assert.Single(Examples(), example => example.StartsWith("name:", StringComparison.Ordinal));

        Assert.Equal(3, Read(whole).Steps.Count);
    }

    [Fact]
    public void All_its_casts_are_read_and_can_be_put_on_the_stage()
    {
        var casts = Examples().Where(example => example.StartsWith("cast:", StringComparison.Ordinal)).ToList();

        var read = casts.Select(cast =>
            Read(
                $"name: x\nzone: America/New_York\ncampaigns: [one]\nstart: \"2026-03-01 15:00\"\nsteps: []\n{cast}"
            ).Cast
        );

        Assert.Equal(4, casts.Count);
        Assert.Contains(read, cast => cast.Groups.Count == 1);
        Assert.Contains(read, cast => cast.AllServers.Count == 2);
        Assert.Contains(read, cast => cast.Permissions.InChannel.Count == 2);
    }

    [Fact]
    public void All_its_steps_and_expectations_are_read()
    {
        var steps = Examples().Where(example => example.StartsWith("- ", StringComparison.Ordinal)).ToList();
        var indented = string.Join('\n', string.Concat(steps).Split('\n').Select(line => "  " + line));

        var scenario = Read(Head + indented);

        Assert.Contains(scenario.Steps, step => step is ScenarioStep.Fault);
        var expectations = Assert.Single(scenario.Steps.OfType<ScenarioStep.Expecting>()).All;
        Assert.Equal(
            typeof(Expectation).GetNestedTypes().Select(kind => kind.Name).Order(StringComparer.Ordinal),
            expectations.Select(expectation => expectation.GetType().Name).Distinct().Order(StringComparer.Ordinal)
        );
    }

    private static IReadOnlyList<string> Examples()
    {
        const string fence = "```yaml\n";
        var parts = File.ReadAllText(Document()).Split(fence).Skip(1);
        return [.. parts.Select(part => part[..part.IndexOf("```", StringComparison.Ordinal)])];
    }

    private static string Document()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "docs", "scenarios.md");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException("docs/scenarios.md stands above the tests' output folder");
    }

    private Scenario Read(string yaml)
    {
        _folder.Write("calendars/cancelled.json", "[]");
        return ScenarioReader.Parse(Path.Combine(_folder.FullPath, "document.yaml"), yaml);
    }
}
