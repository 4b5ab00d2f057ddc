using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Scheduling;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// Knows when the bot has nothing to do at the present moment of its clock: it is connected and has read its calendars, no
/// work is under way, and no job, step or message is due. It waits for changes and never polls.
/// </summary>
internal sealed class IdleWatch(
    Store store,
    WorkInProgress work,
    IEnumerable<IChatPlatform> platforms,
    DueJobs jobs,
    TimeProvider time
)
{
    /// <summary>Completes once the bot is idle, with the next moment for which it has work, if any.</summary>
    public async Task<Instant?> WaitAsync(CancellationToken cancellationToken)
    {
        var changed = new WakeSignal();
        store.Committed += changed.Set;
        work.Ended += changed.Set;
        jobs.Ended += changed.Set;
        try
        {
            foreach (var platform in platforms)
                await platform.Ready.WaitAsync(cancellationToken);
            await jobs.FirstRound.WaitAsync(cancellationToken);
            while (true)
            {
                foreach (var platform in platforms)
                    await platform.CaughtUpAsync(cancellationToken);
                // In this order: a job that has ended may have left rows that are due.
                if (!await jobs.AnyAsync(cancellationToken) && IsIdle())
                    break;
                await changed.WaitAsync(cancellationToken);
            }
            return store.Read(WakeUp.EarliestDue);
        }
        finally
        {
            store.Committed -= changed.Set;
            work.Ended -= changed.Set;
            jobs.Ended -= changed.Set;
        }
    }

    private bool IsIdle()
    {
        var now = time.Now();
        return work.IsIdle
            && store.Read(session =>
                session.DueSteps(now, limit: 1).Count == 0
                && session.DueDeadlines(now, limit: 1).Count == 0
                && platforms.All(platform =>
                    session.ReadyMessages(platform.Network, now, limit: 1).Count == 0
                    && session.InFlight(platform.Network).Count == 0
                )
            )
            // What was read may have been overtaken by work that began meanwhile.
            && work.IsIdle;
    }
}
