using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>One line of the trail of what organizers did: no text, no id of a person or of a network.</summary>
/// <param name="Campaign">The campaign in which it was done; each has a trail of its own.</param>
/// <param name="Number">Its place in the trail, from 1, without gaps.</param>
/// <param name="At">When, to the minute: the second would tell more than anybody needs.</param>
/// <param name="Role">What the person was.</param>
/// <param name="Who">
/// A short code for the human, by a keyed hash of campaign, month and human: two acts of one are seen as one's within a
/// month, and nobody is named. Null: nobody in chat did it.
/// </param>
/// <param name="Deed">What was done.</param>
/// <param name="About">The code of the action or the item; null: none.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Before">The keyed hash of the entry before, by which a missing or changed one shows.</param>
internal sealed record AuditEntry(
    CampaignId Campaign,
    long Number,
    Instant At,
    AuditRole Role,
    string? Who,
    AuditDeed Deed,
    string? About,
    AuditResult Result,
    string Before
);

/// <summary>The ends of one campaign's trail: where it begins after its oldest entries went, and where it ends.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Last">The number of the newest entry; 0: there was none yet.</param>
/// <param name="LastHash">The keyed hash of that entry.</param>
/// <param name="Dropped">The number of the newest entry that the retention took; 0: none was.</param>
/// <param name="DroppedHash">The keyed hash of that one, which the oldest entry that is left carries.</param>
internal sealed record AuditChain(CampaignId Campaign, long Last, string LastHash, long Dropped, string DroppedHash)
{
    /// <summary>The first number at which the trail was found broken while old entries went; null: it was whole.</summary>
    public long? WasBrokenAt { get; init; }

    /// <summary>The minute of the newest deed of an organizer or coordinator; null: there was none yet.</summary>
    public Instant? LastDeedAt { get; init; }

    public static AuditChain New(CampaignId campaign) => new(campaign, 0, "", 0, "");
}

/// <summary>What is left of a campaign's trail, the oldest entry first.</summary>
/// <param name="Entries">As they stand in the store.</param>
/// <param name="BrokenAt">The first number that is missing or not what it was; null: nothing is.</param>
internal sealed record AuditReading(IReadOnlyList<AuditEntry> Entries, long? BrokenAt);

/// <summary>What somebody was when they did something.</summary>
internal enum AuditRole
{
    Organizer,
    Coordinator,

    /// <summary>Whoever runs the bot's machine.</summary>
    Operator,

    /// <summary>The bot of its own accord.</summary>
    Bot,
}

/// <summary>Everything that leaves a line in the trail.</summary>
internal enum AuditDeed
{
    Created,
    Copied,
    Repeated,
    RepeatStopped,
    Edited,
    MilestoneSet,
    CadenceChanged,
    Proposed,
    Released,
    ReleasedAlone,
    Cancelled,
    CalendarApplied,
    CalendarIgnored,
    TallyPulled,
    DeliveriesRetried,
    DeliveriesDropped,
    HeldPledgesSettled,
    Banned,
    Unbanned,
    WipeAsked,
    WipeAgreed,
    KeysRotated,
}

/// <summary>What came of a deed.</summary>
internal enum AuditResult
{
    Done,

    /// <summary>It waits for a second organizer.</summary>
    Waiting,
    Refused,
}
