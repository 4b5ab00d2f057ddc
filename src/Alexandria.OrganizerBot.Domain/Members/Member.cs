using Alexandria.OrganizerBot.Domain.Reminders;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Members;

/// <summary>What is remembered of a member of one campaign on one network, as long as the retention of its pledges.</summary>
/// <param name="Key">Who, as a keyed hash.</param>
/// <param name="Campaign">The campaign that the key belongs to.</param>
/// <param name="Network">The network that the member uses.</param>
/// <param name="ChosenLanguage">The language the member chose; null: none was chosen.</param>
/// <param name="SpokenLanguage">The language of the last answer, for messages that the bot starts.</param>
/// <param name="Direct">Whether private messages are known to arrive.</param>
public sealed record Member(
    MemberKey Key,
    CampaignId Campaign,
    string Network,
    string? ChosenLanguage,
    string SpokenLanguage,
    DirectReach Direct
)
{
    /// <summary>No private message is sent before; null: they are not paused.</summary>
    public Instant? PausedUntil { get; init; }

    /// <summary>Where private messages go when the member is known on several networks; null: where they last answered.</summary>
    public string? Prefers { get; init; }

    /// <summary>Hours of the member's own in which no private message is sent; null: the campaign's apply.</summary>
    public QuietHours? Quiet { get; init; }
}

/// <summary>Whether a private message reaches a member.</summary>
public enum DirectReach
{
    /// <summary>Never tried.</summary>
    Unknown,

    /// <summary>The last one arrived.</summary>
    Open,

    /// <summary>The network refused the last one; nothing is sent until the member asks again.</summary>
    Closed,
}

/// <summary>
/// Where a member can be written to: the one row that holds a network id. It is stored apart from everything else, sealed,
/// and only while a message may have to be sent.
/// </summary>
/// <param name="Member">Who, as a keyed hash.</param>
/// <param name="Network">One of <see cref="Networks"/>.</param>
/// <param name="UserId">The network's id of the person.</param>
/// <param name="ChannelId">The private channel, once it was opened (Discord); as telling as the person's id.</param>
public sealed record DirectAddress(MemberKey Member, string Network, string UserId, string? ChannelId)
{
    public override string ToString() => $"DirectAddress {{ Network = {Network} }}";
}
