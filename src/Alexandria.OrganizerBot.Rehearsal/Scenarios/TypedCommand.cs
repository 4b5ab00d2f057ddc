using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>
/// A command line as people type it: <c>/action create title:"Budget hearing" date:2026-03-10</c>. A value runs to the
/// next <c> name:</c> or, in double quotes, to the closing quote.
/// </summary>
internal sealed partial record TypedCommand(string Command, IReadOnlyDictionary<string, string> Options)
{
    public static TypedCommand Parse(string line)
    {
        var names = OptionName().Matches(line);
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var from = 0;
        var first = line.Length;
        foreach (Match name in names)
        {
            if (name.Index < from)
            {
                // Part of a quoted value.
                continue;
            }

            first = Math.Min(first, name.Index);
            var (value, end) = ValueAt(line, name.Index + name.Length, names);
            options[name.Groups["name"].Value] = value;
            from = end;
        }

        return new TypedCommand(line[..first].Trim(), options);
    }

    private static (string Value, int End) ValueAt(string line, int start, MatchCollection names)
    {
        if (start < line.Length && line[start] == '"' && line.IndexOf('"', start + 1) is var close and > 0)
        {
            return (line[(start + 1)..close], close + 1);
        }

        var end = names.Select(name => name.Index).FirstOrDefault(index => index >= start, line.Length);
        return (line[start..end].Trim(), end);
    }

    [GeneratedRegex(
        @"(?<=^|\s)(?<name>[\p{Ll}\d_-]+):(?!//)",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex OptionName();
}
