using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Deliveries;

/// <summary>How far something is that goes to many people in private: numbers only.</summary>
internal static class ProgressCard
{
    public static Composition Compose(Sending sending, MessageContent.Progress progress, CollectiveAction action)
    {
        if (sending.Session.FindSend(progress.SendId) is not { } send)
            return new Composition.Unwanted("send-gone");
        var channel = ((Recipient.Channel)sending.Message.To).ChannelId;
        return new Composition.Say(
            For(send, action, EndOf(send, sending.Session, sending.Voice.Now), sending.Voice),
            send.Shown.GetValueOrDefault(SendProgress.PlaceOf(sending.Message.Network, channel))
        );
    }

    /// <param name="send">The counts.</param>
    /// <param name="action">What it is about.</param>
    /// <param name="ends">When the last one will have left, about.</param>
    /// <param name="voice">How it is said.</param>
    public static Card For(LongSend send, CollectiveAction action, Instant ends, Voice voice)
    {
        var lines = new List<CardPart>
        {
            new CardPart.Paragraph(
                voice.Text(
                    send.Waiting == 0 ? "progress.over" : "progress.running",
                    ("what", What(send.Id, action, voice)),
                    ("sent", send.Sent),
                    ("all", send.All),
                    ("until", voice.When(ends))
                )
            ),
        };
        if (send.Unreachable > 0)
            lines.Add(new CardPart.Small(voice.Text("progress.unreachable", ("count", send.Unreachable))));
        if (send.Failed > 0)
            lines.Add(new CardPart.Small(voice.Text("progress.failed", ("count", send.Failed))));
        return new Card { Parts = lines };
    }

    private static string What(string sendId, CollectiveAction action, Voice voice) =>
        voice.Text(
            sendId.EndsWith("|cancelled", StringComparison.Ordinal) ? "progress.cancellation"
                : sendId.Contains("|moved|", StringComparison.Ordinal) ? "progress.moved"
                : "progress.reminder",
            ("code", action.Id.Code),
            ("title", action.Title)
        );

    /// <summary>Conversations that have to be opened first leave slowly; else about one message a second is a safe guess.</summary>
    private static Instant EndOf(LongSend send, StoreSession session, Instant now)
    {
        var drip = session.Drip(Networks.Discord);
        var opening = Math.Min(send.Waiting, session.WaitingForOpening(Networks.Discord));
        var steady = now + Duration.FromSeconds(send.Waiting - opening);
        return drip is null || opening == 0 ? steady : Instant.Max(steady, drip.DoneBy(opening, now));
    }
}
