using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

internal static class CoordinatorNotices
{
    /// <summary>Puts a notice in the outbox for each coordinators' channel of the campaign; the same id never twice.</summary>
    /// <param name="exceptOn">A network on which it could not arrive anyhow; null: all are told.</param>
    public static void TellCoordinators(
        this StoreSession session,
        Campaign campaign,
        string id,
        MessageContent notice,
        Instant now,
        string? exceptOn = null
    )
    {
        foreach (var server in campaign.Servers)
        {
            if (server.CoordinatorChannel is not { } channel || server.Network == exceptOn)
                continue;
            session.Enqueue(
                new OutboxMessage
                {
                    Id = $"{id}|{server.Network}|{channel}",
                    Campaign = campaign.Id,
                    Network = server.Network,
                    To = new Recipient.Channel(server.Server, channel),
                    Content = notice,
                    NotBefore = now,
                    Priority = DeliveryPriority.High,
                }
            );
        }
    }
}
