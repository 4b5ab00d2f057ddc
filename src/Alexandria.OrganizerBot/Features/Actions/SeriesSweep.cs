using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>Looks after every action that comes again: what comes within <see cref="Domain.Actions.ActionSeries.Ahead"/> is drafted.</summary>
internal sealed class SeriesSweep(Store store, CampaignBook campaigns)
{
    public async Task SweepAsync(Instant now, CancellationToken cancellationToken)
    {
        foreach (var campaign in campaigns.All)
        {
            var due = store.Read(session =>
                session.SeriesOf(campaign.Id).Any(series => series.DaysToDraft(now, campaign.OfficeDays).Count > 0)
            );
            if (!due)
                continue;
            await store.WriteAsync(
                session =>
                {
                    foreach (var series in session.SeriesOf(campaign.Id))
                        SeriesDrafts.Draft(session, series, campaign, now);
                },
                cancellationToken
            );
        }
    }
}
