using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// One thing said to many people in private, such as a reminder step or a cancellation: how many it has reached. Counts only;
/// who they are stands nowhere in it.
/// </summary>
/// <param name="Id">From <see cref="MessageContent.Send"/>.</param>
/// <param name="Action">What it is about.</param>
/// <param name="Campaign">Whose it is.</param>
/// <param name="Began">When its first message was written.</param>
internal sealed record LongSend(string Id, ActionId Action, CampaignId Campaign, Instant Began)
{
    /// <summary>Below this many that wait, it is over before anybody has read about it.</summary>
    public const int WorthTelling = 25;

    private static readonly Duration FewSeconds = Duration.FromSeconds(5);

    /// <summary>Often enough to watch it, and far from what networks allow.</summary>
    private static readonly Duration Beat = Duration.FromSeconds(15);

    public int Waiting { get; init; }
    public int Sent { get; init; }

    /// <summary>Their private messages are closed.</summary>
    public int Unreachable { get; init; }

    /// <summary>Dead for other reasons, or Unknown.</summary>
    public int Failed { get; init; }

    /// <summary>How often coordinators were told how far it is.</summary>
    public int Tellings { get; init; }

    /// <summary>When they were last told; null: never, and where it stays short never will be.</summary>
    public Instant? ToldAt { get; init; }

    /// <summary>Whether they were told that it is over.</summary>
    public bool IsToldOver { get; init; }

    /// <summary>The message that shows how far it is, by network and channel.</summary>
    public IReadOnlyDictionary<string, string> Shown { get; init; } = new Dictionary<string, string>();

    public int All => Waiting + Sent + Unreachable + Failed;

    public static SendPart PartOf(OutboxMessage message) =>
        message.State switch
        {
            DeliveryState.Pending or DeliveryState.Sending or DeliveryState.Retry => SendPart.Waiting,
            DeliveryState.Sent => SendPart.Sent,
            DeliveryState.Dead when message.Reason is DeliverySupport.UnreachableReason => SendPart.Unreachable,
            DeliveryState.Dead or DeliveryState.Unknown => SendPart.Failed,
            _ => SendPart.None,
        };

    public LongSend Moved(SendPart from, SendPart to) => With(from, -1).With(to, +1);

    /// <summary>Whether coordinators are to be told now how far it is.</summary>
    public bool IsToBeTold(Instant now) =>
        ToldAt is { } told
            ? !IsToldOver && (Waiting == 0 || now - told >= Beat)
            : Waiting > WorthTelling && now - Began >= FewSeconds;

    private LongSend With(SendPart part, int change) =>
        part switch
        {
            SendPart.Waiting => this with { Waiting = Math.Max(0, Waiting + change) },
            SendPart.Sent => this with { Sent = Math.Max(0, Sent + change) },
            SendPart.Unreachable => this with { Unreachable = Math.Max(0, Unreachable + change) },
            SendPart.Failed => this with { Failed = Math.Max(0, Failed + change) },
            SendPart.None => this,
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, message: null),
        };
}

/// <summary>What has become of one message of a long send.</summary>
internal enum SendPart
{
    /// <summary>It does not count: not written yet, or no longer wanted.</summary>
    None,
    Waiting,
    Sent,
    Unreachable,
    Failed,
}
