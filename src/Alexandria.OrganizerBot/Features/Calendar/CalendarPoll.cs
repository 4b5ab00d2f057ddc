using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Asks each campaign's calendars and has what they say taken in. Nothing is ever posted from here.
/// </summary>
internal sealed class CalendarPoll(
    CampaignBook campaigns,
    CalendarReader reader,
    MeetingIntake intake,
    DocketWatch dockets,
    TimeProvider time
)
{
    /// <summary>
    /// What each feed's server said of its last answer, so that an unchanged calendar is not sent again. It counts on the same
    /// day only, because the next day asks for other days.
    /// </summary>
    private readonly Dictionary<(CampaignId Campaign, string Feed), (LocalDate Day, CalendarStamp Stamp)> _stamps = [];

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
        await TakeInAsync(campaign, feed, now, cancellationToken);
        // Also where nothing changed: what could not be read of a docket last time is tried again.
        await dockets.WatchAsync(campaign, feed, now, cancellationToken);
    }

    private async Task TakeInAsync(
        Campaign campaign,
        CalendarFeed feed,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var today = now.InZone(campaign.Zone).Date;
        var key = (campaign.Id, feed.Id);
        var known = _stamps.TryGetValue(key, out var last) && last.Day == today ? last.Stamp : null;
        var visit = await reader.AskAsync(campaign, feed, known, now, cancellationToken);
        if (visit is null)
            return;
        var isSettled = await intake.TakeAsync(campaign, feed, visit.Reading, now, cancellationToken);
        // Only what was understood and kept may be answered with "unchanged" next time.
        if (isSettled && visit.Stamp is { } stamp)
            _stamps[key] = (today, stamp);
        else
            _stamps.Remove(key);
    }
}
