using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>After an action a member says whether they made it. It can be changed until their pledge is deleted.</summary>
internal sealed class SayWhetherCame(Store store)
{
    public const string Button = "came";
    private const string Yes = "yes";
    private const string No = "no";

    public static ButtonId For(ActionId action, bool came) => new(Button, action.Code, came ? Yes : No);

    /// <summary>The two answers.</summary>
    public static IReadOnlyList<CardButton> Buttons(ActionId action, Voice voice) =>
        [
            new CardButton(voice.Text("button.came"), For(action, came: true), ButtonWeight.Main),
            new CardButton(voice.Text("button.missed"), For(action, came: false)),
        ];

    public async Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        request.Argument(1) switch
        {
            Yes => await AnswerAsync(request, came: true, cancellationToken),
            No => await AnswerAsync(request, came: false, cancellationToken),
            _ => request.Say("error.button-too-old"),
        };

    private Task<Reply> AnswerAsync(Request request, bool came, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, press => Decide(press, came), cancellationToken, WhyNot);

    private static Reply Decide(PledgePress press, bool came)
    {
        var (action, voice) = (press.Action, press.Request.Voice);
        if (press.Pledge is not { } pledge)
            return press.Request.Say("came.no-pledge", ("title", action.Title));
        // A replay must not bring back what was changed since, and is answered with what stands.
        if (press.TryBegin())
            press.Session.Save(pledge = pledge with { Came = came });
        var stands = pledge.Came ?? came;
        return new Reply.Done(
            new Card
            {
                Parts = [new CardPart.Paragraph(voice.Text(stands ? "came.yes" : "came.no", ("title", action.Title)))],
                HowToChoose = voice.Text("say.choose"),
                Buttons = [Buttons(action.Id, voice)[stands ? 1 : 0]],
            }
        );
    }

    /// <summary>Null once the action has begun; else the sentence that says why it is not asked.</summary>
    private static Reply? WhyNot(CollectiveAction? action, Request request) =>
        action?.State is ActionState.Released or ActionState.Done && action.Campaign == request.Campaign.Id
            ? action.Starts.Instant > request.Now
                ? request.Say("came.not-yet", ("title", action.Title), ("when", request.Voice.When(action.Starts)))
                : null
            : OpenActions.WhyClosed(action, request);
}
