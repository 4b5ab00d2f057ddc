using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>Reads one campaign.yaml. Every mistake in it is reported, with its line; never only the first.</summary>
internal static class CampaignReader
{
    /// <summary>Reads a file; a missing or unreadable one is a finding too.</summary>
    public static CampaignReading Read(string file) => throw new NotSupportedException(file);
}

/// <summary>What reading a campaign file gave.</summary>
/// <param name="Campaign">The campaign; null exactly when a finding is an error.</param>
/// <param name="Findings">What there is to say about the file, in the order of its lines.</param>
internal sealed record CampaignReading(Campaign? Campaign, IReadOnlyList<CampaignFinding> Findings);

/// <summary>Something that whoever wrote a campaign file should know.</summary>
/// <param name="File">The file as it was named to the reader.</param>
/// <param name="Line">One-based; 1 where the finding is about the file as a whole.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Message">One sentence that says what to do.</param>
internal sealed record CampaignFinding(string File, int Line, Severity Severity, string Message);

internal enum Severity
{
    /// <summary>Something cannot be used yet, and that is in order.</summary>
    Note,

    /// <summary>Probably not what was meant.</summary>
    Warning,

    /// <summary>The campaign cannot be used.</summary>
    Error,
}
