using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>The action is off: namelessly in a channel, and to each member who asked for messages about it.</summary>
internal static class CancellationNotice
{
    public static Composition Compose(Sending sending, CollectiveAction action)
    {
        if (action.State != ActionState.Cancelled)
            return new Composition.Unwanted("not-cancelled");
        if (sending.Message.To is Recipient.Direct(var member))
            return Silence.About(sending, member, action)
                ?? new Composition.Say(Card.Of(Text(sending.Voice, "cancellation.direct", action)));
        return new Composition.Say(
            new Card
            {
                Parts =
                [
                    .. sending.Voice.ForChannel.Select(voice => new CardPart.Paragraph(
                        Text(voice, "cancellation.channel", action)
                    )),
                ],
                Files = [AlertFile.For(action, sending.Voice)],
            }
        );
    }

    private static string Text(Voice voice, string key, CollectiveAction action) =>
        voice.Text(key, ("title", action.Title), ("when", voice.When(action.Starts)));
}
