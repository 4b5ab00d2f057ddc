using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>A member takes the last answer back: the one before it stands again, or none does.</summary>
internal sealed class UndoPledge(Store store)
{
    public const string Button = "undo";

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (!ActionId.TryParse(request.Argument(0), out var id))
            return request.Say("error.button-too-old");
        return await store.WriteAsync(session => Decide(session, request, id), cancellationToken);
    }

    private static Reply Decide(StoreSession session, Request request, ActionId id)
    {
        var action = session.Find(id);
        if (OpenActions.WhyClosed(action, request) is { } closed)
            return closed;
        var pledge = session.FindPledge(id, request.Member);
        if (pledge is null)
            return request.Say("pledge.nothing-to-undo");

        if (session.TryBegin(request.EventKey, request.Now) && pledge.Answer != PledgeAnswer.Withdrawn)
        {
            pledge = pledge with
            {
                Answer = pledge.Previous ?? PledgeAnswer.Withdrawn,
                Previous = null,
                At = request.Now,
            };
            pledge = PledgeChange.Apply(session, request, action!, pledge);
        }
        return new Reply.Replace(PledgeCard.Confirm(session, request, action!, pledge));
    }
}
