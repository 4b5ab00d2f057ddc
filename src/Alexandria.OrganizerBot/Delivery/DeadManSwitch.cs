using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// A campaign in which nobody organizes any more keeps nothing about its members: after so many days without a deed of an
/// organizer or coordinator, and not without two warnings to the coordinators before. The keys and the actions stay.
/// </summary>
/// <param name="store">Where it is noted what was told.</param>
/// <param name="campaigns">Each is looked at alone.</param>
/// <param name="patience">How long nothing may happen.</param>
internal sealed partial class DeadManSwitch(
    Store store,
    CampaignBook campaigns,
    DeadManPatience patience,
    ILogger<DeadManSwitch> logger
)
{
    private const int MembersAtOnce = 50;

    private static readonly Duration FirstWarning = Duration.FromDays(7);
    private static readonly Duration LastWarning = Duration.FromDays(1);

    /// <summary>Looks at every campaign; does nothing where the operator set no time.</summary>
    public async Task TickAsync(Instant now, CancellationToken cancellationToken)
    {
        if (patience.Days is not { } days)
            return;
        foreach (var campaign in campaigns.All)
        {
            if (!await store.WriteAsync(session => IsOver(session, campaign, days, now), cancellationToken))
                continue;
            while (
                await store.WriteAsync(
                    session => session.ForgetMembersOf(campaign.Id, MembersAtOnce),
                    cancellationToken
                ) > 0
            ) { }
            Log.Forgotten(logger, campaign.Id.Value, days);
        }
    }

    /// <summary>Warns where it is time to; whether the members are to be forgotten now.</summary>
    private static bool IsOver(StoreSession session, Campaign campaign, int days, Instant now)
    {
        // Before the switch was set nobody could know that it counts.
        var since = session.WatchOf(campaign.Id)?.Since ?? now;
        var active = Instant.Max(since, session.LastDeedIn(campaign.Id) ?? since);
        var watch =
            session.WatchOf(campaign.Id) is { } known && known.Active == active
                ? known
                : new DeadManWatch(campaign.Id, since, active, DeadManStage.Quiet, active + Duration.FromDays(days));
        var next = watch.Stage switch
        {
            // A bot that was down must not skip the warnings: they have at least a day.
            DeadManStage.Quiet when now >= watch.Until - FirstWarning => watch with
            {
                Stage = now + LastWarning >= watch.Until ? DeadManStage.WarnedTwice : DeadManStage.Warned,
                Until = Instant.Max(watch.Until, now + LastWarning),
            },
            DeadManStage.Warned when now >= watch.Until - LastWarning => watch with
            {
                Stage = DeadManStage.WarnedTwice,
                Until = Instant.Max(watch.Until, now + LastWarning),
            },
            DeadManStage.WarnedTwice when now >= watch.Until => watch with { Stage = DeadManStage.Forgotten },
            _ => watch,
        };
        session.Save(next);
        if (next.Stage == watch.Stage)
            return false;
        var isOver = next.Stage == DeadManStage.Forgotten;
        session.TellCoordinators(
            campaign,
            $"deadman|{next.Stage}|{active.ToUnixTimeMilliseconds()}",
            new MessageContent.Notice(
                isOver ? "notice.members-forgotten" : "notice.nobody-organizes",
                new Dictionary<string, string>(StringComparer.Ordinal)
            )
            {
                Until = next.Until,
            },
            now
        );
        return isOver;
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "In {Campaign} nobody organized for {Days} days and two warnings were not answered: what was kept about its members is deleted"
        )]
        public static partial void Forgotten(ILogger logger, string campaign, int days);
    }
}

/// <summary>For how many days nobody may organize before the members of a campaign are forgotten; null: for ever.</summary>
internal sealed record DeadManPatience(int? Days);
