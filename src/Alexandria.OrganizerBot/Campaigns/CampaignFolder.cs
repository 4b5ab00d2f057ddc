using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Reads the folder that holds one sub-folder with a campaign.yaml for each campaign.</summary>
internal static class CampaignFolder
{
    /// <summary>
    /// Reads all campaigns, or only those whose folder is named, and checks them against each other: no place may belong to
    /// two campaigns, because a command typed there would have two meanings.
    /// </summary>
    /// <param name="directory">The folder of the campaigns' folders.</param>
    /// <param name="only">Names of folders; null or empty: all.</param>
    public static CampaignsReading ReadAll(string directory, IReadOnlyCollection<string>? only = null)
    {
        if (!Directory.Exists(directory))
            return Nothing(directory, $"There is no folder '{directory}'. It should hold a folder for each campaign.");

        var wanted = only is { Count: > 0 } ? only : null;
        var files = Directory
            .EnumerateDirectories(directory)
            .Where(folder => wanted?.Contains(Path.GetFileName(folder), StringComparer.Ordinal) ?? true)
            .Select(folder => Path.Combine(folder, CampaignReader.FileName))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal)
            .ToList();
        var findings = new List<CampaignFinding>();
        var foundIds = files.Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).ToList();
        foreach (var missing in wanted?.Except(foundIds, StringComparer.Ordinal) ?? [])
        {
            var file = Path.Combine(directory, missing, CampaignReader.FileName);
            findings.Add(
                new CampaignFinding(file, 1, Severity.Error, "This campaign was named, but has no such file.")
            );
        }
        if (files.Count == 0 && findings.Count == 0)
            return Nothing(directory, $"No folder in it holds a {CampaignReader.FileName}.");

        var readings = files.ConvertAll(file => (File: file, Reading: CampaignReader.Read(file)));
        findings.AddRange(readings.SelectMany(item => item.Reading.Findings));
        var clashes = SharedPlaces(readings);
        findings.AddRange(clashes);
        var usable = readings
            .Where(item => item.Reading.Campaign is not null && !clashes.Exists(clash => clash.File == item.File))
            .Select(item => item.Reading)
            .ToList();
        return new CampaignsReading([.. usable.Select(reading => reading.Campaign!)], findings)
        {
            Unreviewed = usable
                .Where(reading => reading.Unreviewed.Count > 0)
                .ToDictionary(reading => reading.Campaign!.Id, reading => reading.Unreviewed),
        };
    }

    private static List<CampaignFinding> SharedPlaces(List<(string File, CampaignReading Reading)> readings)
    {
        var places = readings
            .Where(item => item.Reading.Campaign is not null)
            .SelectMany(item =>
                item.Reading.Campaign!.Servers.Zip(
                    item.Reading.ServerLines,
                    (server, line) => (item.File, item.Reading.Campaign.Id, Server: server, Line: line)
                )
            )
            .ToList();
        return
        [
            .. from mine in places
            from other in places
            where mine.Id != other.Id && Overlap(mine.Server, other.Server)
            select new CampaignFinding(
                mine.File,
                mine.Line,
                Severity.Error,
                $"The campaign '{other.Id}' lives in the same place. Give each campaign its own 'channels' on a shared server."
            ),
        ];
    }

    private static bool Overlap(CampaignServer a, CampaignServer b) =>
        a.Network == b.Network
        && a.Server == b.Server
        && (a.Channels.Count == 0 || b.Channels.Count == 0 || Places(a).Any(b.Covers));

    private static IEnumerable<string> Places(CampaignServer server) =>
        [
            .. server.Channels.Keys,
            server.AlertChannel,
            .. server.CoordinatorChannel is { } channel ? [channel] : Array.Empty<string>(),
        ];

    private static CampaignsReading Nothing(string directory, string message) =>
        new([], [new CampaignFinding(directory, 1, Severity.Error, message)]);
}

/// <summary>What reading a folder of campaigns gave.</summary>
/// <param name="Campaigns">Those without errors, by id.</param>
/// <param name="Findings">What there is to say, file by file.</param>
internal sealed record CampaignsReading(IReadOnlyList<Campaign> Campaigns, IReadOnlyList<CampaignFinding> Findings)
{
    /// <summary>Those of the campaigns that make claims about people or law which nobody has reviewed as they stand.</summary>
    public IReadOnlyDictionary<CampaignId, IReadOnlyList<CampaignFinding>> Unreviewed { get; init; } =
        new Dictionary<CampaignId, IReadOnlyList<CampaignFinding>>();

    /// <summary>Whether a campaign cannot be used.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == Severity.Error);
}
