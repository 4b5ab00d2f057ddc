using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Collects what there is to say about one file.</summary>
internal sealed class FindingList(string file)
{
    private readonly List<CampaignFinding> _findings = [];

    public IReadOnlyList<CampaignFinding> InOrderOfLines =>
        [.. _findings.OrderBy(finding => finding.Line).ThenByDescending(finding => finding.Severity)];

    public bool HasErrors => _findings.Exists(finding => finding.Severity == Severity.Error);

    public void Error(YamlNode at, string message) => Add(LineOf(at), Severity.Error, message);

    public void Warning(YamlNode at, string message) => Add(LineOf(at), Severity.Warning, message);

    public void Note(YamlNode at, string message) => Add(LineOf(at), Severity.Note, message);

    /// <summary>Adds it once, also where a field is looked at twice.</summary>
    public void Add(int line, Severity severity, string message)
    {
        var finding = new CampaignFinding(file, line, severity, message);
        if (!_findings.Contains(finding))
            _findings.Add(finding);
    }

    public static int LineOf(YamlNode node) => (int)Math.Max(1, node.Start.Line);
}

/// <summary>
/// One mapping of a YAML file, read field by field. It remembers which fields were asked for, so that the others can be
/// reported as unknown, and says of every missing or odd one on which line it stands.
/// </summary>
internal sealed class YamlFields
{
    private readonly YamlMappingNode _map;
    private readonly FindingList _findings;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Begins to read a mapping.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="name">How messages call it: "" for the whole file, else for example <c>servers[0]</c>.</param>
    /// <param name="findings">Where mistakes go.</param>
    public YamlFields(YamlMappingNode map, string name, FindingList findings)
    {
        _map = map;
        _findings = findings;
        Name = name;
    }

    public string Name { get; }

    public YamlNode Node => _map;

    /// <summary>The field's full name in messages.</summary>
    public string Path(string field) => Name.Length == 0 ? field : $"{Name}.{field}";

    /// <summary>The value of a field, or null where it is absent or null.</summary>
    public YamlNode? Optional(string field)
    {
        _known.Add(field);
        return _map.Children.TryGetValue(new YamlScalarNode(field), out var value) && !IsNull(value) ? value : null;
    }

    /// <summary>The value of a field; a missing one is an error.</summary>
    public YamlNode? Required(string field, string meaning)
    {
        var value = Optional(field);
        if (value is null)
            _findings.Error(_map, $"'{Path(field)}' is missing: {meaning}.");
        return value;
    }

    /// <summary>The text of a field, trimmed; null where it is absent or not a text (which is reported).</summary>
    public string? Text(string field) => Optional(field) is { } value ? TextOf(value, Path(field)) : null;

    /// <summary>The text of a field that must be there.</summary>
    public string? RequiredText(string field, string meaning) =>
        Required(field, meaning) is { } value ? TextOf(value, Path(field)) : null;

    /// <summary>The text of a node; anything but a non-empty text is reported.</summary>
    public string? TextOf(YamlNode node, string path)
    {
        if (node is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text) && !IsNull(node))
            return text.Trim();
        _findings.Error(node, $"'{path}' must be a text.");
        return null;
    }

    /// <summary>A whole number within bounds, or the default.</summary>
    public int Number(string field, int least, int most, int otherwise)
    {
        if (Optional(field) is not { } node)
            return otherwise;
        if (
            node is YamlScalarNode { Value: { } text }
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least
            && number <= most
        )
            return number;
        _findings.Error(node, $"'{Path(field)}' must be a whole number from {least} to {most}.");
        return otherwise;
    }

    /// <summary>One of the words, or the default.</summary>
    public T Word<T>(string field, IReadOnlyDictionary<string, T> words, T otherwise) =>
        Optional(field) is { } node && TryWord(node, Path(field), words, out var value) ? value : otherwise;

    public bool TryWord<T>(YamlNode node, string path, IReadOnlyDictionary<string, T> words, out T value)
    {
        value = default!;
        if (TextOf(node, path) is not { } text)
            return false;
        if (words.TryGetValue(text, out value!))
            return true;
        _findings.Error(node, $"'{path}' cannot be '{Short(text)}'. {Suggestion.For(text, words.Keys)}");
        return false;
    }

    /// <summary>The items of a list field; none where it is absent, and an error where it is not a list.</summary>
    public IReadOnlyList<YamlNode> List(string field)
    {
        switch (Optional(field))
        {
            case null:
                return [];
            case YamlSequenceNode sequence:
                return [.. sequence.Children];
            case var other:
                _findings.Error(other, $"'{Path(field)}' must be a list.");
                return [];
        }
    }

    /// <summary>The texts of a list field.</summary>
    public IReadOnlyList<(string Text, YamlNode Node)> Texts(string field) =>
        [
            .. List(field)
                .Select((node, index) => (Text: TextOf(node, $"{Path(field)}[{index}]"), Node: node))
                .Where(item => item.Text is not null)
                .Select(item => (item.Text!, item.Node)),
        ];

    /// <summary>The mappings of a list field.</summary>
    public IEnumerable<YamlFields> Maps(string field)
    {
        foreach (var (index, node) in List(field).Index())
        {
            var path = $"{Path(field)}[{index}]";
            if (node is YamlMappingNode map)
                yield return new YamlFields(map, path, _findings);
            else
                _findings.Error(node, $"'{path}' must be a group of fields.");
        }
    }

    /// <summary>A field that is a mapping; null where it is absent, and an error where it is something else.</summary>
    public YamlFields? Map(string field)
    {
        switch (Optional(field))
        {
            case null:
                return null;
            case YamlMappingNode map:
                return new YamlFields(map, Path(field), _findings);
            case var other:
                _findings.Error(other, $"'{Path(field)}' must be a group of fields.");
                return null;
        }
    }

    /// <summary>Every key with its value, for mappings whose keys are data.</summary>
    public IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value)> Entries()
    {
        foreach (var (key, value) in _map.Children)
        {
            if (key is YamlScalarNode { Value: { } text })
                yield return (text, key, value);
            else
                _findings.Error(key, $"'{Name}' has a key that is not a text.");
        }
    }

    /// <summary>Reports the fields that nobody asked for. Call it when everything was read.</summary>
    public void ReportUnknown()
    {
        foreach (var (key, keyNode, _) in Entries())
        {
            if (!_known.Contains(key))
                _findings.Error(keyNode, $"'{Path(Short(key))}' is not a field. {Suggestion.For(key, _known)}");
        }
    }

    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    public static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
