using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// Deletes what an action's end plus the campaign's retention has made superfluous, and long before that what a message that
/// ended still says. In small transactions: whoever presses a button meanwhile waits for one of them at most.
/// </summary>
internal sealed partial class Pruner(Store store, CampaignBook campaigns, ILogger<Pruner> logger)
{
    private const int RowsAtOnce = 200;

    public async Task PruneAsync(Instant now, CancellationToken cancellationToken)
    {
        var purged = await InPiecesAsync(session => session.PurgeExpired(now, RowsAtOnce), cancellationToken);
        foreach (var id in store.Read(session => session.CampaignsWithActions()))
        {
            // Also for a campaign whose folder was taken away: its people are not kept for it.
            var retention = campaigns.Find(id)?.Retention ?? Retention.AfterAction;
            var overBefore = now - retention;
            purged += await InPiecesAsync(session => session.PurgeEnded(id, overBefore, RowsAtOnce), cancellationToken);
        }
        await PruneOrganizersAsync(now, cancellationToken);
        if (purged != new PurgeCounts())
            Log.Purged(logger, purged);

        // The last of them were called off, and no try of them followed.
        await store.WriteAsync(
            session =>
            {
                foreach (var send in session.SendsToFinish())
                    SendProgress.Tell(session, send, campaigns.Find(send.Campaign), now);
            },
            cancellationToken
        );

        var buried = 0;
        int piece;
        do
        {
            piece = await store.WriteAsync(
                session =>
                    session.BuryEnded(now - Retention.EndedMessages, forgottenAt: now + LongestRetention, RowsAtOnce),
                cancellationToken
            );
            buried += piece;
        } while (piece == RowsAtOnce);
        if (buried > 0)
            Log.Buried(logger, buried);
    }

    /// <summary>What is kept of organizers: who proposed what, and the trail of what they did.</summary>
    private async Task PruneOrganizersAsync(Instant now, CancellationToken cancellationToken)
    {
        await store.WriteAsync(session => session.DropLapsedProposals(now), cancellationToken);
        while (
            await store.WriteAsync(session => session.PurgeAudit(now - Retention.Audit, RowsAtOnce), cancellationToken)
            == RowsAtOnce
        ) { }
    }

    /// <summary>Of a message about no action nothing else says when it can be forgotten.</summary>
    private Duration LongestRetention =>
        campaigns.All.Select(campaign => campaign.Retention).Append(Retention.AfterAction).Max();

    private async Task<PurgeCounts> InPiecesAsync(
        Func<StoreSession, PurgeCounts> purge,
        CancellationToken cancellationToken
    )
    {
        var all = new PurgeCounts();
        PurgeCounts piece;
        do
        {
            piece = await store.WriteAsync(purge, cancellationToken);
            all += piece;
        } while (piece.Total >= RowsAtOnce);
        return all;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Deleted as the retention says: {Purged}")]
        public static partial void Purged(ILogger logger, PurgeCounts purged);

        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "Of {Count} messages that ended a day ago only a keyed hash is left"
        )]
        public static partial void Buried(ILogger logger, int count);
    }
}
