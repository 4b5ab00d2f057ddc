using System.Text.Json.Serialization;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// A message that must be sent: written in the transaction that decided it, sent later by the pump. What it says is rendered
/// when it is sent, in the reader's language and from the state of that moment.
/// </summary>
internal sealed record OutboxMessage
{
    /// <summary>
    /// Built from what it is, for example <c>A1.1.day-before|member</c>: deciding the same message twice makes one row.
    /// </summary>
    public required string Id { get; init; }
    public required CampaignId Campaign { get; init; }

    /// <summary>The network that sends it.</summary>
    public required string Network { get; init; }
    public required Recipient To { get; init; }
    public required MessageContent Content { get; init; }
    public DeliveryState State { get; init; } = DeliveryState.Pending;

    /// <summary>Not sent before.</summary>
    public required Instant NotBefore { get; init; }

    /// <summary>Not sent from then on: it would only confuse. Null: always useful.</summary>
    public Instant? UsefulUntil { get; init; }

    /// <summary>Higher overtakes lower.</summary>
    public DeliveryPriority Priority { get; init; } = DeliveryPriority.Normal;

    /// <summary>Tries so far.</summary>
    public int Attempts { get; init; }

    /// <summary>How often it was found in flight after a crash.</summary>
    public int Recoveries { get; init; }

    /// <summary>When the try in flight began; null: none is.</summary>
    public Instant? ClaimedAt { get; init; }

    /// <summary>Since when a try may have gone out without an answer; null: each try so far is known to have failed.</summary>
    public Instant? UncertainSince { get; init; }

    /// <summary>How many tries may have gone out without an answer; back to 0 once the network showed that none did.</summary>
    public int Doubts { get; init; }

    /// <summary>How many tries ended in an error of the bot's own.</summary>
    public int Defects { get; init; }

    /// <summary>Why it is dead or has to be tried again; a short code, never an id or text of a person.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// Whether it may become a tombstone some time after it ended. What an organizer may still want to send or drop is kept;
    /// of a member whose private messages are closed nobody needs to know more than that.
    /// </summary>
    [JsonIgnore]
    public bool MayBeForgotten =>
        State is DeliveryState.Sent or DeliveryState.Cancelled
        || (
            State is DeliveryState.Dead
            && (Reason is DeliverySupport.UnreachableReason || Content is MessageContent.Notice)
        );
}

/// <summary>Pending → Sending → Sent | Retry | Unknown | Dead; Cancelled before it was sent. See docs/delivery-lifecycle.md.</summary>
internal enum DeliveryState
{
    Pending,

    /// <summary>A try is in flight; written durably before the network is called.</summary>
    Sending,
    Sent,

    /// <summary>To be tried again at <see cref="OutboxMessage.NotBefore"/>.</summary>
    Retry,

    /// <summary>It may or may not have arrived, and the network cannot tell. Sent again only where an organizer asks for it.</summary>
    Unknown,
    Dead,
    Cancelled,
}

/// <summary>What overtakes what.</summary>
internal enum DeliveryPriority
{
    /// <summary>Nobody misses it if it comes later, or never: the number under an alert, progress, digests.</summary>
    Low,

    /// <summary>Reminders.</summary>
    Normal,

    /// <summary>What changes somebody's plans: an alert, a new time or place, a cancellation, a free place, a notice of trouble.</summary>
    High,

    /// <summary>Somebody sits before the screen and waits for it.</summary>
    Asked,
}

/// <summary>Where a message goes.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "to")]
[JsonDerivedType(typeof(Channel), "channel")]
[JsonDerivedType(typeof(Direct), "direct")]
internal abstract record Recipient
{
    private Recipient() { }

    /// <summary>A channel or group that a campaign names.</summary>
    public sealed record Channel(string Server, string ChannelId) : Recipient;

    /// <summary>One member in private; the address is looked up when it is sent.</summary>
    public sealed record Direct(MemberKey Member) : Recipient;
}

