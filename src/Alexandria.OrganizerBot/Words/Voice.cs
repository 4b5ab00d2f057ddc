using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Words;

/// <summary>One language with one campaign's zone: everything needed to say something to somebody.</summary>
internal sealed record Voice(Catalogue Catalogue, string Language, Campaign Campaign, Instant Now)
{
    public string CampaignTitle => Campaign.Title.In(Language, Campaign.DefaultLanguage);

    /// <summary>The day on the wall of the campaign's zone.</summary>
    public LocalDate Today => Now.InZone(Campaign.Zone).Date;

    private TimeWords Times => new(Catalogue);

    /// <summary>What the campaign asks for.</summary>
    public string Purpose
    {
        get
        {
            var purpose = Claims.PurposeOf(Campaign, Language);
            return Marked(purpose.Text, purpose);
        }
    }

    /// <summary>What a caller reads aloud; null: the campaign has no words for it.</summary>
    public string? CallScript => Spoken(Claims.CallScriptOf(Campaign, Language));

    /// <summary>What a caller says after the tone; null: the campaign has no words of their own for it.</summary>
    public string? CallVoicemail => Spoken(Claims.CallVoicemailOf(Campaign, Language));

    private string? Spoken(ClaimText? words) => words is null ? null : Marked(words.Text, words);

    public string Text(string key, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var text = Catalogue.Text(Language, key, values);
        return Catalogue.FindClaim(Language, key) is { } claim ? Marked(text, claim) : text;
    }

    /// <summary>A meeting's wall time with the name of its zone's time: "Tue, March 10, 3:00 PM (Piñon Flats time)".</summary>
    public string When(MeetingTime time) =>
        Text(
            "time.named-zone",
            ("when", WallTime(time.Local)),
            ("zone", Campaign.TimeName.In(Language, Campaign.DefaultLanguage))
        );

    /// <summary>A moment as wall time in the campaign's zone, for example of a reminder.</summary>
    public string When(Instant instant) =>
        When(new MeetingTime(instant.InZone(Campaign.Zone).LocalDateTime, Campaign.Zone));

    /// <summary>Date and time on the wall, without the zone's name.</summary>
    public string WallTime(LocalDateTime local) => Times.DateAndTime(Language, local, Today);

    /// <summary>A time as somebody would type it, and as <c>TypedTime</c> reads it back in every language.</summary>
    public static string Typed(MeetingTime time) =>
        time.Local.ToString("uuuu-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public string Time(LocalTime time) => Times.Time(Language, time);

    public string Date(LocalDate date) => Times.Date(Language, date, Today);

    /// <summary>The day of a moment in the campaign's zone.</summary>
    public string Date(Instant instant) => Date(instant.InZone(Campaign.Zone).Date);

    /// <summary>
    /// The voices in which a channel is spoken to: the campaign's first two languages, since a wall of text is read by nobody.
    /// </summary>
    public IEnumerable<Voice> ForChannel => Campaign.Languages.Take(2).Select(In);

    /// <summary>The same campaign in another language.</summary>
    public Voice In(string language) => this with { Language = language };

    /// <summary>
    /// A claim about people or law that nobody has reviewed is never said as if it were: <c>run</c> refuses it, and a
    /// rehearsal shows it marked.
    /// </summary>
    private string Marked(string text, ClaimText claim) =>
        Claims.IsReviewed(claim, Campaign, Catalogue) ? text : Catalogue.Text(Language, "review.mark", ("text", text));
}
