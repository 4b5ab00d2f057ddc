using System.Text;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain.Campaigns;
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

/// <summary>What a calendar of any kind answers: meetings that can be shown, entries dropped for a reason, or a sentence.</summary>
internal sealed class CalendarFiles()
    : FuzzTarget<byte[]>(
        "calendars",
        Mutations.Bytes(
            Mutations.Of(
                Answers,
                [
                    "\"EventDate\"",
                    "12:00 AM",
                    "Cancelled",
                    "\nRRULE:FREQ=DAILY",
                    ";BYSETPOS=-1",
                    "\nEXDATE:20270323",
                    "\r\n ",
                ]
            )
        )
    )
{
    private static readonly FeedRules Rules = new(
        FuzzDesk.Campaign.Id,
        new CalendarFeed("council", "any", new Uri("https://city.example/"), []),
        FuzzDesk.Campaign.Zone,
        Instant.FromUtc(2027, 3, 1, 12, 0)
    );

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
        """
            BEGIN:VCALENDAR
            VERSION:2.0
            X-WR-TIMEZONE:America/New_York
            BEGIN:VTIMEZONE
            TZID:America/New_York
            END:VTIMEZONE
            BEGIN:VEVENT
            UID:series@city.example
            DTSTART;TZID=America/New_York:20270309T190000
            RRULE:FREQ=MONTHLY;BYDAY=2TU,4TU;UNTIL=20271231T000000Z
            EXDATE;TZID=America/New_York:20270323T190000,20270413T190000
            RDATE;VALUE=PERIOD:20270501T140000Z/PT2H
            SUMMARY:City Council
            LOCATION:Council Chamber\, Room 2400
            END:VEVENT
            BEGIN:VEVENT
            UID:series@city.example
            RECURRENCE-ID;TZID="Eastern Standard Time":20270427T190000
            DTSTART:20270428T230000Z
            DURATION:PT2H
            SEQUENCE:2
            STATUS:CANCELLED
            SUMMARY:City Council
            DESCRIPTION:Moved to https://city.example/1
            END:VEVENT
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20270704
            SUMMARY:CANCELLED - Office closed
            END:VEVENT
            END:VCALENDAR
            """,
        """[{"Name":{"label":"Board","url":"https://city.example"},"Meeting Date":"3/9/2027","iCalendar":{"url":"https://city.example/View.ashx?M=IC&ID=5&GUID=A"},"Meeting Time":"Canceled","Meeting Location":"Hall --em--CANCELED--em--","Agenda":{"label":"Cancellation Notice","url":"https://city.example/a.pdf"}}]""",
        """{"data":[{"meetingId":"B29A1440-C953","body":"Zoning","date":"2027-03-09T15:00:00+00:00","status":"Rescheduled","comment":"Change of location","location":"Hall","files":[]}]}""",
        """{"value":[{"id":7,"eventName":"Work Session","startDateTime":"2027-03-09T17:00:00Z","isDeleted":false,"eventLocation":{"address1":"1 Main St","city":"Town"}}]}""",
    ];

    protected override Task TryAsync(byte[] input)
    {
        foreach (var source in CalendarSources.WithoutTokens.All)
        {
            if (source.Read([input], Rules) is not CalendarReading.Understood(var meetings, _))
                continue;
            if (meetings.Any(meeting => meeting.Title.Length is 0 or > 200))
                throw new BrokenPromiseException("A meeting that cannot be shown.");
            if (meetings.DistinctBy(meeting => meeting.Id).Count() != meetings.Count)
                throw new BrokenPromiseException("Two meetings of one id.");
            if (meetings.Any(meeting => meeting.Id.Length > 100 || meeting.Id.Contains('|', StringComparison.Ordinal)))
                throw new BrokenPromiseException("An id that cannot be kept.");
        }
        return Task.CompletedTask;
    }

    protected override string Show(byte[] input) => Encoding.UTF8.GetString(input);
}
