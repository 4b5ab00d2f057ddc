using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>Time or place of an action changed: what it was and what it is now.</summary>
internal static class MovedNotice
{
    public static Composition Compose(Sending sending, MessageContent.Moved moved, CollectiveAction action)
    {
        if (action.State != ActionState.Released || action.Version != moved.Version)
            return new Composition.Unwanted("changed");
        if (sending.Message.To is Recipient.Direct(var member))
            return Silence.About(sending, member, action)
                ?? new Composition.Say(
                    new Card
                    {
                        Parts = [.. Parts(moved, action, sending.Voice)],
                        HowToChoose = sending.Voice.Text("say.choose"),
                        Buttons = [CantCome(action, sending.Voice)],
                    }
                );
        return new Composition.Say(
            new Card
            {
                Parts =
                [
                    .. sending.Voice.ForChannel.SelectMany(
                        (voice, index) =>
                            index == 0
                                ? Parts(moved, action, voice)
                                : Parts(moved, action, voice).Prepend(new CardPart.Rule(BetweenLanguages: true))
                    ),
                ],
            }
        );
    }

    /// <summary>What it was and what it is now, as far as it changed.</summary>
    private static IEnumerable<CardPart> Parts(MessageContent.Moved moved, CollectiveAction action, Voice voice)
    {
        yield return new CardPart.Heading(voice.Text("moved.title", ("title", action.Title)));
        if (moved.WasAt != action.Starts.Local)
            yield return new CardPart.When(
                voice.Text("moved.when", ("was", voice.WallTime(moved.WasAt)), ("when", voice.When(action.Starts))),
                action.Starts.Instant
            );
        if (moved.WasIn != action.Location)
            yield return new CardPart.Paragraph(
                voice.Text(
                    "moved.where",
                    ("was", moved.WasIn ?? voice.Text("moved.nowhere")),
                    ("where", action.Location ?? voice.Text("moved.nowhere"))
                )
            );
        yield return new CardPart.Paragraph(voice.Text("moved.ask"));
    }

    private static CardButton CantCome(CollectiveAction action, Voice voice) =>
        new(
            voice.Text(AnswerWords.ButtonKey(PledgeAnswer.CantCome)),
            PledgeByButton.For(action.Id, PledgeAnswer.CantCome)
        );
}
