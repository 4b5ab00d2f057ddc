using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>Everything that can be asked of the store, inside one <see cref="Store.WriteAsync{T}"/> or <see cref="Store.Read{T}"/>.</summary>
internal sealed class StoreSession
{
    private static NotSupportedException Later => new("first surface");

    public ActionId NextActionId() => throw Later;

    public void Save(CollectiveAction action) => throw Later;

    public CollectiveAction? Find(ActionId id) => throw Later;

    public IReadOnlyList<CollectiveAction> ActionsOf(CampaignId campaign) => throw Later;

    public void Save(Pledge pledge) => throw Later;

    public Pledge? FindPledge(ActionId action, MemberKey member) => throw Later;

    public IReadOnlyList<Pledge> PledgesOf(ActionId action) => throw Later;

    public IReadOnlyList<Pledge> PledgesOf(MemberKey member) => throw Later;

    public void Save(Member member) => throw Later;

    public Member? FindMember(MemberKey key) => throw Later;

    public void Save(DirectAddress address) => throw Later;

    public DirectAddress? FindAddress(MemberKey key, string network) => throw Later;

    public void ForgetAddress(MemberKey key, string network) => throw Later;

    public void Save(ReminderConsent consent) => throw Later;

    public void ForgetConsent(MemberKey member, ActionId? action) => throw Later;

    public IReadOnlyList<ReminderConsent> ConsentsOf(MemberKey member) => throw Later;

    public void Save(ReminderStep step) => throw Later;

    public IReadOnlyList<ReminderStep> StepsOf(ActionId action) => throw Later;

    public IReadOnlyList<ReminderStep> DueSteps(Instant now, int limit) => throw Later;

    public Instant? NextStepDue() => throw Later;

    public bool Enqueue(OutboxMessage message) => throw Later;

    public OutboxMessage? FindMessage(string id) => throw Later;

    public void Save(OutboxMessage message) => throw Later;

    public IReadOnlyList<OutboxMessage> ReadyMessages(string network, Instant now, int limit) => throw Later;

    public IReadOnlyList<OutboxMessage> ClaimReady(string network, Instant now, int limit) => throw Later;

    public IReadOnlyList<OutboxMessage> InFlight(string network) => throw Later;

    public Instant? NextMessageDue(string? network = null) => throw Later;

    public IReadOnlyList<OutboxMessage> MessagesAbout(ActionId action) => throw Later;

    public IReadOnlyDictionary<DeliveryState, int> MessageCounts() => throw Later;

    public void Save(PostedAlert posted) => throw Later;

    public IReadOnlyList<PostedAlert> PostedAlertsOf(ActionId action) => throw Later;

    public bool TryBegin(string eventKey, Instant at) => throw Later;

    public void Save(Meeting meeting) => throw Later;

    public IReadOnlyList<Meeting> Meetings(CampaignId campaign, LocalDate from, LocalDate to) => throw Later;

    public Meeting? FindMeeting(CampaignId campaign, string feed, string id) => throw Later;

    public string? GetSetting(string key) => throw Later;

    public void SetSetting(string key, string value) => throw Later;

    /// <summary>
    /// Removes what is personal about the campaign's actions that started before the instant: pledges, messages, posted
    /// alerts, consents for them; then members whom nothing holds any more (no pledge, no consent in force) with their
    /// addresses.
    /// </summary>
    public PurgeCounts PurgeEnded(CampaignId campaign, Instant startedBefore) => throw Later;

    /// <summary>Removes, over all campaigns, events handled more than 7 days ago and consents that are void.</summary>
    public PurgeCounts PurgeExpired(Instant now) => throw Later;

    /// <summary>Removes everything about one member at once.</summary>
    public PurgeCounts Forget(MemberKey member) => throw Later;
}
