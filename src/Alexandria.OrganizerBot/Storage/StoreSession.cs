using System.Globalization;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>
/// Everything that can be asked of the store, inside one <see cref="Store.WriteAsync{T}"/> or <see cref="Store.Read{T}"/>.
/// Instants decide to the nanosecond; lists are complete when they are returned. Any method throws
/// <see cref="StoreDamagedException"/> on a row that does not open; one that writes throws
/// <see cref="InvalidOperationException"/> in a read.
/// </summary>
internal sealed partial class StoreSession(SessionScope scope, MemberKeys keys, MessageSequence messageSequence)
{
    private const string ActionSequence = "action";

    private Rows<CollectiveAction> Actions => field ??= new(StoreSchema.Actions, scope);
    private Rows<Pledge> Pledges => field ??= new(StoreSchema.Pledges, scope);
    private Rows<MemberRow> Members => field ??= new(StoreSchema.Members, scope);
    private Rows<AddressRow> Addresses => field ??= new(StoreSchema.Addresses, scope);
    private Rows<ReminderConsent> Consents => field ??= new(StoreSchema.Consents, scope);
    private Rows<ReminderStep> Steps => field ??= new(StoreSchema.Steps, scope);
    private Rows<OutboxRow> Outbox => field ??= new(StoreSchema.Outbox, scope);
    private Rows<Tombstone> Tombstones => field ??= new(StoreSchema.Tombstones, scope);
    private Rows<OpeningDrip> Drips => field ??= new(StoreSchema.Drips, scope);
    private Rows<LongSend> LongSends => field ??= new(StoreSchema.LongSends, scope);
    private Rows<PostedRow> Posted => field ??= new(StoreSchema.PostedAlerts, scope);
    private Rows<EventRow> Events => field ??= new(StoreSchema.Events, scope);
    private Rows<Meeting> Calendar => field ??= new(StoreSchema.Meetings, scope);
    private Rows<CalendarChange> CalendarChanges => field ??= new(StoreSchema.CalendarChanges, scope);
    private Rows<DocketRow> Dockets => field ??= new(StoreSchema.Dockets, scope);
    private Rows<OfferDeadline> Deadlines => field ??= new(StoreSchema.Deadlines, scope);
    private Rows<WaitingEnvelope> Inbox => field ??= new(StoreSchema.Inbox, scope);
    private Rows<PromptsRow> Prompts => field ??= new(StoreSchema.Prompts, scope);
    private Rows<MemberLink> Links => field ??= new(StoreSchema.Links, scope);
    private Rows<LinkOffer> LinkOffers => field ??= new(StoreSchema.LinkOffers, scope);
    private Rows<Ban> Bans => field ??= new(StoreSchema.Bans, scope);
    private Rows<SettingRow> Settings => field ??= new(StoreSchema.Settings, scope);
    private Rows<SequenceRow> Sequences => field ??= new(StoreSchema.Sequences, scope);

    /// <summary>The next action's number: over all campaigns, and never given twice, whatever becomes of the action.</summary>
    public ActionId NextActionId()
    {
        var next = checked((int)((Sequences.Find(ActionSequence)?.Last ?? 0) + 1));
        Sequences.Save(new SequenceRow(ActionSequence, next));
        return new ActionId(next);
    }

    public void Save(CollectiveAction action) => Actions.Save(action);

    public CollectiveAction? Find(ActionId id) => Actions.Find(id.Code);

    /// <summary>The campaign's actions in every state, the earliest start first.</summary>
    public IReadOnlyList<CollectiveAction> ActionsOf(CampaignId campaign) =>
        [.. Actions.WithField("campaign", campaign.Value).OrderBy(a => a.Starts.Instant).ThenBy(a => a.Id.Number)];

    /// <summary>Every campaign that has or had an action, also where its file is gone.</summary>
    public IReadOnlyList<CampaignId> CampaignsWithActions() =>
        [.. Actions.StartingWith("A").Select(a => a.Campaign).Distinct()];

    public void Save(Pledge pledge) => Pledges.Save(pledge);

    public Pledge? FindPledge(ActionId action, MemberKey member) => Pledges.Find(StoreSchema.PledgeId(action, member));

    /// <summary>Everyone's answer to the action, withdrawn ones included.</summary>
    public IReadOnlyList<Pledge> PledgesOf(ActionId action) => Pledges.StartingWith($"{action.Code}|");

    /// <summary>So many of an action's answers, in the order of their members' keys.</summary>
    /// <param name="action">The action.</param>
    /// <param name="after">The member whose answer was the last of the part before; null: the first part.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<Pledge> PledgesOf(ActionId action, MemberKey? after, int limit) =>
        Pledges.StartingWith(
            $"{action.Code}|",
            after is { } member ? StoreSchema.PledgeId(action, member) : null,
            limit
        );

