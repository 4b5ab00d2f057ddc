using System.Text;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>campaign.yaml: whatever stands in it, every mistake is a finding with its line.</summary>
internal sealed class CampaignFiles() : FuzzTarget<byte[]>("campaignFiles", Mutations.Bytes(Texts()))
{
    private readonly TemporaryFolder _folder = new();

    protected override Task TryAsync(byte[] input)
    {
        var file = _folder["broken/campaign.yaml"];
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, input);
        var reading = CampaignReader.Read(file);
        if (reading.Campaign is null && reading.Findings.Count == 0)
            throw new BrokenPromiseException("A file that is refused without a word.");
        if (reading.Findings.FirstOrDefault(finding => finding.Line < 1 || finding.Message.Length == 0) is { } vague)
            throw new BrokenPromiseException($"A finding that leads nowhere: {vague}");
        return Task.CompletedTask;
    }

    protected override string Show(byte[] input) => Encoding.UTF8.GetString(input);

    protected override ValueTask CloseAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Gen<string> Texts()
    {
        var files = Directory
            .EnumerateFiles(AppContext.BaseDirectory, "campaign.yaml", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .ToList();
        return Mutations.Of(
            files,
            [
                "zone:",
                "daysBefore: 1",
                "hoursAfter: 48",
                "audience: [pledged]",
                "high",
                "discord",
                "signal",
                "{ en: x }",
            ]
        );
    }
}

/// <summary>A scenario's file: it can be played, or one sentence says what is wrong with it and where.</summary>
internal sealed class ScenarioFiles() : FuzzTarget<string>("scenarioFiles", Texts())
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Scenarios");

    protected override Task TryAsync(string input)
    {
        try
        {
            ScenarioReader.Parse(Path.Combine(Folder, "broken.yaml"), input);
        }
        catch (ScenarioMistakeException mistake) when (mistake.Message.Length > 0)
        {
            // What it is for.
        }

        return Task.CompletedTask;
    }

    protected override string Show(string input) => input;

    private static Gen<string> Texts()
    {
        var files = Directory
            .EnumerateFiles(Folder, "*.yaml")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllText)
            .ToList();
        return Mutations.Of(files, ["at:", "expect:", "press:", "+1d", "say:", "who:", "${meeting}", "count: 1"]);
    }
}

/// <summary>What a calendar answers: meetings that can be shown, entries dropped for a reason, or a sentence.</summary>
internal sealed class CalendarFiles()
    : FuzzTarget<byte[]>(
        "calendars",
        Mutations.Bytes(Mutations.Of(Answers, ["\"EventDate\"", "12:00 AM", "Cancelled"]))
    )
{
    private static readonly Domain.Campaigns.Campaign Campaign = FuzzDesk.Campaign;
    private static readonly Instant FetchedAt = Instant.FromUtc(2027, 3, 1, 12, 0);

    private static readonly string[] Answers =
    [
        """
            [{"EventId":101,"EventGuid":"0C1F7A90-5C2C-4D8E-8D53-2E8B7E9E7E11","EventLastModifiedUtc":"2027-02-20T15:04:05.123","EventRowVersion":"AAAAAAB1mDE=","EventBodyId":138,"EventBodyName":"City Council","EventDate":"2027-03-16T00:00:00","EventTime":"6:30 PM","EventVideoStatus":"Public","EventAgendaStatusId":2,"EventAgendaStatusName":"Final","EventMinutesStatusId":1,"EventMinutesStatusName":"Draft","EventLocation":"Council Chamber, Room 2400","EventAgendaFile":"https://city.example/agenda.pdf","EventComment":"Public hearing","EventInSiteURL":"https://city.example/MeetingDetail.aspx?ID=101","EventItems":[]},
             {"EventId":102,"EventBodyId":138,"EventBodyName":"City Council","EventDate":"2027-03-20T00:00:00","EventTime":"","EventLocation":"CANCELLED","EventComment":null,"EventInSiteURL":null}]
            """,
        """[{"EventId":"7","EventBodyName":"Board of Education ","EventDate":"2027-11-07T00:00:00","EventTime":"1:30 AM","EventLocation":"Rescheduled to 7 PM"}]""",
        """{"Message":"An error has occurred."}""",
        "<html><body>503</body></html>",
        "[]",
    ];

    protected override Task TryAsync(byte[] input)
    {
        if (
            LegistarReader.Read(input, "council", Campaign, FetchedAt) is CalendarReading.Understood understood
            && understood.Meetings.Any(meeting => meeting.Title.Length is 0 or > 200)
        )
            throw new BrokenPromiseException("A meeting that cannot be shown.");
        return Task.CompletedTask;
    }

    protected override string Show(byte[] input) => Encoding.UTF8.GetString(input);
}
