using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>A member who comes says how many others come along. Only the number is kept.</summary>
internal sealed class BringOthers(Store store)
{
    public const string Button = "bring";

    /// <summary>More than this is a group, which has an organizer of its own.</summary>
    public const int MostOthers = 9;

    /// <summary>The button that sets the number of others.</summary>
    public static ButtonId For(ActionId action, int others) =>
        new(Button, action.Code, others.ToString(CultureInfo.InvariantCulture));

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (
            !ActionId.TryParse(request.Argument(0), out var id)
            || !int.TryParse(request.Argument(1), NumberStyles.None, CultureInfo.InvariantCulture, out var others)
            || others > MostOthers
        )
            return request.Say("error.button-too-old");
        return await store.WriteAsync(session => Decide(session, request, id, others), cancellationToken);
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id, int others)
    {
        var action = session.Find(id);
        if (OpenActions.WhyClosed(action, request) is { } closed)
            return closed;
        if (session.FindPledge(id, request.Member) is not { IsComing: true } pledge)
            return request.Say("error.button-too-old");
        if (session.TryBegin(request.EventKey, request.Now) && pledge.HeadCount != others + 1)
        {
            var grown = pledge with { HeadCount = others + 1, At = request.Now };
            // A place for the member alone is not given up for want of room for others.
            if (
                pledge.Place == PledgePlace.Firm
                && Places.Seat(session, action!, grown, request.Now).Place != PledgePlace.Firm
            )
                return new Reply.Replace(
                    PledgeCard.Confirm(session, request, action!, pledge, "waiting.no-room-for-others")
                );
            pledge = PledgeChange.Apply(session, request, action!, grown);
        }
        return new Reply.Replace(PledgeCard.Confirm(session, request, action!, pledge));
    }
}
