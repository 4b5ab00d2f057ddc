using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Tests.Campaigns;

/// <summary>A folder of campaign files that is deleted with the test.</summary>
internal sealed class TemporaryCampaigns : IDisposable
{
    /// <summary>A campaign with nothing that may be left out; its last line is the thirteenth.</summary>
    public const string Smallest = """
        title: { en: A }
        purpose: { en: B }
        timeName: { en: C }
        zone: America/Denver
        languages: [en]
        servers:
          - network: discord
            server: "300000000000000001"
            alertChannel: "300000000000000011"
            coordinatorChannel: "300000000000000012"
            organizerRoles: ["300000000000000021"]
        cadence:
          - { id: day-before, daysBefore: 1, audience: [pledged] }

        """;

    public TemporaryCampaigns()
    {
        var jurisdictions = System.IO.Directory.CreateDirectory(
            Path.Combine(Directory, CampaignReader.JurisdictionsFolder)
        );
        foreach (
            var file in System.IO.Directory.EnumerateFiles(Checkout.At("campaigns", CampaignReader.JurisdictionsFolder))
        )
            File.Copy(file, Path.Combine(jurisdictions.FullName, Path.GetFileName(file)));
    }

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("campaigns-").FullName;

    public string Write(string campaign, string yaml)
    {
        var file = Path.Combine(Directory, campaign, CampaignReader.FileName);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, yaml);
        return file;
    }

    /// <summary>The campaign with a review of everything that awaits one: a bot starts with it for real people.</summary>
    public string WriteReviewed(string campaign, string yaml = Smallest)
    {
        var unread = Claims.Unreviewed(CampaignReader.Read(Write(campaign, yaml)).Campaign!, Catalogue.Load());
        return Write(campaign, $"{yaml}reviews:\n{string.Concat(unread.Select(Line))}");

        static string Line(ClaimText claim) =>
            $"  - {{ text: {claim.Key}, language: {claim.Language}, fingerprint: \"{claim.Fingerprint}\", date: 2026-11-24, by: organizer }}\n";
    }

    /// <summary>The file of a campaign of this checkout, as it would be if everything in it were reviewed.</summary>
    public static string Reviewed(string campaign)
    {
        using var folder = new TemporaryCampaigns();
        var yaml = File.ReadAllText(Checkout.At("campaigns", campaign, CampaignReader.FileName));
        var withoutReviews = yaml[..(yaml.IndexOf("\nreviews:", StringComparison.Ordinal) + 1)];
        return File.ReadAllText(folder.WriteReviewed(campaign, withoutReviews));
    }

    public CampaignReading Read(string yaml) => CampaignReader.Read(Write("a-campaign", yaml));

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