    /// <summary>The member's answers to every action, withdrawn ones included.</summary>
    public IReadOnlyList<Pledge> PledgesOf(MemberKey member) => Pledges.WithField("member", member.Value);

    public void Save(Member member) => Members.Save(new MemberRow(member, scope.Now));

    public Member? FindMember(MemberKey key) => Members.Find(key.Value)?.Member;

    public void Save(DirectAddress address)
    {
        Addresses.Save(new AddressRow(address, scope.Now));
        if (address.ChannelId is not null)
            LeaveOpeningLane(address);
    }

    public DirectAddress? FindAddress(MemberKey key, string network) =>
        Addresses.Find(StoreSchema.AddressId(key, network))?.Address;

    public void ForgetAddress(MemberKey key, string network) => Addresses.Delete(StoreSchema.AddressId(key, network));

    /// <summary>Forgets where the member can be written to, on every network.</summary>
    public void ForgetAddresses(MemberKey key) => Addresses.DeleteStartingWith($"{key.Value}|");

    public void Save(ReminderConsent consent) => Consents.Save(consent);

    /// <summary>Takes the consent for one action back, or with null the standing one; the others stay.</summary>
    public void ForgetConsent(MemberKey member, ActionId? action) =>
        Consents.Delete(StoreSchema.ConsentId(member, action));

    /// <summary>The member's consents, void ones included until they are purged.</summary>
    public IReadOnlyList<ReminderConsent> ConsentsOf(MemberKey member) => Consents.StartingWith($"{member.Value}|");

    /// <summary>Every member whose consent covers the action at that moment, in two reads whatever their number.</summary>
    /// <summary>Whether the member allows reminders about the action at that moment.</summary>
    public bool ConsentsTo(MemberKey member, ActionId action, Instant now) =>
        ConsentsOf(member).Any(consent => consent.Covers(action, now));

    public IReadOnlySet<MemberKey> MembersWhoConsent(ActionId action, Instant now) =>
        Consents
            .WithField("action", action.Number)
            .Concat(Consents.WithField("action", StoreSchema.NoAction))
            .Where(consent => consent.Covers(action, now))
            .Select(consent => consent.Member)
            .ToHashSet();

    public void Save(ReminderStep step) => Steps.Save(step);

    public IReadOnlyList<ReminderStep> StepsOf(ActionId action) =>
        [.. Steps.WithField("action", action.Number).OrderBy(s => s.DueAt).ThenBy(s => s.Id, StringComparer.Ordinal)];

    /// <summary>Planned steps whose time has come, the earliest first.</summary>
    public IReadOnlyList<ReminderStep> DueSteps(Instant now, int limit) =>
        Steps.Between("due", long.MinValue, now.ToUnixTimeMilliseconds(), limit).FindAll(step => step.DueAt <= now);

    /// <summary>When the next planned step is due, be it in the past; null: none is planned.</summary>
    public Instant? NextStepDue() =>
        Steps.Between("due", long.MinValue, long.MaxValue, limit: 1) is [var next] ? next.DueAt : null;

    public void Save(OfferDeadline deadline) => Deadlines.Save(deadline);

    public void Forget(OfferDeadline deadline) => Deadlines.Delete(deadline.Id);

    /// <summary>Deadlines that have come, the earliest first.</summary>
    public IReadOnlyList<OfferDeadline> DueDeadlines(Instant now, int limit) =>
        Deadlines.Between("due", long.MinValue, now.ToUnixTimeMilliseconds(), limit).FindAll(d => d.DueAt <= now);

    /// <summary>When the next deadline comes, be it in the past; null: there is none.</summary>
    public Instant? NextDeadlineDue() =>
        Deadlines.Between("due", long.MinValue, long.MaxValue, limit: 1) is [var next] ? next.DueAt : null;

    public void Save(PostedAlert posted) => Posted.Save(new PostedRow(PostedId(posted), posted));

    /// <summary>Saves the alert as it is now, also where another message has taken its place.</summary>
    public void Replace(PostedAlert before, PostedAlert now)
    {
        Posted.Delete(PostedId(before));
        Save(now);
    }

    public IReadOnlyList<PostedAlert> PostedAlertsOf(ActionId action) =>
        Posted.WithField("action", action.Number).ConvertAll(row => row.Alert);

    /// <summary>
    /// Notes that an event is handled now, and drops what was kept of it until then; false: it was handled before, and
    /// nothing must happen again.
    /// </summary>
    /// <param name="eventKey">From <see cref="MemberKeys.EventKey"/>.</param>
    /// <param name="at">When it came.</param>
    public bool TryBegin(string eventKey, Instant at)
    {
        scope.DemandWritable();
        Inbox.Delete(eventKey);
        if (Events.Exists(eventKey))
            return false;
        Events.Save(new EventRow(eventKey, at));
        return true;
    }

