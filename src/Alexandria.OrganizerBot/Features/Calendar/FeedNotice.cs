using System.Globalization;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>What is the matter with a calendar: the coordinators hear of each kind once a day, by the campaign's wall.</summary>
internal static class FeedNotice
{
    private const string Family = "notice.";

    /// <param name="session">The transaction in which it was found.</param>
    /// <param name="campaign">Whose coordinators hear it.</param>
    /// <param name="feed">Which calendar.</param>
    /// <param name="key">The sentence of the catalogue (<c>notice.…</c>); it names the feed.</param>
    /// <param name="values">The other values of the sentence.</param>
    /// <param name="reason">A sentence that says why, with its values; null: none.</param>
    /// <param name="now">The present moment.</param>
    public static void TellOnceADay(
        StoreSession session,
        Campaign campaign,
        CalendarFeed feed,
        string key,
        IReadOnlyList<(string Name, object Value)> values,
        (string Key, IReadOnlyList<(string Name, object Value)> Values)? reason,
        Instant now
    ) =>
        session.TellCoordinators(
            campaign,
            $"{key[Family.Length..]}|{campaign.Id}|{feed.Id}|{now.InZone(campaign.Zone).Date:uuuu-MM-dd}",
            new MessageContent.Notice(
                key,
                Written([("feed", feed.Id), .. values]),
                reason is { } why ? new MessageContent.Notice(why.Key, Written(why.Values)) : null
            ),
            now
        );

    private static Dictionary<string, string> Written(IReadOnlyList<(string Name, object Value)> values) =>
        values.ToDictionary(
            value => value.Name,
            value => string.Create(CultureInfo.InvariantCulture, $"{value.Value}"),
            StringComparer.Ordinal
        );
}
