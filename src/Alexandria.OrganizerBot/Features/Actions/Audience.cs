using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>Who hears that an action changed or is off: the channels and threads of its alert, namelessly, and those who asked for messages.</summary>
internal static class Audience
{
    /// <summary>Members who pledged (waiting ones included) and allow private messages about the action.</summary>
    public static IReadOnlyList<Pledge> Members(StoreSession session, CollectiveAction action, Instant now)
    {
        var consenting = session.MembersWhoConsent(action.Id, now);
        return
        [
            .. session
                .PledgesOf(action.Id)
                .Where(pledge => (pledge.IsComing || pledge.IsCommitted) && consenting.Contains(pledge.Member)),
        ];
    }

    /// <summary>Puts one message for each of them in the outbox; the number of members among them.</summary>
    public static int Tell(
        StoreSession session,
        CollectiveAction action,
        MessageContent content,
        string id,
        Instant now
    )
    {
        foreach (var alert in session.PostedAlertsOf(action.Id))
        {
            // Whoever makes plans in the thread under an alert must hear it there.
            string[] channels = alert.ThreadId is { } thread ? [alert.ChannelId, thread] : [alert.ChannelId];
            foreach (var channel in channels)
                Release.Tell(
                    session,
                    action,
                    new Recipient.Channel(alert.Server, channel),
                    alert.Network,
                    content,
                    $"{id}|{alert.Network}|{channel}",
                    now
                );
        }
        var members = Members(session, action, now);
        foreach (var pledge in members)
            Release.Tell(
                session,
                action,
                new Recipient.Direct(pledge.Member),
                session.NetworkFor(pledge.Member, pledge.Network),
                content,
                $"{id}|{pledge.Member}",
                now
            );
        return members.Count;
    }
}
