using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Audit;

/// <summary>What features write into the trail of what organizers did, in the transaction of the deed itself.</summary>
internal static class AuditTrail
{
    /// <summary>Adds a line for what the request did. Call it once the event is begun, so that a replay leaves no second one.</summary>
    /// <param name="session">The transaction of the deed.</param>
    /// <param name="request">Whose deed it is.</param>
    /// <param name="deed">What was done.</param>
    /// <param name="about">The action's or item's code; null: none.</param>
    /// <param name="result">What came of it.</param>
    public static void Audit(
        this StoreSession session,
        Request request,
        AuditDeed deed,
        string? about = null,
        AuditResult result = AuditResult.Done
    ) =>
        session.Audit(
            request.Campaign.Id,
            request.Access == Access.Organizer ? AuditRole.Organizer : AuditRole.Coordinator,
            request.Member,
            deed,
            about,
            result,
            request.Now
        );

    /// <summary>The same where the deed itself begins no event: it begins one here.</summary>
    public static void AuditOnce(
        this StoreSession session,
        Request request,
        AuditDeed deed,
        string? about = null,
        AuditResult result = AuditResult.Done
    )
    {
        if (session.TryBegin(request.EventKey, request.Now))
            session.Audit(request, deed, about, result);
    }
}
