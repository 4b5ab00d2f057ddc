using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Pledges;

/// <summary>
/// The action starts at another time than when a member pledged: they are asked again, and say yes here. Until they do, their
/// pledge is counted as one for the earlier time; it is never silently moved.
/// </summary>
internal sealed class ComeAtNewTime(Store store)
{
    public const string Button = "again";

    public static ButtonId For(CollectiveAction action) => new(Button, action.Id.Code, VersionOf(action));

    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken) =>
        PledgePress.AnswerAsync(store, request, Decide, cancellationToken);

    private static Reply Decide(PledgePress press)
    {
        var action = press.Action;
        if (press.Pledge is not { } pledge || pledge.Answer is PledgeAnswer.CantCome or PledgeAnswer.Withdrawn)
            return NoPledge(press);
        // It moved once more since: the yes was to a time that is no longer planned.
        if (IsAboutAnEarlierTime(press.Request, action))
            return Ask(action, press.Request.Voice);
        if (pledge.IsForTimeOf(action))
            return Say(press, "again.already");
        if (press.TryBegin())
            press.Session.Save(pledge with { GivenFor = action.Version });
        return Say(press, "again.done");
    }

    /// <summary>Yes to the new time, or not.</summary>
    public static IReadOnlyList<CardButton> Buttons(CollectiveAction action, Voice voice) =>
        [new CardButton(voice.Text("button.again"), For(action), ButtonWeight.Main), CantCome(action, voice)];

    /// <summary>The answer to a button that means a time at which the action no longer starts.</summary>
    internal static Reply Ask(CollectiveAction action, Voice voice) =>
        new Reply.Private(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(voice.Text("again.question", ("title", action.Title))),
                    When(action, voice),
                ],
                HowToChoose = voice.Text("say.choose"),
                Buttons = Buttons(action, voice),
            }
        );

    /// <summary>The answer to somebody who has taken the pledge back, or never gave one.</summary>
    internal static Reply NoPledge(PledgePress press)
    {
        var (action, voice) = (press.Action, press.Request.Voice);
        return new Reply.Private(
            new Card
            {
                Parts = [new CardPart.Paragraph(voice.Text("confirm.no-pledge", ("title", action.Title)))],
                HowToChoose = voice.Text("say.choose"),
                Buttons =
                [
                    .. AnswerChoices
                        .Of(action)
                        .Where(answer => answer != PledgeAnswer.CantCome)
                        .Select(answer => new CardButton(
                            voice.Text(AnswerWords.ButtonKey(answer)),
                            PledgeByButton.For(action.Id, answer)
                        )),
                ],
            }
        );
    }

    /// <summary>One sentence, when it is, and how to change one's mind.</summary>
    internal static Reply Say(PledgePress press, string key)
    {
        var (action, voice) = (press.Action, press.Request.Voice);
        return new Reply.Done(
            new Card
            {
                Parts = [new CardPart.Paragraph(voice.Text(key, ("title", action.Title))), When(action, voice)],
                HowToChoose = voice.Text("say.choose"),
                Buttons = [CantCome(action, voice)],
            }
        );
    }

    /// <summary>Whether the pressed button was made before the action was moved.</summary>
    internal static bool IsAboutAnEarlierTime(Request request, CollectiveAction action) =>
        int.TryParse(request.Argument(1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        && version < action.TimeVersion;

    /// <summary>What a button says of the action that it means.</summary>
    internal static string VersionOf(CollectiveAction action) => action.Version.ToString(CultureInfo.InvariantCulture);

    internal static CardButton CantCome(CollectiveAction action, Voice voice) =>
        new(
            voice.Text(AnswerWords.ButtonKey(PledgeAnswer.CantCome)),
            PledgeByButton.For(action.Id, PledgeAnswer.CantCome),
            ButtonWeight.Careful
        );

    private static CardPart.When When(CollectiveAction action, Voice voice) =>
        new(voice.Text("alert.when", ("when", voice.When(action.Starts))), action.Starts.Instant);
}
