using System.Globalization;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// Keeps one message in the coordinators' channels up to date while something goes to many people: after a few seconds, then
/// every quarter of a minute in place, and once when it is over.
/// </summary>
internal static class SendProgress
{
    /// <summary>Has it told how far the message's send is, in the transaction that records the message, where it is time.</summary>
    public static void Tell(StoreSession session, OutboxMessage message, Campaign? campaign, Instant now)
    {
        if (message.To is Recipient.Direct && message.Content.Send is { } id && session.FindSend(id) is { } send)
            Tell(session, send, campaign, now);
    }

    /// <summary>Has it told how far the send is, where it is time.</summary>
    public static void Tell(StoreSession session, LongSend send, Campaign? campaign, Instant now)
    {
        if (campaign is null || !send.IsToBeTold(now))
            return;

        var isOver = send.Waiting == 0;
        foreach (var server in campaign.Servers)
        {
            if (server.CoordinatorChannel is not { } channel)
                continue;
            // Signal's apps take few edits of a message: only the first word and the last.
            if (server.Network == Networks.Signal && send.ToldAt is not null && !isOver)
                continue;
            // While the one before is on its way there is nothing to put the next one in place of.
            if (!isOver && send.Tellings > 0 && IsOnItsWay(session, RowId(send, send.Tellings - 1, server, channel)))
                return;
            session.Enqueue(
                new OutboxMessage
                {
                    Id = RowId(send, send.Tellings, server, channel),
                    Campaign = campaign.Id,
                    Network = server.Network,
                    To = new Recipient.Channel(server.Server, channel),
                    Content = new MessageContent.Progress(send.Action, send.Id),
                    NotBefore = now,
                    UsefulUntil = isOver ? null : now + Duration.FromMinutes(10),
                    // Rare, and of no use behind the thousand messages that it is about.
                    Priority = DeliveryPriority.High,
                }
            );
        }
        session.Save(send with { Tellings = send.Tellings + 1, ToldAt = now, IsToldOver = isOver });
    }

    /// <summary>Notes where it is shown, so that the next one takes its place.</summary>
    public static void Shown(StoreSession session, OutboxMessage message, string sendId, SendOutcome.Sent sent)
    {
        if (message.To is Recipient.Channel place && session.FindSend(sendId) is { } send)
            session.Save(
                send with
                {
                    Shown = new Dictionary<string, string>(send.Shown, StringComparer.Ordinal)
                    {
                        [PlaceOf(message.Network, place.ChannelId)] = sent.MessageId,
                    },
                }
            );
    }

    public static string PlaceOf(string network, string channel) => $"{network}|{channel}";

    private static string RowId(LongSend send, int telling, CampaignServer server, string channel) =>
        string.Create(CultureInfo.InvariantCulture, $"progress|{send.Id}|{telling}|{server.Network}|{channel}");

    private static bool IsOnItsWay(StoreSession session, string id) =>
        session.FindMessage(id) is { } before && !DeliveryLifecycle.HasEnded(before.State);
}
