using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>The public thread under an alert, where people ask and help each other to get there.</summary>
internal static class AlertThread
{
    private const int LongestName = 100;

    public static Composition Start(Sending sending, CollectiveAction action)
    {
        if (action.State != ActionState.Released)
            return new Composition.Unwanted("cancelled");
        var channel = (sending.Message.To as Recipient.Channel)?.ChannelId;
        return
            sending.Session.PostedAlertsOf(action.Id).FirstOrDefault(alert => alert.ChannelId == channel) is { } alert
            ? new Composition.Arrange(new Arrangement.OpenThread(alert.ChannelId, alert.MessageId, NameOf(action)))
            : new Composition.Unwanted("not-posted");
    }

    /// <summary>What the thread is for, and what it is not for: a pledge by text would be one that everybody reads.</summary>
    public static Composition Opening(Sending sending, CollectiveAction action) =>
        action.State == ActionState.Released
            ? new Composition.Say(
                new Card
                {
                    Parts =
                    [
                        .. sending.Voice.ForChannel.Select(voice => new CardPart.Paragraph(
                            voice.Text("thread.opening", ("title", action.Title))
                        )),
                    ],
                }
            )
            : new Composition.Unwanted("cancelled");

    /// <summary>"Transit board hearing (A1)": where the title is long it gives way, never the code.</summary>
    internal static string NameOf(CollectiveAction action)
    {
        var code = $" ({action.Id.Code})";
        return Cut(action.Title, LongestName - code.Length) + code;
    }

    internal static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var kept = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, kept), "…");
    }
}
