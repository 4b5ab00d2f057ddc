using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>What every change of a pledge has in common, whichever button it came from.</summary>
internal static class PledgeChange
{
    /// <summary>Writes the pledge with its place, offers what became free, and has the posted numbers brought up to date.</summary>
    public static Pledge Apply(StoreSession session, Request request, CollectiveAction action, Pledge pledge)
    {
        pledge = pledge with { By = request.MessageKey };
        var seated = HeldPledges.IsToBeHeld(session, request, action, pledge)
            ? HeldPledges.Hold(session, request, action, pledge)
            : Places.Seat(session, action, pledge, request.Now);
        session.Save(seated);
        session.Meet(request);
        Places.OfferFreePlaces(session, action, request.Now);
        AlertTally.Refresh(session, action, request.Now);
        return seated;
    }

    /// <summary>Seats a member who waits, where a place is free and nobody is before them in the line; else changes nothing.</summary>
    public static Pledge TakeFreePlace(StoreSession session, Request request, CollectiveAction action, Pledge pledge)
    {
        if (!Places.IsNextInLine(session, action, pledge))
            return pledge;
        var seated = pledge with { Place = PledgePlace.Firm, WaitingSince = null, At = request.Now };
        session.Save(seated);
        session.Meet(request);
        AlertTally.Refresh(session, action, request.Now);
        return seated;
    }
}
