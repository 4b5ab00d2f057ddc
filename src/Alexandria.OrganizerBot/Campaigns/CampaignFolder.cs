using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Reads the folder that holds one sub-folder with a campaign.yaml for each campaign.</summary>
internal static class CampaignFolder
{
    /// <summary>Reads all campaigns, or only those whose folder is named.</summary>
    public static CampaignsReading ReadAll(string directory, IReadOnlyCollection<string>? only = null) =>
        throw new NotSupportedException(directory + only?.Count);
}

/// <summary>What reading a folder of campaigns gave.</summary>
/// <param name="Campaigns">Those without errors, by id.</param>
/// <param name="Findings">What there is to say, file by file.</param>
internal sealed record CampaignsReading(IReadOnlyList<Campaign> Campaigns, IReadOnlyList<CampaignFinding> Findings)
{
    /// <summary>Whether a campaign cannot be used.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == Severity.Error);
}
