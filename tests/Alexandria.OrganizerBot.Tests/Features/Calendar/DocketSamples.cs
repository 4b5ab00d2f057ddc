using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Tests.Journeys;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>Hand-written answers of a Legistar Web API about the items of one docket, with the fields and habits of real ones.</summary>
internal static class DocketSamples
{
    /// <summary>A docket of a council: a heading, a consent item, one about detainers with markup and attachments, one about ice.</summary>
    public const string Council = """
        [
          {
            "EventItemId": 5001, "EventItemAgendaSequence": 1, "EventItemAgendaNumber": null,
            "EventItemTitle": "ROLL CALL", "EventItemAgendaNote": null, "EventItemMatterId": null,
            "EventItemMatterName": null, "EventItemMatterType": null, "EventItemMatterAttachments": []
          },
          {
            "EventItemId": 5002, "EventItemAgendaSequence": 2, "EventItemAgendaNumber": "4",
            "EventItemTitle": "Consideration of the Minutes of the Police Review Board.",
            "EventItemAgendaNote": "A notice of the office is attached.", "EventItemMatterId": 771,
            "EventItemMatterName": "Minutes", "EventItemMatterType": "Written Communication",
            "EventItemMatterAttachments": [{ "MatterAttachmentId": 1, "MatterAttachmentName": "4_Minutes" }]
          },
          {
            "EventItemId": 5003, "EventItemAgendaSequence": 3, "EventItemAgendaNumber": "7.",
            "EventItemTitle": "Report on <b>detainers</b> @everyone\r\nand transfers, see https://evil.example/x",
            "EventItemAgendaNote": null, "EventItemMatterId": 772,
            "EventItemMatterName": "Report", "EventItemMatterType": "Resolution",
            "EventItemMatterAttachments": [{ "MatterAttachmentId": 2, "MatterAttachmentName": "7_Letter to ICE.pdf" }]
          },
          {
            "EventItemId": 5004, "EventItemAgendaSequence": 4, "EventItemAgendaNumber": "12",
            "EventItemTitle": "Permit for an ice rink", "EventItemAgendaNote": "Skating in the square.",
            "EventItemMatterId": null, "EventItemMatterName": null, "EventItemMatterType": null,
            "EventItemMatterAttachments": null
          }
        ]
        """;

    /// <summary>The same docket without the item that fits, and with another one.</summary>
    public static string Changed { get; } =
        """
            [
              { "EventItemId": 5001, "EventItemAgendaNumber": null, "EventItemTitle": "ROLL CALL" },
              { "EventItemId": 5005, "EventItemAgendaNumber": "9", "EventItemTitle": "Budget of the Adult Detention Center" }
            ]
            """;

    public const string Dull = """
        [{ "EventItemId": 5001, "EventItemAgendaNumber": "1", "EventItemTitle": "Proclamation of Arbor Day" }]
        """;

    /// <summary>The council's calendar of the rehearsals, in which some meetings have a docket.</summary>
    /// <param name="dockets">Each meeting's id and the feed's stamp of its docket.</param>
    public static string Calendar(params (int Meeting, string Stamp)[] dockets)
    {
        var rows = JsonNode.Parse(CreateJourneys.CouncilCalendar.Text)!.AsArray();
        foreach (var row in rows)
        {
            foreach (var (meeting, stamp) in dockets)
            {
                if ((int)row!["EventId"]! != meeting)
                    continue;
                row["EventAgendaFile"] = "https://alexandria.legistar.com/View.ashx?M=A&ID=905";
                row["EventAgendaLastPublishedUTC"] = stamp;
            }
        }
        return rows.ToJsonString();
    }
}
