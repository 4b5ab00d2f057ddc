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

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, Decide, cancellationToken);

    private static Reply Decide(PledgePress press)
    {
        if (press.Pledge is not { } pledge)
            return press.Request.Say("pledge.nothing-to-undo");
        if (press.TryBegin() && pledge.Answer != PledgeAnswer.Withdrawn)
        {
            pledge = press.Change(
                pledge with
                {
                    Answer = pledge.Previous ?? PledgeAnswer.Withdrawn,
                    Previous = null,
                    At = press.Request.Now,
                    GivenFor = press.Action.Version,
                    ConfirmedAt = null,
                }
            );
        }
        return new Reply.Replace(press.Confirm(pledge));
    }
}
