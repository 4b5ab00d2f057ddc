using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>Room and waiting list of an action with a capacity, as rows.</summary>
internal static class Places
{
    /// <summary>How long an offered place is kept, unless the action starts sooner.</summary>
    private static readonly Duration OfferStands = Duration.FromHours(12);

    /// <summary>An offer closer to the start than this would come too late to be used.</summary>
    private static readonly Duration LastOffer = Duration.FromHours(1);

    /// <summary>The pledge with its place: firm where there is room, else at the end of the waiting list.</summary>
    public static Pledge Seat(StoreSession session, CollectiveAction action, Pledge pledge, Instant now)
    {
        if (!pledge.IsComing || action.Capacity is null)
            return pledge with { Place = PledgePlace.Firm, WaitingSince = null, OfferEnds = null };
        var others = session.PledgesOf(action.Id).Where(other => other.Member != pledge.Member).ToList();
        var free = WaitingList.FreePlaces(action.Capacity, others);
        // The stored answer tells: a pledge that is new, or comes back from "maybe", is firm by default and holds nothing yet.
        var holdsPlace =
            session.FindPledge(action.Id, pledge.Member) is
            { IsComing: true, Place: PledgePlace.Firm or PledgePlace.Offered };
        // Who holds a place keeps it; a new person does not overtake those who wait.
        var nobodyWaits = !others.Exists(IsWaiting);
        var seated = pledge.HeadCount <= free && (holdsPlace || nobodyWaits);
        return seated
            ? pledge with
            {
                Place = PledgePlace.Firm,
                WaitingSince = null,
                OfferEnds = null,
            }
            : pledge with
            {
                Place = PledgePlace.Waiting,
                WaitingSince = pledge.WaitingSince ?? now,
                OfferEnds = null,
            };
    }

    /// <summary>Offers what became free to those who wait longest and will hear of it.</summary>
    public static void OfferFreePlaces(StoreSession session, CollectiveAction action, Instant now)
    {
        if (action.Capacity is null || action.State != ActionState.Released || now >= action.Starts.Instant - LastOffer)
            return;
        var pledges = session.PledgesOf(action.Id);
        var free = WaitingList.FreePlaces(action.Capacity, pledges);
        foreach (var pledge in WaitingList.Next(free, pledges, waiting => HearsOffers(session, waiting, now)))
        {
            var ends = Instant.Min(now + OfferStands, action.Starts.Instant - LastOffer);
            session.Save(pledge with { Place = PledgePlace.Offered, OfferEnds = ends });
            session.Save(OfferDeadline.For(action.Id, pledge.Member, ends));
            session.Enqueue(
                new OutboxMessage
                {
                    Id = $"offer|{action.Id.Code}|{pledge.Member}|{ends.ToUnixTimeMilliseconds()}",
                    Campaign = action.Campaign,
                    Network = session.NetworkFor(pledge.Member, pledge.Network),
                    To = new Recipient.Direct(pledge.Member),
                    Content = new MessageContent.Offer(action.Id),
                    NotBefore = now,
                    UsefulUntil = ends,
                    Priority = DeliveryPriority.High,
                }
            );
        }
    }

    /// <summary>
    /// A member can be written to since now: a place that stayed free because nobody would have heard of it may be theirs.
    /// </summary>
    public static void OfferNowThatReachable(StoreSession session, MemberKey member, Instant now)
    {
        foreach (var pledge in session.PledgesOf(member).Where(IsWaiting))
        {
            if (session.Find(pledge.Action) is { } action)
                OfferFreePlaces(session, action, now);
        }
    }

    /// <summary>Whether the member waits, and there is room for them and for everybody who has waited longer.</summary>
    public static bool IsNextInLine(StoreSession session, CollectiveAction action, Pledge pledge)
    {
        if (!IsWaiting(pledge))
            return false;
        var pledges = session.PledgesOf(action.Id);
        return WaitingList
            .Next(WaitingList.FreePlaces(action.Capacity, pledges), pledges, _ => true)
            .Any(next => next.Member == pledge.Member);
    }

    private static bool IsWaiting(Pledge pledge) => pledge is { IsComing: true, Place: PledgePlace.Waiting };

    private static bool HearsOffers(StoreSession session, Pledge pledge, Instant now) =>
        session.MayRemind(pledge.Member, pledge.Action, now)
        && session.FindMember(pledge.Member)?.Direct == DirectReach.Open;
}
