using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>Deletes what an action's end plus the campaign's retention has made superfluous.</summary>
internal sealed partial class Pruner(Store store, CampaignBook campaigns, ILogger<Pruner> logger)
{
    public async Task PruneAsync(Instant now, CancellationToken cancellationToken)
    {
        var purged = await store.WriteAsync(
            session =>
            {
                var total = session.PurgeExpired(now);
                foreach (var id in session.CampaignsWithActions())
                {
                    // Also for a campaign whose folder was taken away: its people are not kept for it.
                    var retention = campaigns.Find(id)?.Retention ?? Campaign.DefaultRetention;
                    total += session.PurgeEnded(id, now - retention - CollectiveAction.LongestMeeting);
                }
                return total;
            },
            cancellationToken
        );
        if (purged != new PurgeCounts())
            Log.Purged(logger, purged);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Deleted as the retention says: {Purged}")]
        public static partial void Purged(ILogger logger, PurgeCounts purged);
    }
}
