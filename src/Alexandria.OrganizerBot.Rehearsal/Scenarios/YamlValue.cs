using System.Globalization;
using NodaTime;
using NodaTime.Text;
using YamlDotNet.RepresentationModel;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>A value of a scenario file that knows where it stands, so that every mistake can name its line.</summary>
internal sealed record YamlValue(string File, YamlNode Node)
{
    private static readonly LocalDateTimePattern LocalTimePatternOfScenarios =
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm");

    public int Line => (int)Node.Start.Line;

    public bool IsMap => Node is YamlMappingNode;

    public bool IsList => Node is YamlSequenceNode;

    public bool IsNothing => Node is YamlScalarNode { Value: null or "" or "~" or "null" };

    public ScenarioMistakeException Mistake(string mistake) => new(File, Line, mistake);

    /// <summary>The value as text.</summary>
    public string Text() =>
        Node is YamlScalarNode { Value: { } text }
            ? text
            : throw Mistake("a text is expected here, not a list or a map.");

    public ScenarioText ScenarioText() => new(Text(), Line);

    /// <summary>The value's items; a single value counts as a list of one.</summary>
    public IReadOnlyList<YamlValue> Items() =>
        Node is YamlSequenceNode list ? [.. list.Children.Select(node => new YamlValue(File, node))] : [this];

    /// <summary>The value as a map that may hold only the given keys.</summary>
    public YamlFields Fields(params IReadOnlyList<string> allowed)
    {
        if (Node is not YamlMappingNode map)
        {
            throw Mistake($"a map is expected here, with some of: {string.Join(", ", allowed)}.");
        }

        var fields = new Dictionary<string, YamlValue>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Children)
        {
            var name = new YamlValue(File, key);
            if (allowed.Count > 0 && !allowed.Contains(name.Text(), StringComparer.Ordinal))
            {
                throw name.Mistake($"'{name.Text()}' is not known here; possible are: {string.Join(", ", allowed)}.");
            }

            fields[name.Text()] = new YamlValue(File, value);
        }

        return new YamlFields(this, fields);
    }

    public int Number() =>
        int.TryParse(Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Mistake($"'{Text()}' is not a whole number.");

    public ulong NetworkId() =>
        ulong.TryParse(Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Mistake($"'{Text()}' is not a numeric id.");

    public bool Flag() =>
        Text() switch
        {
            "true" or "yes" => true,
            "false" or "no" => false,
            var other => throw Mistake($"'{other}' is neither true nor false."),
        };

    public Span Span() =>
        Scenarios.Span.TryParse(Text()) ?? throw Mistake($"'{Text()}' is not a span such as 2h30m, 1d or 45s.");

    public LocalDateTime LocalDateTime() =>
        LocalTimePatternOfScenarios.Parse(Text()) is { Success: true, Value: var value }
            ? value
            : throw Mistake($"'{Text()}' is not a local time such as 2026-03-09 15:00.");

    public LocalDate Date() =>
        LocalDatePattern.Iso.Parse(Text()) is { Success: true, Value: var value }
            ? value
            : throw Mistake($"'{Text()}' is not a date such as 2026-03-09.");

    public LocalTime Time() =>
        LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(Text()) is { Success: true, Value: var value }
            ? value
            : throw Mistake($"'{Text()}' is not a time of day such as 09:30.");
}

/// <summary>The keys and values of a map in a scenario file.</summary>
internal sealed class YamlFields(YamlValue owner, IReadOnlyDictionary<string, YamlValue> fields)
{
    public YamlValue Owner => owner;

    public IReadOnlyDictionary<string, YamlValue> All => fields;

    public YamlValue? this[string name] => fields.GetValueOrDefault(name);

    public YamlValue Require(string name) => this[name] ?? throw owner.Mistake($"'{name}' is missing here.");

    public bool Has(string name) => fields.ContainsKey(name);
}
