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
/// Asks each campaign's calendars and has what they say taken in. Nothing is ever posted from here.
/// </summary>
internal sealed class CalendarPoll(
    CampaignBook campaigns,
    CalendarFetcher fetcher,
    MeetingIntake intake,
    TimeProvider time
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
                // Only what was understood and kept may be answered with "unchanged" next time.
                if (await intake.TakeAsync(campaign, feed, reading, now, cancellationToken))
                    _stamps[key] = stamp;
                break;
            case CalendarFetch.Failed(var reason, var words, var values):
                await intake.TakeAsync(
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
}
