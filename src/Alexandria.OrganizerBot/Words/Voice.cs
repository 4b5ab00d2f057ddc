using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Words;

/// <summary>One language with one campaign's zone: everything needed to say something to somebody.</summary>
internal sealed record Voice(Catalogue Catalogue, string Language, Campaign Campaign, Instant Now)
{
    private LocalDate Today => Now.InZone(Campaign.Zone).Date;

    public string Text(string key, params ReadOnlySpan<(string Name, object Value)> values) =>
        Catalogue.Text(Language, key, values);

    /// <summary>A meeting's wall time with the name of its zone's time: "Tue, March 10, 3:00 PM (Alexandria time)".</summary>
    public string When(MeetingTime time) =>
        Text(
            "time.with-zone",
            ("time", TimeWords.DateAndTime(Language, time.Local, Today)),
            ("zone", Campaign.TimeName.In(Language, Campaign.DefaultLanguage))
        );

    /// <summary>A moment as wall time in the campaign's zone, for example of a reminder.</summary>
    public string When(Instant instant) => When(new MeetingTime(instant.InZone(Campaign.Zone).LocalDateTime, Campaign.Zone));

    public string Date(Instant instant) => TimeWords.Date(Language, instant.InZone(Campaign.Zone).Date, Today);

    /// <summary>The same campaign in another language.</summary>
    public Voice In(string language) => this with { Language = language };
}
