using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>Makes an action public, or brings what is public up to date: its alert, its reminders, its notices, as rows.</summary>
internal static class Release
{
    /// <summary>
    /// A hash over everything that a release sends: text, places and timeline. A second organizer releases exactly what was
    /// proposed, or nothing.
    /// </summary>
    public static string Fingerprint(CollectiveAction action, Campaign campaign)
    {
        var parts = new StringBuilder();
        foreach (
            var part in (string?[])
                [
                    action.Title,
                    action.Location,
                    action.Note,
                    action.Link?.AbsoluteUri,
                    action.Starts.Local.ToString("uuuu-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
                    action.Starts.Zone.Id,
                    action.Capacity?.ToString(CultureInfo.InvariantCulture),
                    action.PostAt?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                    string.Join(',', action.Asks),
                    .. campaign.Servers.Select(server =>
                        $"{server.Network}/{server.Server}/{server.AlertChannel}{(server.Threads ? "/threads" : "")}{(server.Events ? "/events" : "")}{(server.Polls ? "/polls" : "")}"
                    ),
                    .. (action.Cadence ?? campaign.Cadence).Select(rule => rule.ToString()),
                    .. action.Milestones.Select(milestone => milestone.ToString()),
                    campaign.QuietHours.ToString(),
                ]
        )
            parts.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}|");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToString())));
    }

    /// <summary>Plans the action's reminders anew, as they will be after the alert is out.</summary>
    public static IReadOnlyList<ReminderStep> Plan(CollectiveAction action, Campaign campaign, Instant now) =>
        ReminderPlanner.Plan(action, campaign, action.PostAt is { } postAt ? Instant.Max(postAt, now) : now);

    /// <summary>Posts a draft: the alert for each place, now or at its time, and the reminders.</summary>
    public static IReadOnlyList<ReminderStep> Post(
        StoreSession session,
        CollectiveAction draft,
        Campaign campaign,
        Instant now
    )
    {
        var action = draft with { State = ActionState.Released, Proposal = null };
        session.Save(action);
        var steps = SavePlan(session, action, campaign, now);
        foreach (var server in campaign.Servers)
        {
            session.Enqueue(
                new OutboxMessage
                {
                    Id = $"alert|{action.Id.Code}|{server.Network}|{server.AlertChannel}",
                    Campaign = action.Campaign,
                    Network = server.Network,
                    To = new Recipient.Channel(server.Server, server.AlertChannel),
                    Content = new MessageContent.Alert(action.Id),
                    NotBefore = action.PostAt is { } postAt ? Instant.Max(postAt, now) : now,
                    UsefulUntil = action.Starts.Instant,
                    Priority = DeliveryPriority.High,
                }
            );
        }
        return steps;
    }

    /// <summary>
    /// Puts an edited action in the place of the public one. Where time or place changed, reminders of before are void and
    /// everybody who said that they come hears what changed; nobody's pledge is silently moved.
    /// </summary>
    public static void Change(
        StoreSession session,
        CollectiveAction before,
        CollectiveAction edited,
        Campaign campaign,
        Instant now
    )
    {
        var moved = before.Starts.Local != edited.Starts.Local || before.Location != edited.Location;
        var action = edited with { State = ActionState.Released, Proposal = null, Version = before.Version + 1 };
        session.Save(action);
        foreach (var step in session.StepsOf(action.Id).Where(step => step.State == ReminderStepState.Planned))
            session.Save(step with { State = ReminderStepState.Void });
        SavePlan(session, action, campaign, now);
        foreach (var alert in session.PostedAlertsOf(action.Id))
            Tell(
                session,
                action,
                new Recipient.Channel(alert.Server, alert.ChannelId),
                alert.Network,
                new MessageContent.AlertChanged(action.Id),
                $"alert-changed|{action.Id.Code}|{action.Version}|{alert.Network}|{alert.ChannelId}",
                now
            );
        AlertEvent.Refresh(session, action, campaign, action.Version.ToString(CultureInfo.InvariantCulture), now);
        if (moved)
            Audience.Tell(
                session,
                action,
                new MessageContent.Moved(action.Id, action.Version, before.Starts.Local, before.Location),
                $"moved|{action.Id.Code}|{action.Version}",
                now
            );
        // The edit may have made room.
        Places.OfferFreePlaces(session, action, now);
    }

    private static IReadOnlyList<ReminderStep> SavePlan(
        StoreSession session,
        CollectiveAction action,
        Campaign campaign,
        Instant now
    )
    {
        var steps = Plan(action, campaign, now);
        foreach (var step in steps)
            session.Save(step);
        return steps;
    }

    internal static void Tell(
        StoreSession session,
        CollectiveAction action,
        Recipient to,
        string network,
        MessageContent content,
        string id,
        Instant now
    ) =>
        session.Enqueue(
            new OutboxMessage
            {
                Id = id,
                Campaign = action.Campaign,
                Network = network,
                To = to,
                Content = content,
                NotBefore = now,
                UsefulUntil = action.Starts.Instant + Duration.FromHours(2),
                Priority = DeliveryPriority.High,
            }
        );
}
