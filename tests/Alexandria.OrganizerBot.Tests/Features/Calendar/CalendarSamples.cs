using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>Hand-written answers of a Legistar Web API, with the fields and habits of real ones.</summary>
internal static class CalendarSamples
{
    public static readonly Instant FetchedAt = Instant.FromUtc(2026, 11, 24, 12, 0);

    public static readonly Campaign Campaign = CampaignReader
        .Read(Checkout.At("campaigns", "alexandria-transfers", "campaign.yaml"))
        .Campaign!;

    /// <summary>One entry as the API writes it, with some fields changed.</summary>
    public static JsonObject Entry(int id, params (string Field, string? Value)[] changes)
    {
        var entry = new JsonObject
        {
            ["EventId"] = id,
            ["EventGuid"] = "0C6F3AE9-6F8D-4F3E-9B3E-000000000000",
            ["EventLastModifiedUtc"] = "2026-11-20T16:59:31.97",
            ["EventBodyId"] = 138,
            ["EventBodyName"] = "City Council Public Hearing Meeting",
            ["EventDate"] = "2026-12-12T00:00:00",
            ["EventTime"] = "9:30 AM",
            ["EventAgendaStatusName"] = "Draft",
            ["EventMinutesStatusName"] = "Draft",
            ["EventLocation"] = "4850 Mark Center Drive,\r\nRoom 1305",
            ["EventAgendaFile"] = null,
            ["EventComment"] = null,
            ["EventInSiteURL"] = "https://alexandria.legistar.com/MeetingDetail.aspx?LEGID=1&GID=2&G=3",
            ["EventItems"] = new JsonArray(),
        };
        foreach (var (field, value) in changes)
            entry[field] = value;
        return entry;
    }

    public static byte[] Answer(params JsonObject[] entries) =>
        JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. entries]));

    public static CalendarReading Read(byte[] body, Campaign? campaign = null) =>
        new LegistarReader(LegistarTokens.None).Read([body], Rules(campaign ?? Campaign));

    /// <summary>The rules of a campaign's only feed.</summary>
    private static FeedRules Rules(Campaign campaign) => FeedRules.Of(campaign, campaign.Feeds[0], FetchedAt);

    public static CalendarReading Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    /// <summary>The meetings of an answer that is expected to be understood.</summary>
    public static CalendarReading.Understood Understood(params JsonObject[] entries) =>
        Assert.IsType<CalendarReading.Understood>(Read(Answer(entries)));

    /// <summary>The one meeting of an entry with some fields changed.</summary>
    public static Meeting Meeting(params (string Field, string? Value)[] changes) =>
        Assert.Single(Understood(Entry(1, changes)).Meetings);
}
