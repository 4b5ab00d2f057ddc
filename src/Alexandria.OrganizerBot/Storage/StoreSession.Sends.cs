using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;

namespace Alexandria.OrganizerBot.Storage;

/// <content>How far what goes to many people in private has come, counted as it goes.</content>
internal sealed partial class StoreSession
{
    public LongSend? FindSend(string id) => LongSends.Find(id);

    /// <summary>Sends of which coordinators believe that they go on, though nothing waits any more.</summary>
    public IReadOnlyList<LongSend> SendsToFinish() =>
        LongSends.StartingWith("A").FindAll(send => send is { ToldAt: not null, IsToldOver: false, Waiting: 0 });

    public void Save(LongSend send) => LongSends.Save(send);

    private void Count(OutboxMessage message, OutboxMessage? before)
    {
        if (message.To is not Recipient.Direct || message.Content.Send is not { } id)
            return;
        var was = before is null ? SendPart.None : LongSend.PartOf(before);
        var now = LongSend.PartOf(message);
        if (was == now)
            return;
        var send = LongSends.Find(id) ?? new LongSend(id, message.Content.About!.Value, message.Campaign, scope.Now);
        LongSends.Save(send.Moved(was, now));
    }

    /// <summary>A message that is deleted before it ended is not waited for.</summary>
    private void Uncount(OutboxMessage message)
    {
        if (
            message.To is Recipient.Direct
            && message.Content.Send is { } id
            && LongSends.Find(id) is { } send
            && LongSend.PartOf(message) == SendPart.Waiting
        )
            LongSends.Save(send.Moved(SendPart.Waiting, SendPart.None));
    }
}