    /// <summary>Notes which action an event has made, so that a replay can be answered like the first one.</summary>
    /// <param name="eventKey">Of an event that was begun.</param>
    /// <param name="action">What it made.</param>
    public void NoteMade(string eventKey, ActionId action)
    {
        if (Events.Find(eventKey) is not { } begun)
            throw new InvalidOperationException("The event was not begun.");
        Events.Save(begun with { Made = action });
    }

    /// <summary>The action that the event has made; null: none, or it is forgotten.</summary>
    public ActionId? MadeBy(string eventKey) => Events.Find(eventKey)?.Made;

    public void Save(Meeting meeting) => Calendar.Save(meeting);

    /// <summary>The campaign's meetings from the first to the last day, both included, the earliest first.</summary>
    public IReadOnlyList<Meeting> Meetings(CampaignId campaign, LocalDate from, LocalDate to) =>
        [
            .. Calendar
                .Between("day", StoreSchema.DayKey(campaign, from), StoreSchema.DayKey(campaign, to))
                .OrderBy(m => m.Date)
                .ThenBy(m => m.Time ?? LocalTime.MaxValue)
                .ThenBy(m => m.Title, StringComparer.Ordinal),
        ];

    public Meeting? FindMeeting(CampaignId campaign, string feed, string id) =>
        Calendar.Find(StoreSchema.MeetingId(campaign, feed, id));

    /// <summary>Notes which edition of a docket was looked through.</summary>
    /// <param name="sighting">The edition.</param>
    /// <param name="until">When that can be forgotten.</param>
    public void Save(DocketSighting sighting, Instant until) => Dockets.Save(new DocketRow(sighting, until));

    /// <summary>The edition of the meeting's docket that was looked through last; null: none was.</summary>
    public DocketSighting? FindDocket(CampaignId campaign, string feed, string meeting) =>
        Dockets.Find(StoreSchema.MeetingId(campaign, feed, meeting))?.Sighting;

    public string? GetSetting(string key) => Settings.Find(key)?.Value;

    public void SetSetting(string key, string value) => Settings.Save(new SettingRow(key, value));

    public void ForgetSetting(string key) => Settings.Delete(key);

    /// <summary>When one organizer of the campaign last released something alone; null: never.</summary>
    public Instant? LastEmergency(CampaignId campaign) =>
        GetSetting(EmergencyKey(campaign)) is { } value
            ? Instant.FromUnixTimeMilliseconds(long.Parse(value, CultureInfo.InvariantCulture))
            : null;

    public void NoteEmergency(CampaignId campaign, Instant at) =>
        SetSetting(EmergencyKey(campaign), at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    private static string EmergencyKey(CampaignId campaign) => $"emergency|{campaign.Value}";

    /// <summary>
    /// Takes back what was proposed too long ago, so that no draft keeps a keyed hash of whoever proposed it.
    /// </summary>
    /// <returns>How many went.</returns>
    public int DropLapsedProposals(Instant now)
    {
        var lapsed = CampaignsWithActions()
            .SelectMany(ActionsOf)
            .Where(action => action.Proposal?.HasLapsed(now) == true)
            .ToList();
        foreach (var action in lapsed)
            Save(action.WithoutProposal());
        return lapsed.Count;
    }

    private string PostedId(PostedAlert posted) =>
        $"{posted.Action.Code}|{posted.Network}|{keys.PlaceKey(posted.Server, posted.ChannelId, posted.MessageId)}";

    /// <summary>Creates every collection with its indexes.</summary>
    internal void EnsureIndexes()
    {
        Actions.EnsureIndexes();
        Pledges.EnsureIndexes();
        Members.EnsureIndexes();
        Addresses.EnsureIndexes();
        Consents.EnsureIndexes();
        Steps.EnsureIndexes();
        Outbox.EnsureIndexes();
        Tombstones.EnsureIndexes();
        Drips.EnsureIndexes();
        LongSends.EnsureIndexes();
        Posted.EnsureIndexes();
        Events.EnsureIndexes();
        Calendar.EnsureIndexes();
        CalendarChanges.EnsureIndexes();
        Dockets.EnsureIndexes();
        Inbox.EnsureIndexes();
        Prompts.EnsureIndexes();
        Links.EnsureIndexes();
        LinkOffers.EnsureIndexes();
        Bans.EnsureIndexes();
        AuditEntries.EnsureIndexes();
        AuditChains.EnsureIndexes();
        IssuedAlerts.EnsureIndexes();
        DeadManWatches.EnsureIndexes();
        Deadlines.EnsureIndexes();
    }
}
