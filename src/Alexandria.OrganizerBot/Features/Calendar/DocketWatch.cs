using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Looks through dockets as they are published or published anew, for items that fit the campaign's keywords. The
/// coordinators are told of each edition once, with a draft of an action; members hear nothing of it from here.
/// </summary>
/// <param name="tokens">For clients of the Legistar Web API that demand one.</param>
internal sealed partial class DocketWatch(
    Store store,
    CalendarFetcher fetcher,
    LegistarTokens tokens,
    ILogger<DocketWatch> logger
)
{
    /// <summary>How many dockets are asked for at a time: the city's server is nobody's to press, and the next time comes.</summary>
    public const int MostAtOnce = 5;

    private const int DaysAhead = 120;

    /// <summary>How often each docket could not be read since the start, so that a broken one lets the others pass.</summary>
    private readonly Dictionary<(CampaignId Campaign, string Feed, string Meeting), int> _failures = [];

    /// <summary>Looks through what is new among the dockets that are known of the feed's meetings. Called after each reading.</summary>
    /// <param name="campaign">Whose keywords count.</param>
    /// <param name="feed">One of its feeds.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellationToken">Ends it between two dockets, or the request.</param>
    public async Task WatchAsync(Campaign campaign, CalendarFeed feed, Instant now, CancellationToken cancellationToken)
    {
        var unseen = store
            .Read(session => Unseen(session, campaign, feed, now))
            .OrderBy(meeting => _failures.GetValueOrDefault(Key(meeting)))
            .Take(MostAtOnce);
        foreach (var meeting in unseen)
            await LookThroughAsync(campaign, feed, meeting, now, cancellationToken);
    }

    /// <summary>A short name of an edition, for the ids of its messages.</summary>
    public static string Edition(string stamp) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stamp)).AsSpan(0, 8));

    private static (CampaignId Campaign, string Feed, string Meeting) Key(Meeting meeting) =>
        (meeting.Campaign, meeting.Feed, meeting.Id);

    /// <summary>Meetings ahead whose docket was not looked through yet, or whose action came after it was, the earliest first.</summary>
    private static List<Meeting> Unseen(StoreSession session, Campaign campaign, CalendarFeed feed, Instant now)
    {
        var today = now.InZone(campaign.Zone).Date;
        var withAction = session
            .ActionsOf(campaign.Id)
            .Where(action => action.State != ActionState.Cancelled)
            .Select(action => action.Source)
            .OfType<MeetingSource>()
            .ToHashSet();
        return
        [
            .. session
                .Meetings(campaign.Id, today, today.PlusDays(DaysAhead))
                .Where(meeting =>
                    meeting is { Docket: not null, Status: MeetingStatus.Scheduled }
                    && meeting.Feed == feed.Id
                    && !meeting.HasBegun(campaign.Zone, now)
                )
                .Where(meeting =>
                    IsUnseen(
                        session.FindDocket(campaign.Id, meeting.Feed, meeting.Id),
                        meeting,
                        withAction.Contains(new MeetingSource(meeting.Feed, meeting.Id)),
                        campaign
                    )
                ),
        ];
    }

    /// <summary>Where there are no keywords, only the dockets of meetings that have an action are of interest.</summary>
    private static bool IsUnseen(DocketSighting? seen, Meeting meeting, bool hasAction, Campaign campaign) =>
        seen is null || seen.Stamp != meeting.Docket!.Stamp || seen.Date != meeting.Date
            ? hasAction || campaign.Keywords.Count > 0
            : hasAction && !seen.WasTold;

    private async Task LookThroughAsync(
        Campaign campaign,
        CalendarFeed feed,
        Meeting meeting,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        switch (await ReadAsync(campaign, feed, meeting, cancellationToken))
        {
            case DocketReading.Understood(var items):
                _failures.Remove(Key(meeting));
                await store.WriteAsync(session => Note(session, campaign, meeting, items, now), cancellationToken);
                Log.Seen(logger, campaign.Id.Value, feed.Id, meeting.Id, items.Count);
                break;
            case DocketReading.Unreadable unreadable:
                _failures[Key(meeting)] = _failures.GetValueOrDefault(Key(meeting)) + 1;
                Log.Unreadable(logger, campaign.Id.Value, feed.Id, meeting.Id, unreadable.Reason);
                await store.WriteAsync(
                    session =>
                        FeedNotice.TellOnceADay(
                            session,
                            campaign,
                            feed,
                            "notice.docket-unreadable",
                            [],
                            (unreadable.Key, unreadable.Values),
                            now
                        ),
                    cancellationToken
                );
                break;
            default:
                throw new InvalidOperationException("Unknown reading of a docket.");
        }
    }

    private async Task<DocketReading> ReadAsync(
        Campaign campaign,
        CalendarFeed feed,
        Meeting meeting,
        CancellationToken cancellationToken
    )
    {
        if (campaign.Keywords.Count == 0 || DocketReader.Address(feed, meeting.Id) is not { } address)
            return new DocketReading.Understood([]);
        return await fetcher.FetchAsync(tokens.Sign(address), known: null, cancellationToken) switch
        {
            CalendarFetch.Fetched(var body, _) => DocketReader.Read(body, campaign),
            CalendarFetch.Failed(var reason, var key, var values) => new DocketReading.Unreadable(reason, key, values),
            var other => throw new InvalidOperationException($"Nobody asked for {other.GetType().Name}."),
        };
    }

    /// <summary>Everything that follows from an edition, in one transaction: after a crash it is done whole, or again.</summary>
    private static void Note(
        StoreSession session,
        Campaign campaign,
        Meeting meeting,
        IReadOnlyList<DocketItem> items,
        Instant now
    )
    {
        var before = session.FindDocket(campaign.Id, meeting.Feed, meeting.Id);
        var actions = session
            .ActionsOf(campaign.Id)
            .Where(action => action.Source == new MeetingSource(meeting.Feed, meeting.Id))
            .ToList();
        var isSameEdition = before?.Stamp == meeting.Docket!.Stamp;
        var sighting = new DocketSighting
        {
            Campaign = campaign.Id,
            Feed = meeting.Feed,
            Meeting = meeting.Id,
            Date = meeting.Date,
            Stamp = meeting.Docket.Stamp,
            SeenAt = now,
            Items =
            [
                .. items
                    .Take(DocketItem.MostKept)
                    .Select(item => item with { IsNew = before?.WasTold == true && !Had(before, item) }),
            ],
            MoreItems = Math.Max(0, items.Count - DocketItem.MostKept),
            IsLaterEdition = isSameEdition ? before!.IsLaterEdition : before?.WasTold == true,
            WasTold = isSameEdition && before!.WasTold,
        };
        var concerns =
            items.Count > 0
            || sighting.IsLaterEdition && before!.Items.Count > 0
            || actions.Exists(action => action.State != ActionState.Cancelled && action.Starts.Instant > now);
        if (concerns && !sighting.WasTold)
        {
            if (items.Count > 0 && actions.Count == 0)
                Draft(session, campaign, meeting, now);
            session.TellCoordinators(
                campaign,
                $"docket|{campaign.Id}|{meeting.Feed}|{meeting.Id}|{Edition(sighting.Stamp)}",
                new MessageContent.DocketNews(meeting.Feed, meeting.Id, Edition(sighting.Stamp)),
                now
            );
            sighting = sighting with { WasTold = true };
        }
        session.Save(sighting, sighting.Until(campaign.Zone));
    }

    private static bool Had(DocketSighting before, DocketItem item) =>
        before.Items.Any(other => string.Equals(other.Title, item.Title, StringComparison.OrdinalIgnoreCase));

    /// <summary>A draft for the meeting, which an organizer posts or lets be; none where the calendar is not sure of its time.</summary>
    private static void Draft(StoreSession session, Campaign campaign, Meeting meeting, Instant now)
    {
        if (CreateAction.DraftFrom(meeting, campaign) is not { } draft || draft.Starts.Instant <= now)
            return;
        var action = draft with { Id = session.NextActionId() };
        session.Save(action);
        session.Audit(
            campaign.Id,
            AuditRole.Bot,
            human: null,
            AuditDeed.Created,
            action.Id.Code,
            AuditResult.Done,
            now
        );
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "{Campaign}: {Items} items of the docket of {Feed} {Meeting} fit the keywords"
        )]
        public static partial void Seen(ILogger logger, string campaign, string feed, string meeting, int items);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Campaign}: the docket of {Feed} {Meeting} cannot be read: {Reason}"
        )]
        public static partial void Unreadable(
            ILogger logger,
            string campaign,
            string feed,
            string meeting,
            string reason
        );
    }
}
