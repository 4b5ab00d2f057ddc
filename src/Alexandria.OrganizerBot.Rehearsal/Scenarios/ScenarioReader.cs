using NodaTime;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>
/// Reads a scenario file and checks all that can be checked before it is played: keys, people, channels, times, patterns
/// and variables. Every mistake names file and line.
/// </summary>
internal static class ScenarioReader
{
    private static readonly string[] TopLevel =
    [
        "name",
        "description",
        "zone",
        "campaigns",
        "cast",
        "calendar",
        "meeting",
        "start",
        "onFailure",
        "steps",
    ];

    /// <summary>Reads <paramref name="file"/>.</summary>
    /// <exception cref="ScenarioMistakeException">It cannot be played.</exception>
    public static Scenario Read(string file)
    {
        if (!System.IO.File.Exists(file))
        {
            throw new ScenarioMistakeException(file, 1, $"there is no such file: {file}");
        }

        return Parse(file, System.IO.File.ReadAllText(file));
    }

    /// <summary>Reads <paramref name="yaml"/> as if it stood in <paramref name="file"/>.</summary>
    public static Scenario Parse(string file, string yaml)
    {
        var top = Root(file, yaml).Fields(TopLevel);
        var cast = CastReader.Read(top.Require("cast").Fields(CastReader.Keys));
        var zone = Zone(top.Require("zone"));
        var meeting = top["meeting"] is { } rule ? Meeting(rule) : null;
        var steps = new StepReader(cast, meeting is not null);
        var scenario = new Scenario
        {
            File = Path.GetFullPath(file),
            Name = top.Require("name").Text(),
            Description = top["description"]?.Text() ?? "",
            Zone = zone,
            Campaigns = [.. top.Require("campaigns").Items().Select(item => item.Text())],
            Cast = cast.Cast,
            Crowd = cast.CrowdMembers,
            CalendarFile = top["calendar"] is { } calendar ? FileBeside(calendar) : null,
            Meeting = meeting,
            Start = steps.Moment(top.Require("start")),
            GoesOnAfterFailure = top["onFailure"] is { } onFailure && GoesOn(onFailure),
            Steps = [.. StepsOf(top.Require("steps")).Select(steps.Read)],
        };
        CheckVariables(file, scenario, steps);
        return scenario;
    }

    /// <summary>The full path of a file that a scenario names relative to itself.</summary>
    public static string FileBeside(YamlValue name)
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(name.File))!, name.Text()));
        return System.IO.File.Exists(path) ? path : throw name.Mistake($"there is no such file: {path}");
    }

    private static YamlValue Root(string file, string yaml)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException error)
        {
            throw new ScenarioMistakeException(file, (int)error.Start.Line, $"this is not YAML: {error.Message}");
        }
        catch (Exception mistake) when (mistake is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet, in the middle of some lists, instead of a YamlException.
            throw new ScenarioMistakeException(file, 1, "this is not YAML.");
        }

        return stream.Documents.Count == 1
            ? new YamlValue(file, stream.Documents[0].RootNode)
            : throw new ScenarioMistakeException(file, 1, "a scenario file holds exactly one document.");
    }

    private static DateTimeZone Zone(YamlValue name) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(name.Text())
        ?? throw name.Mistake($"'{name.Text()}' is no zone of the tz database, such as America/New_York.");

    private static bool GoesOn(YamlValue value) =>
        value.Text() switch
        {
            "continue" => true,
            "stop" => false,
            var other => throw value.Mistake($"'{other}' is neither stop nor continue."),
        };

    private static MeetingRule Meeting(YamlValue value)
    {
        var fields = value.Fields("pick", "id", "body", "date");
        if (fields["pick"] is { } pick)
        {
            return pick.Text() == "straddles-clock-change"
                ? new MeetingRule.StraddlesClockChange(value.Line)
                : throw pick.Mistake($"'{pick.Text()}' is no way to pick; there is: straddles-clock-change.");
        }

        if (fields["id"] is { } id)
        {
            return new MeetingRule.ById(value.Line, id.Text());
        }

        return new MeetingRule.ByBody(value.Line, fields.Require("body").Text(), fields["date"]?.Date());
    }

    private static IReadOnlyList<YamlValue> StepsOf(YamlValue steps) =>
        steps.IsList ? steps.Items() : throw steps.Mistake("'steps' must be a list.");

    private static void CheckVariables(string file, Scenario scenario, StepReader steps)
    {
        HashSet<string> known = [.. steps.Defined, "who"];
        known.UnionWith(scenario.Crowd.Select((_, index) => $"crowd.{index + 1}"));
        if (scenario.Meeting is not null)
        {
            known.UnionWith(Variables.OfMeeting);
        }

        foreach (var (name, line) in steps.Mentioned)
        {
            if (!known.Contains(name))
            {
                throw new ScenarioMistakeException(
                    file,
                    line,
                    $"{{{name}}} is set nowhere; known are: {string.Join(", ", known.Order(StringComparer.Ordinal).Take(12))}."
                );
            }
        }
    }
}
