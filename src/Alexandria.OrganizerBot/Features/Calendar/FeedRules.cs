using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>What a reader needs to know beside the answer itself.</summary>
/// <param name="Campaign">Whose meetings they become.</param>
/// <param name="Feed">The feed with its bodies of interest and its zone.</param>
/// <param name="Zone">The campaign's zone: meetings stand on its wall.</param>
/// <param name="FetchedAt">When the answer came.</param>
internal sealed record FeedRules(CampaignId Campaign, CalendarFeed Feed, DateTimeZone Zone, Instant FetchedAt)
{
    /// <summary>Days before today that are still of interest: a meeting of yesterday may be corrected.</summary>
    public const int DaysBack = 2;

    /// <summary>Days after today that are of interest.</summary>
    public const int DaysAhead = 90;

    /// <summary>Hosts that links may lead to; null: any, for whoever checks a calendar by hand.</summary>
    public IReadOnlyList<string>? LinkHosts { get; init; } = [];

    /// <summary>Whether days outside <see cref="Window"/> count too.</summary>
    public bool WholeCalendar { get; init; }

    /// <summary>The days of interest on the campaign's wall.</summary>
    public DateInterval Window => WindowOf(FetchedAt.InZone(Zone).Date);

    public static FeedRules Of(Campaign campaign, CalendarFeed feed, Instant fetchedAt) =>
        new(campaign.Id, feed, campaign.Zone, fetchedAt) { LinkHosts = campaign.LinkHosts };

    /// <summary>From the day before yesterday to 90 days ahead.</summary>
    public static DateInterval WindowOf(LocalDate today) => new(today.PlusDays(-DaysBack), today.PlusDays(DaysAhead));
}
