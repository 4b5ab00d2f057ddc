using System.Globalization;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Reads each campaign's calendars into the store. What can't be read changes nothing: the meetings of before are kept and
/// the coordinators are told once a day. Nothing is ever posted from here.
/// </summary>
internal sealed partial class CalendarPoll(
    CampaignBook campaigns,
    CalendarFetcher fetcher,
    Store store,
    TimeProvider time,
    ILogger<CalendarPoll> logger
)
{
    /// <summary>What each feed's server said of its last answer, so that an unchanged calendar is not sent again.</summary>
    private readonly Dictionary<(CampaignId Campaign, string Feed, Uri Address), CalendarStamp> _stamps = [];

    private readonly TaskCompletionSource _firstRound = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once each calendar was read, or failed, for the first time since the start.</summary>
    public Task FirstRound => _firstRound.Task;

    public async Task PollAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var campaign in campaigns.All)
            {
                foreach (var feed in campaign.Feeds)
                    await PollAsync(campaign, feed, cancellationToken);
            }
        }
        finally
        {
            _firstRound.TrySetResult();
        }
    }

    private async Task PollAsync(Campaign campaign, CalendarFeed feed, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var address = LegistarReader.Address(feed.Url, now.InZone(campaign.Zone).Date);
        var key = (campaign.Id, feed.Id, address);
        switch (await fetcher.FetchAsync(address, _stamps.GetValueOrDefault(key), cancellationToken))
        {
            case CalendarFetch.NotModified:
                break;
            case CalendarFetch.Fetched(var body, var stamp):
                var reading = LegistarReader.Read(body, feed.Id, campaign, now);
                await KeepAsync(campaign, feed, reading, now, cancellationToken);
                // Only what was understood and kept may be answered with "unchanged" next time.
                if (reading is CalendarReading.Understood)
                    _stamps[key] = stamp;
                break;
            case CalendarFetch.Failed(var reason, var words, var values):
                await KeepAsync(
                    campaign,
                    feed,
                    new CalendarReading.Unreadable(reason, words, values),
                    now,
                    cancellationToken
                );
                break;
            default:
                throw new InvalidOperationException("Unknown result of a fetch.");
        }
    }

    private async Task KeepAsync(
        Campaign campaign,
        CalendarFeed feed,
        CalendarReading reading,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        switch (reading)
        {
            case CalendarReading.Understood(var meetings, var dropped):
                await store.WriteAsync(
                    session =>
                    {
                        foreach (var meeting in meetings)
                            session.Save(meeting);
                    },
                    cancellationToken
                );
                Log.Read(logger, campaign.Id.Value, feed.Id, meetings.Count, dropped.Count);
                break;
            case CalendarReading.Unreadable unreadable:
                Log.Unreadable(logger, campaign.Id.Value, feed.Id, unreadable.Reason);
                await store.WriteAsync(
                    session =>
                        session.TellCoordinators(
                            campaign,
                            $"calendar-unreadable|{campaign.Id}|{feed.Id}|{now.InZone(campaign.Zone).Date:uuuu-MM-dd}",
                            new MessageContent.Notice(
                                "notice.calendar-unreadable",
                                new Dictionary<string, string>(StringComparer.Ordinal) { ["feed"] = feed.Id },
                                Reason: new MessageContent.Notice(
                                    unreadable.Key,
                                    unreadable.Values.ToDictionary(
                                        value => value.Name,
                                        value => string.Create(CultureInfo.InvariantCulture, $"{value.Value}"),
                                        StringComparer.Ordinal
                                    )
                                )
                            ),
                            now
                        ),
                    cancellationToken
                );
                break;
            default:
                throw new InvalidOperationException($"Unknown reading {reading.GetType().Name}.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "{Campaign}: calendar {Feed} has {Kept} meetings; {Dropped} entries were left out"
        )]
        public static partial void Read(ILogger logger, string campaign, string feed, int kept, int dropped);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Campaign}: calendar {Feed} cannot be read: {Reason}")]
        public static partial void Unreadable(ILogger logger, string campaign, string feed, string reason);
    }
}
