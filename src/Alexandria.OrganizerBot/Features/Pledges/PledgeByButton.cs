using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>A member presses a button under an alert: the answer is noted, or changed, and confirmed in private.</summary>
internal sealed class PledgeByButton(Store store)
{
    public const string Button = "pledge";

    /// <summary>The button that gives this answer to this action.</summary>
    public static ButtonId For(ActionId action, PledgeAnswer answer) =>
        new(Button, action.Code, AnswerWords.Name(answer));

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (AnswerWords.Parse(request.Argument(1)) is not { } answer)
            return request.Say("error.button-too-old");
        return await PledgePress.AnswerAsync(store, request, press => Decide(press, answer), cancellationToken);
    }

    private static Reply Decide(PledgePress press, PledgeAnswer answer)
    {
        if (!Offers(press.Action, answer))
            return press.TooOld();
        var pledge = press.Pledge;
        if (pledge is null && NewHere.WhyNotYet(press) is { } notYet)
            return notYet;
        if (press.TryBegin())
        {
            pledge = pledge?.Answer == answer ? Again(press, pledge) : press.Change(Answer(press, answer));
        }
        return new Reply.Done(press.Confirm(pledge!));
    }

    /// <summary>
    /// The same answer once more: it is for the time at which the action starts now, and who waits takes the place that has
    /// become theirs, though nobody could write to them.
    /// </summary>
    private static Pledge Again(PledgePress press, Pledge pledge)
    {
        if (!pledge.IsForTimeOf(press.Action))
        {
            pledge = pledge with { GivenFor = press.Action.Version };
            press.Session.Save(pledge);
        }
        return PledgeChange.TakeFreePlace(press.Session, press.Request, press.Action, pledge);
    }

    private static Pledge Answer(PledgePress press, PledgeAnswer answer)
    {
        var request = press.Request;
        return press.Pledge is not { } before
            ? new Pledge(
                press.Action.Id,
                request.Member,
                answer,
                Previous: null,
                HeadCount: 1,
                request.Incoming.Network,
                request.Voice.Language,
                request.Now
            )
            {
                GivenFor = press.Action.Version,
            }
            : before with
            {
                Answer = answer,
                Previous = before.Answer,
                HeadCount = before.IsComing ? before.HeadCount : 1,
                Network = request.Incoming.Network,
                Language = request.Voice.Language,
                At = request.Now,
                GivenFor = press.Action.Version,
                ConfirmedAt = null,
            };
    }

    private static bool Offers(CollectiveAction action, PledgeAnswer answer) =>
        answer is PledgeAnswer.CantCome or PledgeAnswer.Maybe
        || action.Asks.Any(ask => PledgeAnswers.For(ask) == answer);
}
