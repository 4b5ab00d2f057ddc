using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using LiteDB;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Every collection of the store on one screen. What is named here stands in the open; everything else is sealed.
/// </summary>
internal static class StoreSchema
{
    /// <summary>Goes up when rows of the version before can no longer be read as they are.</summary>
    public const int Version = 1;

    public static readonly RowDefinition<CollectiveAction> Actions = new(
        "actions",
        a => a.Id.Code,
        new RowField<CollectiveAction>("campaign", a => a.Campaign.Value)
    );

    public static readonly RowDefinition<ActionSeries> Series = new(
        "series",
        s => s.Id.Code,
        new RowField<ActionSeries>("campaign", s => s.Campaign.Value)
    );

    public static readonly RowDefinition<Pledge> Pledges = new(
        "pledges",
        p => PledgeId(p.Action, p.Member),
        new RowField<Pledge>("member", p => p.Member.Value)
    );

    public static readonly RowDefinition<MemberRow> Members = new(
        "members",
        m => m.Member.Key.Value,
        new RowField<MemberRow>("seen", m => SeenKey(m.Member.Campaign, m.SavedAt))
    );

    public static readonly RowDefinition<AddressRow> Addresses = new(
        "addresses",
        a => AddressId(a.Address.Member, a.Address.Network),
        new RowField<AddressRow>("saved", a => a.SavedAt.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<ReminderConsent> Consents = new(
        "consents",
        c => ConsentId(c.Member, c.Action),
        new RowField<ReminderConsent>("action", c => c.Action?.Number ?? NoAction),
        new RowField<ReminderConsent>("until", c => c.Until.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<ReminderStep> Steps = new(
        "steps",
        s => s.Id,
        new RowField<ReminderStep>("action", s => s.Action.Number),
        new RowField<ReminderStep>(
            "due",
            s => s.State == ReminderStepState.Planned ? new BsonValue(s.DueAt.ToUnixTimeMilliseconds()) : BsonValue.Null
        )
    );

    public static readonly RowDefinition<OfferDeadline> Deadlines = new(
        "deadlines",
        d => d.Id,
        new RowField<OfferDeadline>("action", d => d.Action.Number),
        new RowField<OfferDeadline>("member", d => d.Member.Value),
        new RowField<OfferDeadline>("due", d => d.DueAt.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<OutboxRow> Outbox = new(
        "outbox",
        o => o.Message.Id,
        new RowField<OutboxRow>("queue", QueueKey),
        new RowField<OutboxRow>("state", o => o.Message.State.ToString()),
        new RowField<OutboxRow>("about", o => o.Message.Content.About?.Number ?? NoAction),
        new RowField<OutboxRow>(
            "to",
            o => o.Message.To is Recipient.Direct direct ? new BsonValue(direct.Member.Value) : BsonValue.Null
        )
    );

    public static readonly RowDefinition<Tombstone> Tombstones = new(
        "tombstones",
        t => t.Key,
        new RowField<Tombstone>("action", t => t.Action?.Number ?? NoAction),
        new RowField<Tombstone>(
            "until",
            t => t.Until is { } until ? new BsonValue(until.ToUnixTimeMilliseconds()) : BsonValue.Null
        )
    );

    public static readonly RowDefinition<OpeningDrip> Drips = new("drips", d => d.Network);

    public static readonly RowDefinition<LongSend> LongSends = new(
        "sends",
        s => s.Id,
        new RowField<LongSend>("action", s => s.Action.Number)
    );

    public static readonly RowDefinition<PostedRow> PostedAlerts = new(
        "posted",
        p => p.Id,
        new RowField<PostedRow>("action", p => p.Alert.Action.Number)
    );

    public static readonly RowDefinition<EventRow> Events = new(
        "events",
        e => e.Key,
        new RowField<EventRow>("at", e => e.At.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<LoggedCall> Calls = new(
        "calls",
        c => CallId(c.Action, c.Day, c.Target, c.Member),
        new RowField<LoggedCall>("member", c => c.Member.Value)
    );

    public static readonly RowDefinition<CallTurn> CallTurns = new(
        "callturns",
        t => TurnId(t.Action, t.Member),
        new RowField<CallTurn>("member", t => t.Member.Value)
    );

    public static readonly RowDefinition<Meeting> Meetings = new(
        "meetings",
        m => MeetingId(m.Campaign, m.Feed, m.Id),
        new RowField<Meeting>("day", m => DayKey(m.Campaign, m.Date))
    );

    public static readonly RowDefinition<CalendarChange> CalendarChanges = new(
        "calendarchanges",
        c => c.Action.Code,
        new RowField<CalendarChange>("campaign", c => c.Campaign.Value)
    );

    public static readonly RowDefinition<DocketRow> Dockets = new(
        "dockets",
        d => MeetingId(d.Sighting.Campaign, d.Sighting.Feed, d.Sighting.Meeting),
        new RowField<DocketRow>("until", d => d.Until.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<WaitingEnvelope> Inbox = new(
        "inbox",
        e => e.EventKey,
        new RowField<WaitingEnvelope>("network", e => e.Network),
        new RowField<WaitingEnvelope>(
            "gone",
            e => e.GoneBy is { } gone ? new BsonValue(gone.ToUnixTimeMilliseconds()) : BsonValue.Null
        )
    );

    public static readonly RowDefinition<PromptsRow> Prompts = new(
        "prompts",
        p => p.Person,
        new RowField<PromptsRow>("saved", p => p.SavedAt.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<MemberLink> Links = new(
        "links",
        l => l.Identity.Value,
        new RowField<MemberLink>("human", l => l.Human.Value),
        new RowField<MemberLink>("until", l => l.Until.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<LinkOffer> LinkOffers = new(
        "linkoffers",
        o => o.CodeKey,
        new RowField<LinkOffer>("until", o => o.Until.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<Ban> Bans = new(
        "bans",
        b => b.Member.Value,
        new RowField<Ban>("human", b => b.Human.Value),
        new RowField<Ban>("until", b => b.Until.ToUnixTimeMilliseconds())
    );

    public static readonly RowDefinition<AuditEntry> Audit = new("audit", AuditId);

    public static readonly RowDefinition<AuditChain> AuditChains = new("auditchains", c => c.Campaign.Value);

    public static readonly RowDefinition<DeadManWatch> DeadManWatches = new("deadman", w => w.Campaign.Value);

    public static readonly RowDefinition<IssuedAlert> IssuedAlerts = new("issuedalerts", i => i.CodeKey);

    public static readonly RowDefinition<SettingRow> Settings = new("settings", s => s.Key);

    public static readonly RowDefinition<SequenceRow> Sequences = new("sequences", s => s.Name);

    /// <summary>Every kind of row: what is examined when the store is opened.</summary>
    public static IReadOnlyList<RowDefinition> All { get; } =
    [
        Actions,
        Series,
        Pledges,
        Members,
        Addresses,
        Consents,
        Steps,
        Deadlines,
        Outbox,
        Tombstones,
        Drips,
        LongSends,
        PostedAlerts,
        Events,
        Calls,
        CallTurns,
        Meetings,
        CalendarChanges,
        Dockets,
        Inbox,
        Prompts,
        Links,
        LinkOffers,
        Bans,
        Audit,
        AuditChains,
        IssuedAlerts,
        DeadManWatches,
        Settings,
        Sequences,
    ];

    /// <summary>One for each person, office and day: a second one takes the first one's place.</summary>
    public static string CallId(ActionId action, LocalDate day, string target, MemberKey member) =>
        $"{action.Code}|{LocalDatePattern.Iso.Format(day)}|{target}|{member.Value}";

    public static string TurnId(ActionId action, MemberKey member) => $"{action.Code}|{member.Value}";

    /// <summary>Stands for no action in particular: messages about none, standing consents. Actions are numbered from 1.</summary>
    public const int NoAction = 0;

    public static string PledgeId(ActionId action, MemberKey member) => $"{action.Code}|{member.Value}";

    public static string AddressId(MemberKey member, string network) => $"{member.Value}|{network}";

    public static string ConsentId(MemberKey member, ActionId? action) => $"{member.Value}|{action?.Code ?? "*"}";

    public static string AuditId(AuditEntry entry) => $"{entry.Campaign.Value}|{entry.Number:D12}";

    /// <summary>A feed's entry ids are its own business: hashed, any text makes a good key.</summary>
    public static string MeetingId(CampaignId campaign, string feed, string id) =>
        $"{campaign.Value}|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{feed.Length}:{feed}{id}")))}";

    public static string DayKey(CampaignId campaign, LocalDate day) =>
        $"{campaign.Value}|{day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}";

    public static string SeenKey(CampaignId campaign, Instant at) => $"{campaign.Value}|{Sortable(at)}";

    /// <summary>
    /// Where a waiting message stands in the queue of its network: higher priority first; what needs a conversation opened
    /// apart from the rest; then each campaign's own, the earlier first, then the one that was written first. What has ended
    /// and may be forgotten stands in a queue of its own, the earliest first. Null: it waits for nothing.
    /// </summary>
    private static BsonValue QueueKey(OutboxRow row) =>
        row.Message switch
        {
            { State: DeliveryState.Pending or DeliveryState.Retry } waiting => new BsonValue(
                $"{CampaignPrefix(LanePrefix(waiting.Network, waiting.Priority, row.Opens), waiting.Campaign.Value)}{Sortable(waiting.NotBefore)}|{row.Sequence:D19}"
            ),
            { MayBeForgotten: true } ended => new BsonValue($"{EndedPrefix}{Sortable(row.EndedAt ?? ended.NotBefore)}"),
            _ => BsonValue.Null,
        };

    public const string EndedPrefix = "ended|";

    /// <summary>The last place among what ended by the instant.</summary>
    public static string EndedUntil(Instant at) => $"{EndedPrefix}{Sortable(at)}";

    public static string LanePrefix(string network, DeliveryPriority priority, bool opens) =>
        $"{network}|{DeliveryPriority.Asked - priority}|{(opens ? "opening" : "open")}|";

    public static string CampaignPrefix(string lane, string campaign) => $"{lane}{campaign}|";

    /// <summary>The campaign that a place in the queue belongs to.</summary>
    public static string CampaignIn(string queueKey, string lane) =>
        queueKey[lane.Length..queueKey.IndexOf('|', lane.Length)];

    /// <summary>The last place in a campaign's queue for messages that may leave at the instant.</summary>
    public static string QueueUntil(string campaignPrefix, Instant now) => $"{campaignPrefix}{Sortable(now)}|~";

    /// <summary>Unix milliseconds, rounded down, as text that sorts like the number.</summary>
    private static string Sortable(Instant at) =>
        Math.Max(0, at.ToUnixTimeMilliseconds()).ToString("D15", CultureInfo.InvariantCulture);
}

/// <summary>A member with the time of the last change, for retention.</summary>
internal sealed record MemberRow(Member Member, Instant SavedAt);

/// <summary>An address with the time of the last change, for retention.</summary>
internal sealed record AddressRow(DirectAddress Address, Instant SavedAt);

/// <summary>A message with its place in the order of writing.</summary>
internal sealed record OutboxRow(OutboxMessage Message, long Sequence)
{
    /// <summary>Whether a private conversation has to be opened for it, as far as is known.</summary>
    public bool Opens { get; init; }

    /// <summary>When it ended; null: it has not.</summary>
    public Instant? EndedAt { get; init; }
}

/// <summary>What is left of a message that ended: that it must not be written again. It tells nobody what it was or for whom.</summary>
/// <param name="Key">A keyed hash of the message's id.</param>
/// <param name="Action">The action that it was about, with which it goes; null: none.</param>
/// <param name="Until">When it goes, where it is about no action.</param>
/// <param name="WasSent">Whether somebody has got it.</param>
internal sealed record Tombstone(string Key, ActionId? Action, Instant? Until, bool WasSent);

/// <summary>A posted alert under a keyed hash of where it stands.</summary>
internal sealed record PostedRow(string Id, PostedAlert Alert);

/// <summary>An event that was handled, with the action that came of it.</summary>
internal sealed record EventRow(string Key, Instant At, ActionId? Made = null);

/// <summary>What a person was last asked by number, under a keyed hash of who they are on the network.</summary>
internal sealed record PromptsRow(string Person, IReadOnlyList<Prompt> Prompts, Instant SavedAt);

/// <summary>What was seen of a meeting's docket, with when it can be forgotten.</summary>
internal sealed record DocketRow(DocketSighting Sighting, Instant Until);

internal sealed record SettingRow(string Key, string Value);

internal sealed record SequenceRow(string Name, long Last);
