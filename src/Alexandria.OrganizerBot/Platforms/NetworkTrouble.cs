using NodaTime;

namespace Alexandria.OrganizerBot.Platforms;

/// <summary>Something that keeps a network from working as it should, as long as it does.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="TimeLeft">How long it lasts at least, where the network says so.</param>
internal sealed record NetworkTrouble(TroubleKind Kind, Duration? TimeLeft = null)
{
    /// <summary>A connection that is lost comes back by itself, mostly within seconds; then nobody has to know.</summary>
    public static readonly TimeSpan LongWithoutConnection = TimeSpan.FromMinutes(5);
}

/// <summary>What coordinators are told of; Delivery/TroubleNotices.cs has the words.</summary>
internal enum TroubleKind
{
    /// <summary>No connection for longer than <see cref="NetworkTrouble.LongWithoutConnection"/>.</summary>
    Disconnected,

    /// <summary>Nothing is sent, because the network takes nothing more for a while.</summary>
    Limited,

    /// <summary>Nothing is sent, because the network wants a person to solve a captcha.</summary>
    CaptchaWanted,

    /// <summary>No new private conversation is opened, because the network takes no more for a while.</summary>
    OpeningPaused,

    /// <summary>The program that speaks the network's protocol is older than what the bot needs.</summary>
    VersionTooOld,

    /// <summary>That program was not updated for so long that the network may turn it away.</summary>
    VersionStale,

    /// <summary>What is sent leaves, but nothing at all comes in.</summary>
    Silent,

    /// <summary>What people write while the bot is away is lost, because of how that program was started.</summary>
    LosesWhileAway,

    /// <summary>Nobody has confirmed for a year that the account's PIN is known.</summary>
    PinNotAttested,

    /// <summary>Somebody's keys have changed, so that nothing reaches them until they write.</summary>
    MemberBlocked,
}