/// <summary>What a message is about. Its words are made when it is sent.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Alert), "alert")]
[JsonDerivedType(typeof(AlertChanged), "alert-changed")]
[JsonDerivedType(typeof(Cancellation), "cancellation")]
[JsonDerivedType(typeof(Reminder), "reminder")]
[JsonDerivedType(typeof(Digest), "digest")]
[JsonDerivedType(typeof(ReachTest), "reach-test")]
[JsonDerivedType(typeof(Moved), "moved")]
[JsonDerivedType(typeof(MilestoneMoved), "milestone-moved")]
[JsonDerivedType(typeof(Offer), "offer")]
[JsonDerivedType(typeof(Notice), "notice")]
[JsonDerivedType(typeof(ThreadStart), "thread")]
[JsonDerivedType(typeof(ThreadOpening), "thread-opening")]
[JsonDerivedType(typeof(EventMirror), "event")]
[JsonDerivedType(typeof(Poll), "poll")]
[JsonDerivedType(typeof(PollEnd), "poll-end")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(CalendarChanged), "calendar-changed")]
[JsonDerivedType(typeof(DocketNews), "docket")]
internal abstract record MessageContent
{
    private MessageContent() { }

    /// <summary>The action it is about; null: none.</summary>
    [JsonIgnore]
    public ActionId? About =>
        this switch
        {
            Alert(var action) => action,
            AlertChanged(var action, _) => action,
            Moved(var action, _, _, _, _) => action,
            MilestoneMoved(var action, _, _) => action,
            Offer(var action) => action,
            Cancellation(var action) => action,
            Reminder(var action, _, _) => action,
            ThreadStart(var action) => action,
            ThreadOpening(var action) => action,
            EventMirror(var action) => action,
            Poll(var action) => action,
            PollEnd(var action) => action,
            Progress(var action, _) => action,
            CalendarChanged(var action, _) => action,
            _ => null,
        };

    /// <summary>
    /// Whether doing it twice is doing it once, whenever the second time comes: then it may be tried again after any silence.
    /// </summary>
    [JsonIgnore]
    public bool IsRepeatable => this is AlertChanged or ThreadStart or EventMirror or PollEnd or Progress;

    /// <summary>What it is one message of, where the same goes to many; null: it is one of its own. See <see cref="LongSend"/>.</summary>
    [JsonIgnore]
    public string? Send =>
        this switch
        {
            Reminder reminder => $"{reminder.Action.Code}.{reminder.Version}.{reminder.Rule}",
            Cancellation(var action) => $"{action.Code}|cancelled",
            Moved moved => $"{moved.Action.Code}|moved|{moved.Version}",
            _ => null,
        };

    /// <summary>
    /// Whether missing it harms more than reading it twice. Not so for a poll, whose votes would be spread over two, and for
    /// what somebody who sees nothing can ask for again.
    /// </summary>
    [JsonIgnore]
    public bool IsWorthASecondCopy => this is not (Poll or ReachTest or ThreadOpening);

    /// <summary>The action's alert in a channel.</summary>
    public sealed record Alert(ActionId Action) : MessageContent;

    /// <summary>A posted alert is brought up to date in place.</summary>
    /// <param name="TallyOnly">Only where the number of people that it shows has changed.</param>
    public sealed record AlertChanged(ActionId Action, bool TallyOnly = false) : MessageContent;

    /// <summary>Time, place or name of the action changed; what they were before.</summary>
    /// <param name="Action">The action.</param>
    /// <param name="Version">The version that changed it.</param>
    /// <param name="WasAt">When it started before, on the wall of its zone.</param>
    /// <param name="WasIn">Where it was before.</param>
    /// <param name="WasCalled">How it was called before; null: as it is now.</param>
    public sealed record Moved(
        ActionId Action,
        int Version,
        LocalDateTime WasAt,
        string? WasIn,
        string? WasCalled = null
    ) : MessageContent;

    /// <summary>A milestone that people were told of comes at another time, or it is not known any more; when it was.</summary>
    public sealed record MilestoneMoved(ActionId Action, MilestoneKind Kind, LocalDateTime WasAt) : MessageContent;

    /// <summary>A place became free for somebody on the waiting list.</summary>
    public sealed record Offer(ActionId Action) : MessageContent;

    /// <summary>The action is off.</summary>
    public sealed record Cancellation(ActionId Action) : MessageContent;

