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
            !int.TryParse(request.Argument(1), NumberStyles.None, CultureInfo.InvariantCulture, out var others)
            || others > MostOthers
        )
            return request.Say("error.button-too-old");
        return await PledgePress.AnswerAsync(store, request, press => Decide(press, others), cancellationToken);
    }

    private static Reply Decide(PledgePress press, int others)
    {
        if (press.Pledge is not { IsComing: true } pledge)
            return press.TooOld();
        if (press.TryBegin() && pledge.HeadCount != others + 1)
        {
            var grown = pledge with { HeadCount = others + 1, At = press.Request.Now };
            // A place for the member alone is not given up for want of room for others.
            if (
                pledge.Place == PledgePlace.Firm
                && Places.Seat(press.Session, press.Action, grown, press.Request.Now).Place != PledgePlace.Firm
            )
                return new Reply.Replace(press.Confirm(pledge, "waiting.no-room-for-others"));
            pledge = press.Change(grown);
        }
        return new Reply.Replace(press.Confirm(pledge));
    }
}
