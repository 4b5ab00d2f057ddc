using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calls;

/// <summary>
/// A caller says with one tap what came of the call. It counts once for each person, office and day: a second tap corrects
/// the first one while that can still be taken back.
/// </summary>
internal sealed class LogCall(Store store)
{
    public const string Button = "called";

    public static ButtonId For(ActionId action, string target, CallOutcome outcome) =>
        new(Button, action.Code, target, CallCard.CodeOf(outcome));

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, Decide, cancellationToken, CallWindow.WhyClosed);

    private static Reply Decide(PledgePress press)
    {
        var request = press.Request;
        if (
            TargetOf(request) is not { } target
            || CallCard.Outcomes.Where(known => CallCard.CodeOf(known) == request.Argument(2)).ToList()
                is not [var outcome]
        )
            return press.TooOld();
        if (NewHere.WhyNotYet(press) is { } notYet)
            return notYet;

        var today = request.Now.InZone(request.Campaign.Zone).Date;
        var before = press.Session.FindCall(press.Action.Id, target.Id, today, request.Member);
        if (before is not null && before.Outcome != outcome && !before.MayBeUndone(request.Now))
            return request.Say("call.counted-already", ("office", CallCard.OfficeOf(target, request.Voice)));
        if (press.TryBegin() && before?.Outcome != outcome)
        {
            press.Session.Save(
                new LoggedCall(press.Action.Id, target.Id, today, request.Member, outcome, before?.At ?? request.Now)
            );
            press.Session.EndTurn(press.Action.Id, request.Member);
            AlertTally.Refresh(press.Session, press.Action, request.Now);
        }
        return new Reply.Replace(Thanks(press.Action, target, outcome, request));
    }

    /// <summary>The campaign's target that the button names; null: it has none of that name any more.</summary>
    public static CallTarget? TargetOf(Request request) =>
        request.Campaign.Targets.FirstOrDefault(target => target.Id == request.Argument(1));

    private static Card Thanks(CollectiveAction action, CallTarget target, CallOutcome outcome, Request request)
    {
        var voice = request.Voice;
        return new Card
        {
            Parts =
            [
                new CardPart.Paragraph(
                    voice.Text(
                        "call.logged",
                        ("office", CallCard.OfficeOf(target, voice)),
                        ("outcome", voice.Text(CallCard.OutcomeKey(outcome)))
                    )
                ),
                new CardPart.Small(voice.Text("call.undo-stands", ("count", (long)LoggedCall.UndoStands.TotalMinutes))),
            ],
            Buttons =
            [
                new CardButton(voice.Text("button.call-next"), CallNow.For(action.Id), ButtonWeight.Main),
                new CardButton(voice.Text("button.undo"), UndoCall.For(action.Id, target.Id)),
            ],
        };
    }
}
