using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// A member takes a pledge back altogether: by removing the reaction or the vote that made it, or by deleting the message.
/// </summary>
internal sealed class WithdrawPledge(Store store)
{
    public const string Button = "withdraw";

    public static ButtonId For(ActionId action) => new(Button, action.Code);

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, Decide, cancellationToken);

    private static Reply Decide(PledgePress press)
    {
        if (press.Pledge is not { } pledge)
            return press.Request.Say("pledge.nothing-to-undo");
        if (press.TryBegin() && pledge.Answer != PledgeAnswer.Withdrawn)
            pledge = press.Change(
                pledge with
                {
                    Answer = PledgeAnswer.Withdrawn,
                    Previous = null,
                    At = press.Request.Now,
                    ConfirmedAt = null,
                }
            );
        return new Reply.Done(press.Confirm(pledge));
    }
}
