using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// What waits for a second organizer: bound to text, places and timeline, for half an hour, and to whoever proposed it, on
/// whichever network they are.
/// </summary>
internal static class Approval
{
    /// <summary>A proposal by whoever makes the request.</summary>
    /// <param name="action">What will be sent.</param>
    /// <param name="isEdit">Whether it takes the place of what is public already.</param>
    public static Proposal Propose(StoreSession session, Request request, CollectiveAction action, bool isEdit) =>
        new(request.Member, Release.Fingerprint(action, request.Campaign), isEdit ? action : null)
        {
            At = request.Now,
            Identities = session.IdentitiesOf(request.Identity),
            Server = request.Incoming.Server,
        };

    /// <summary>Proposes a draft, and tells the coordinators.</summary>
    public static Reply Proposed(StoreSession session, Request request, CollectiveAction draft)
    {
        var proposal = Propose(session, request, draft, isEdit: false);
        session.AuditOnce(request, AuditDeed.Proposed, draft.Id.Code);
        session.Save(draft with { State = ActionState.Proposed, Proposal = proposal });
        return Ask(session, request, draft, proposal);
    }

    /// <summary>What nobody released in time is proposed by whoever wants to release it now: somebody else has to agree.</summary>
    public static Reply ProposedAnew(StoreSession session, Request request, CollectiveAction action, Proposal lapsed)
    {
        var proposal = Propose(session, request, lapsed.Edited ?? action, isEdit: lapsed.Edited is not null);
        session.AuditOnce(request, AuditDeed.Proposed, action.Id.Code);
        session.Save(action with { Proposal = proposal });
        Ask(session, request, action, proposal);
        return request.Say(
            "post.proposed-anew",
            ("code", action.Id.Code),
            ("minutes", (int)Proposal.Stands.TotalMinutes)
        );
    }

    /// <summary>Tells the coordinators' channels that something waits for a second organizer.</summary>
    public static Reply Ask(StoreSession session, Request request, CollectiveAction action, Proposal proposal)
    {
        session.TellCoordinators(
            request.Campaign,
            string.Create(
                CultureInfo.InvariantCulture,
                $"proposed|{action.Id.Code}|{proposal.Fingerprint}|{proposal.At.ToUnixTimeMilliseconds()}"
            ),
            new MessageContent.Notice(
                "notice.proposed",
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["code"] = action.Id.Code,
                    ["title"] = (proposal.Edited ?? action).Title,
                }
            )
            {
                Until = proposal.At + Proposal.Stands,
            },
            request.Now
        );
        return Waits(request, action);
    }

    /// <summary>The sentence that it waits for a second organizer, and for how long.</summary>
    public static Reply Waits(Request request, CollectiveAction action) =>
        request.Say("post.proposed", ("code", action.Id.Code), ("minutes", (int)Proposal.Stands.TotalMinutes));

    /// <summary>
    /// Whether the person is the human who proposed it: as they were joined then, or as they are now. Who never joined two
    /// accounts of theirs is two to the bot.
    /// </summary>
    public static bool IsBySameHuman(StoreSession session, Request request, Proposal proposal)
    {
        var proposer = proposal.Identities.Append(proposal.By).SelectMany(session.IdentitiesOf).ToHashSet();
        return session.IdentitiesOf(request.Identity).Any(proposer.Contains);
    }

    /// <summary>
    /// Whether nothing is known against it that whoever proposed it may still do so: the campaign still has organizers where
    /// it was proposed, and the person was not seen there without their role since.
    /// </summary>
    public static bool IsStillByAnOrganizer(Request request, Proposal proposal, RoleMemory roles) =>
        proposal.Server is { } server
        && request.Campaign.Servers.Any(place => place.IsAt(server) && place.OrganizerRoles.Count > 0)
        && !roles.WasLost(proposal.Identities.Append(proposal.By), server);
}
