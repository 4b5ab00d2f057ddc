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
                    action.Kind.ToString(),
                    string.Join(',', action.Asks),
                    .. campaign.Languages.SelectMany(language => TextsOf(campaign, language)),
                    campaign.Risk.ToString(),
                    .. campaign.Servers.Select(server =>
                        $"{server.Network}/{server.Server}/{server.AlertChannel}{(server.Threads ? "/threads" : "")}{(server.Events ? "/events" : "")}{(server.Polls ? "/polls" : "")}"
                    ),
                    .. (action.Cadence ?? campaign.Cadence).Select(rule => rule.ToString()),
                    .. action.Milestones.Select(milestone => milestone.ToString()),
                    campaign.QuietHours.ToString(),
                    campaign.OfficeDays.Jurisdiction,
                    .. campaign
                        .OfficeDays.Closed.Keys.Order()
                        .Select(day => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)),
                ]
        )
            parts.Append(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}|");
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(parts.ToString())));
    }

    /// <summary>What of the campaign's own words stands in an alert.</summary>
    private static string[] TextsOf(Campaign campaign, string language) =>
        [
            language,
            campaign.Purpose.In(language, campaign.DefaultLanguage),
            campaign.TimeName.In(language, campaign.DefaultLanguage),
        ];

    /// <summary>Plans the action's reminders anew, as they will be after the alert is out.</summary>
    public static IReadOnlyList<ReminderStep> Plan(CollectiveAction action, Campaign campaign, Instant now) =>
        ReminderPlanner.Plan(action, campaign, action.PostAt is { } postAt ? Instant.Max(postAt, now) : now);

    /// <summary>Posts a draft: the alert for each place, now or at its time, and the reminders.</summary>
    /// <param name="byOne">Whether one organizer alone does so, in an emergency.</param>
    public static IReadOnlyList<ReminderStep> Post(
        StoreSession session,
        CollectiveAction draft,
        Campaign campaign,
        Instant now,
        bool byOne = false
    )
    {
        var action = draft with
        {
            State = ActionState.Released,
            Proposal = null,
            AlertCode = session.IssueAlertCode(draft.Id, draft.Version, now),
            IsSentByOne = byOne,
        };
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
    /// Puts an edited action in the place of the public one. Reminders of before are void, and where time, place or name
    /// changed, everybody who said that they come hears what changed; nobody's pledge is silently moved.
    /// </summary>
    /// <param name="byOne">Whether one organizer alone does so, in an emergency.</param>
    public static void Change(
        StoreSession session,
        CollectiveAction before,
        CollectiveAction edited,
        Campaign campaign,
        Instant now,
        bool byOne = false
    )
    {
        MilestoneNotice.Tell(session, before, edited, now);
        if (ChangesOnlyTheWay(before, edited, campaign))
        {
            // The alert itself stays as it is, and so does who has read it.
            var onTheWay = edited with
            {
                State = ActionState.Released,
                Proposal = null,
                IsSentByOne = before.IsSentByOne || byOne,
            };
            ChangePlan(session, onTheWay, campaign, now);
            return;
        }
        var (isAtNewTime, isAtNewPlace, isRenamed) = (
            before.Starts.Local != edited.Starts.Local,
            before.Location != edited.Location,
            before.Title != edited.Title
        );
        var version = before.Version + 1;
        var action = edited with
        {
            State = ActionState.Released,
            Proposal = null,
            Version = version,
            TimeVersion = isAtNewTime ? version : before.TimeVersion,
            PlaceVersion = isAtNewPlace ? version : before.PlaceVersion,
            TitleVersion = isRenamed ? version : before.TitleVersion,
            AlertCode = session.IssueAlertCode(before.Id, version, now),
            IsSentByOne = byOne,
        };
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
        if (isAtNewTime)
            KeepReminding(session, action, campaign, now);
        if (isAtNewTime || isAtNewPlace || isRenamed)
            Audience.Tell(
                session,
                action,
                new MessageContent.Moved(
                    action.Id,
                    action.Version,
                    before.Starts.Local,
                    before.Location,
                    isRenamed ? before.Title : null
                ),
                MovedNotice.IdOf(action.Id, action.Version),
                now
            );
        // The edit may have made room.
        Places.OfferFreePlaces(session, action, now);
    }

    /// <summary>
    /// Who asked for this action's reminders asked for them until it is over; when it is over later, the notice of the move
    /// says until when they come now, and how to stop them.
    /// </summary>
    private static void KeepReminding(StoreSession session, CollectiveAction action, Campaign campaign, Instant now)
    {
        var until = action.OverBy + campaign.Retention;
        foreach (
            var consent in Audience
                .Members(session, action, now)
                .SelectMany(pledge => session.ConsentsOf(pledge.Member))
                .Where(consent => consent.Action == action.Id && consent.Until < until)
        )
            session.Save(consent with { Until = until });
    }

    /// <summary>Whether nothing that people answered to is another: only deadlines on the way, or when reminders come.</summary>
    private static bool ChangesOnlyTheWay(CollectiveAction before, CollectiveAction edited, Campaign campaign) =>
        Fingerprint(before with { Milestones = edited.Milestones, Cadence = edited.Cadence }, campaign)
        == Fingerprint(edited, campaign);

    /// <summary>
    /// Plans the reminders of a public action anew, without a new version of it: what is unsent and no longer planned is void,
    /// what was sent is not sent again, and what is due at this moment stays due.
    /// </summary>
    private static void ChangePlan(StoreSession session, CollectiveAction action, Campaign campaign, Instant now)
    {
        session.Save(action);
        var planned = ReminderPlanner
            .Plan(action, campaign, Instant.MinValue)
            .ToDictionary(step => step.Id, StringComparer.Ordinal);
        var known = session
            .StepsOf(action.Id)
            .Where(step => step.Version == action.Version)
            .ToDictionary(step => step.Id, StringComparer.Ordinal);
        foreach (var step in known.Values.Where(step => step.State == ReminderStepState.Planned))
        {
            var stays = planned.TryGetValue(step.Id, out var anew) && (anew.DueAt > now || anew.DueAt == step.DueAt);
            session.Save(stays ? anew! : step with { State = ReminderStepState.Void });
        }
        var from = action.PostAt is { } postAt ? Instant.Max(postAt, now) : now;
        foreach (var step in planned.Values.Where(step => step.DueAt > from || IsStillNews(step, from)))
        {
            if (!known.TryGetValue(step.Id, out var before) || before.State == ReminderStepState.Void)
                session.Save(step);
        }
    }

    /// <summary>
    /// That something has opened is worth hearing as long as it is open, also where the moment passed while the change waited
    /// for a second organizer.
    /// </summary>
    private static bool IsStillNews(ReminderStep step, Instant from) =>
        step.Weight == ReminderWeight.Opening && step.UsefulUntil > from;

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