    /// <summary>One reminder step.</summary>
    public sealed record Reminder(ActionId Action, int Version, string Rule) : MessageContent;

    /// <summary>One message a day for somebody whose reminders would be too many.</summary>
    public sealed record Digest : MessageContent;

    /// <summary>The first private message, which proves that reminders will arrive.</summary>
    public sealed record ReachTest : MessageContent;

    /// <summary>A thread is opened under the action's alert; a message has at most one.</summary>
    public sealed record ThreadStart(ActionId Action) : MessageContent;

    /// <summary>The first message in that thread: what it is for.</summary>
    public sealed record ThreadOpening(ActionId Action) : MessageContent;

    /// <summary>The action's entry in the server's calendar of events is made, changed or called off: whatever it takes.</summary>
    public sealed record EventMirror(ActionId Action) : MessageContent;

    /// <summary>A poll under a posted alert.</summary>
    public sealed record Poll(ActionId Action) : MessageContent;

    /// <summary>The poll takes no more votes.</summary>
    public sealed record PollEnd(ActionId Action) : MessageContent;

    /// <summary>How far something is that goes to many people.</summary>
    /// <param name="Action">What that is about.</param>
    /// <param name="SendId">The <see cref="LongSend"/>.</param>
    public sealed record Progress(ActionId Action, string SendId) : MessageContent;

    /// <summary>A calendar changed the action's meeting, and an organizer may apply that.</summary>
    /// <param name="Action">The action.</param>
    /// <param name="At">When that was read; where something newer was, nobody is told of this.</param>
    public sealed record CalendarChanged(ActionId Action, Instant At) : MessageContent;

    /// <summary>A docket was published, or published anew.</summary>
    /// <param name="Feed">Id of the campaign's feed.</param>
    /// <param name="Meeting">The meeting's id in the feed.</param>
    /// <param name="Edition">A short name of the edition; of an earlier one than stands in the store nobody is told any more.</param>
    public sealed record DocketNews(string Feed, string Meeting, string Edition) : MessageContent;

    /// <summary>Something the coordinators must know: a catalogue key with its values.</summary>
    /// <param name="Reason">A sentence of its own that takes the place of <c>{reason}</c>.</param>
    public sealed record Notice(string Key, IReadOnlyDictionary<string, string> Values, Notice? Reason = null)
        : MessageContent
    {
        /// <summary>The moment that takes the place of <c>{until}</c>, in the reader's words.</summary>
        public Instant? Until { get; init; }
    }
}

/// <summary>A posted copy of an action's alert with what hangs on it, so that it can be changed later.</summary>
internal sealed record PostedAlert(ActionId Action, string Network, string Server, string ChannelId, string MessageId)
{
    public Instant PostedAt { get; init; }

    /// <summary>The number of people that it shows.</summary>
    public int ShownPeople { get; init; }

    /// <summary>Further ids of the message, oldest first: of its edits, and of copies that it took the place of; null: none.</summary>
    public IReadOnlyList<string>? Revisions { get; init; }

    /// <summary>Whether an id that somebody quotes or reacts to means this alert.</summary>
    public bool IsKnownAs(string messageId) =>
        string.Equals(MessageId, messageId, StringComparison.Ordinal)
        || string.Equals(PollId, messageId, StringComparison.Ordinal)
        || Revisions?.Contains(messageId, StringComparer.Ordinal) == true;

    /// <summary>The alert after it was brought up to date, in place or by a new message.</summary>
    public PostedAlert After(SendOutcome.Sent sent, int shownPeople, Instant now) =>
        sent.MessageId == MessageId
            ? this with
            {
                ShownPeople = shownPeople,
                Revisions = sent.Revision is { } revision ? [.. Revisions ?? [], revision] : Revisions,
            }
            : this with
            {
                MessageId = sent.MessageId,
                PostedAt = now,
                ShownPeople = shownPeople,
                Revisions = [.. Revisions ?? [], MessageId],
            };

    /// <summary>The poll under it; null: none is known.</summary>
    public string? PollId { get; init; }

    /// <summary>The thread under it, as a channel; null: none is known.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The action's entry in the calendar of the alert's server; null: none is known.</summary>
    public string? EventId { get; init; }
}
