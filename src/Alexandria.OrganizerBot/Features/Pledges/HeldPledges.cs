using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Limits;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Audit;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// Pledges that came too fast are held: they count nowhere until an organizer accepts them, all at once, without seeing whose
/// they are.
/// </summary>
internal sealed class HeldPledges(Store store)
{
    public const string Command = "pledges held";
    public const string Accept = "accept";

    public static IReadOnlyList<string> Decisions { get; } = [Accept, "reject"];

    /// <summary><c>/pledges held action:A1 decision:accept</c></summary>
    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Option("action"), out var id))
            return request.UnknownAction();
        return await store.WriteAsync(session => Decide(session, request, id), cancellationToken);
    }

    /// <summary>Whether the changed pledge is not to count before an organizer has looked.</summary>
    internal static bool IsToBeHeld(StoreSession session, Request request, CollectiveAction action, Pledge pledge)
    {
        if (!pledge.IsComing)
            return false;
        return session.FindPledge(action.Id, pledge.Member) switch
        {
            // One that is held stays so, however often it is changed.
            { IsComing: true, Place: PledgePlace.Held } => true,
            { IsComing: true } => false,
            _ => request.Campaign.HoldAbovePerMinute is { } most
                && PledgeFlood.IsOn(session.PledgesOf(action.Id), most, request.Now),
        };
    }

    /// <summary>The pledge as a held one. Coordinators are told once an hour at most, and of numbers only.</summary>
    internal static Pledge Hold(StoreSession session, Request request, CollectiveAction action, Pledge pledge)
    {
        var hour = request.Now.ToUnixTimeSeconds() / 3600;
        session.TellCoordinators(
            request.Campaign,
            string.Create(CultureInfo.InvariantCulture, $"held|{action.Id.Code}|{hour}"),
            new MessageContent.Notice(
                "notice.held",
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["code"] = action.Id.Code,
                    ["most"] = (request.Campaign.HoldAbovePerMinute ?? 0).ToString(CultureInfo.InvariantCulture),
                }
            ),
            request.Now
        );
        return pledge with { Place = PledgePlace.Held, WaitingSince = null, OfferEnds = null };
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id)
    {
        if (session.Find(id) is not { } action || action.Campaign != request.Campaign.Id)
            return request.UnknownAction();
        var held = session.PledgesOf(id).Where(IsHeld).OrderBy(pledge => pledge.At).ToList();
        if (!session.TryBegin(request.EventKey, request.Now) || held.Count == 0)
            return request.Say("held.none", ("code", id.Code));
        var accepted = request.Option("decision") == Accept;
        foreach (var pledge in held)
        {
            session.Save(
                accepted
                    ? Places.Seat(session, action, pledge, request.Now)
                    : pledge with
                    {
                        Answer = PledgeAnswer.Withdrawn,
                        Previous = null,
                        Place = PledgePlace.Firm,
                    }
            );
        }
        session.Audit(request, AuditDeed.HeldPledgesSettled, id.Code);
        AlertTally.Refresh(session, action, request.Now);
        return request.Say(accepted ? "held.accepted" : "held.rejected", ("count", held.Count), ("code", id.Code));
    }

    private static bool IsHeld(Pledge pledge) => pledge is { IsComing: true, Place: PledgePlace.Held };
}
