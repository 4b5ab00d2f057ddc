using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// Ends offers of a place that nobody took: the member goes back to the end of the waiting list, and the next one is asked.
/// </summary>
internal sealed class OfferSweep(Store store)
{
    private const int AtOnce = 100;

    /// <summary>Settles every offer that has ended at that moment.</summary>
    public async Task SweepAsync(Instant now, CancellationToken cancellationToken)
    {
        while (store.Read(session => session.DueDeadlines(now, limit: 1)).Count > 0)
            await store.WriteAsync(session => Settle(session, now), cancellationToken);
    }

    private static void Settle(StoreSession session, Instant now)
    {
        foreach (var deadline in session.DueDeadlines(now, AtOnce))
        {
            session.Forget(deadline);
            var pledge = session.FindPledge(deadline.Action, deadline.Member);
            // Taken, declined or offered anew meanwhile: that stands.
            if (pledge is not { Place: PledgePlace.Offered } || pledge.OfferEnds > now)
                continue;
            session.Save(pledge with { Place = PledgePlace.Waiting, WaitingSince = now, OfferEnds = null });
            if (session.Find(deadline.Action) is { } action)
                Places.OfferFreePlaces(session, action, now);
        }
    }
}
