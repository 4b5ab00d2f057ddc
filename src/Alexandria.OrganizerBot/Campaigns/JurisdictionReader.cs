using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Campaigns;

/// <content>
/// The days on which a jurisdiction's public offices are closed: a file of its own beside the campaigns, since several
/// campaigns may live there.
/// </content>
internal static partial class CampaignReader
{
    /// <summary>The folder of these files, beside the campaigns' folders.</summary>
    public const string JurisdictionsFolder = "jurisdictions";

    private static OfficeDays ReadOfficeDays(
        YamlFields fields,
        string file,
        IReadOnlyList<string> languages,
        FindingList findings
    )
    {
        if (fields.Text("jurisdiction") is not { } name)
            return OfficeDays.WeekdaysOnly;
        var node = fields.Optional("jurisdiction")!;
        if (!FolderName().IsMatch(name))
        {
            findings.Error(
                node,
                $"'jurisdiction' cannot be '{YamlFields.Short(name)}': use 1 to 40 lower-case letters, digits and hyphens."
            );
            return OfficeDays.WeekdaysOnly;
        }
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "..", JurisdictionsFolder);
        var path = Path.GetFullPath(Path.Combine(folder, $"{name}.yaml"));
        if (!File.Exists(path))
        {
            var known = Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder, "*.yaml").Select(other => Path.GetFileNameWithoutExtension(other))
                : [];
            findings.Error(
                node,
                $"'jurisdiction' cannot be '{name}': there is no file {JurisdictionsFolder}/{name}.yaml. {Suggestion.For(name, known)}".TrimEnd()
            );
            return OfficeDays.WeekdaysOnly;
        }

        var mistakes = new FindingList(path);
        var days = ReadOfficeDays(name, path, languages, mistakes);
        if (mistakes.InOrderOfLines is [var first, ..])
            findings.Error(node, $"{JurisdictionsFolder}/{name}.yaml, line {first.Line}: {first.Message}");
        return days;
    }

    private static OfficeDays ReadOfficeDays(
        string name,
        string path,
        IReadOnlyList<string> languages,
        FindingList findings
    )
    {
        if (LoadRoot(path, findings) is not { } root)
            return OfficeDays.WeekdaysOnly;
        var fields = new YamlFields(root, "", findings);
        var closed = new Dictionary<LocalDate, LocalizedText>();
        foreach (var map in fields.Maps("closed"))
        {
            var date = ReadDate(map, "date", "the day on which it was read", findings);
            // Of a day whose name is missing in a language, another language's is said.
            var title = map.Map("name");
            var names = languages
                .Append(Words.Languages[0])
                .Distinct(StringComparer.Ordinal)
                .Select(language => (language, Text: title?.Text(language)))
                .Where(one => one.Text is not null)
                .ToDictionary(one => one.language, one => one.Text!, StringComparer.Ordinal);
            if (names.Count == 0)
                findings.Error(map.Node, $"'{map.Path("name")}' is missing: the day's name, in a language at least.");
            map.ReportUnknown();
            if (date is { } day && !closed.TryAdd(day, new LocalizedText(names)))
                findings.Error(map.Node, $"'{map.Name}' has a day for the second time.");
        }
        if (fields.Required("closed", "the days on which the offices are closed") is null)
            return OfficeDays.WeekdaysOnly;
        fields.Text("source");
        fields.ReportUnknown();
        return new OfficeDays(name, closed);
    }
}
