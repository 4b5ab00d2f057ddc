using Alexandria.OrganizerBot.Campaigns;

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

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("campaigns-").FullName;

    public string Write(string campaign, string yaml)
    {
        var file = Path.Combine(Directory, campaign, CampaignReader.FileName);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, yaml);
        return file;
    }

    public CampaignReading Read(string yaml) => CampaignReader.Read(Write("a-campaign", yaml));

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
