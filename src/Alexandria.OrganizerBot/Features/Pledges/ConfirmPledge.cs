using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// A member who is reminded says that the pledge holds. The pledge itself, and when it was given, stay as they are. (Its
/// counterpart is the "can't come" button.)
/// </summary>
internal sealed class ConfirmPledge(Store store)
{
    public const string Button = "confirm";

    /// <summary>The button of a reminder; it means the action as it is now.</summary>
    public static ButtonId For(CollectiveAction action) => new(Button, action.Id.Code, ComeAtNewTime.VersionOf(action));

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, Decide, cancellationToken);

    private static Reply Decide(PledgePress press)
    {
        var (request, action) = (press.Request, press.Action);
        if (press.Pledge is not { } pledge || !IsYes(pledge))
            return ComeAtNewTime.NoPledge(press);
        if (ComeAtNewTime.IsAboutAnEarlierTime(request, action))
            return ComeAtNewTime.Ask(action, request.Voice);
        if (pledge.Place != PledgePlace.Firm)
            return new Reply.Done(press.Confirm(pledge));
        if (pledge.ConfirmedAt is not null && pledge.IsForTimeOf(action))
            return ComeAtNewTime.Say(press, "confirm.already");
        if (!press.TryBegin())
            return ComeAtNewTime.Say(press, "confirm.done");

        var confirmed = pledge with { ConfirmedAt = request.Now, GivenFor = action.Version };
        if (pledge.Answer != PledgeAnswer.Maybe)
        {
            press.Session.Save(confirmed);
            return ComeAtNewTime.Say(press, "confirm.done");
        }
        // Who was not sure now says yes to what is asked first, if there is room.
        var seated = press.Change(
            confirmed with
            {
                Answer = AnswerChoices.Of(action)[0],
                Previous = PledgeAnswer.Maybe,
                At = request.Now,
            }
        );
        if (seated.Place == PledgePlace.Firm)
            return ComeAtNewTime.Say(press, "confirm.done");
        seated = seated with { ConfirmedAt = null };
        press.Session.Save(seated);
        return new Reply.Done(press.Confirm(seated));
    }

    private static bool IsYes(Pledge pledge) => pledge.IsComing || pledge.Answer == PledgeAnswer.Maybe;
}
