using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Members;
using NodaTime;

namespace Alexandria.OrganizerBot.Platforms;

/// <summary>
/// One chat network: it listens, renders and sends, and decides nothing. A third network is a folder that implements this
/// and passes the contract tests.
/// </summary>
internal interface IChatPlatform
{
    /// <summary>Its name in campaign files, keys and rows; one of <see cref="Domain.Networks"/>.</summary>
    string Network { get; }

    /// <summary>Completes once people can use the bot there: connected, and its commands are known.</summary>
    Task Ready { get; }

    /// <summary>One word for health checks, for example <c>connected</c>.</summary>
    string Health { get; }

    /// <summary>Whether something sent now would leave.</summary>
    bool IsConnected => Health == "Connected";

    /// <summary>What keeps it from working as it should at this moment; empty: nothing that is known.</summary>
    IReadOnlyList<NetworkTrouble> Troubles => [];

    /// <summary>
    /// There may be a new trouble, which need not wait for the next regular look. Raised in the midst of other work: return at
    /// once.
    /// </summary>
    event Action? TroubleBegan
    {
        add { }
        remove { }
    }

    /// <summary>
    /// For how long after a try the network recognises the same <see cref="Outgoing.Id"/> and does not show it twice.
    /// Zero: it cannot.
    /// </summary>
    Duration DeduplicationWindow { get; }

    /// <summary>How many messages are claimed at a time: what a crash leaves in doubt at the most.</summary>
    int MessagesInFlight => 16;

    /// <summary>How fast new private conversations are opened there; null: nothing has to be opened, or nobody minds.</summary>
    OpeningLimits? Openings => null;

    /// <summary>Whether people press buttons there; else they answer with their numbers.</summary>
    bool HasButtons => true;

    /// <summary>
    /// Completes once what people had done before this call has been handed over, on a network that tells nobody when it has
    /// arrived; at once on others. Only a rehearsal asks.
    /// </summary>
    Task CaughtUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Listens until stopped, and hands each event over without waiting for what comes of it.</summary>
    /// <exception cref="PlatformRefusedException">The network will not let the bot in, whatever it tries.</exception>
    Task ListenAsync(IncomingHandler handler, CancellationToken cancellationToken);

    /// <summary>Sends one message. Expected failures are outcomes, not exceptions.</summary>
    Task<SendOutcome> SendAsync(Outgoing outgoing, CancellationToken cancellationToken);

    /// <summary>
    /// Looks whether a message stands there that may have left since the instant, and that the network no longer recognises.
    /// Says <see cref="Trace.NotThere"/> only where that is sure; a network that shows nothing leaves it at this answer.
    /// </summary>
    /// <param name="outgoing">The message as it would be sent.</param>
    /// <param name="since">When the first try began that may have arrived.</param>
    /// <param name="cancellationToken">Gives the look up.</param>
    Task<Trace> LookForAsync(Outgoing outgoing, Instant since, CancellationToken cancellationToken) =>
        Task.FromResult<Trace>(new Trace.CannotLook());

    /// <summary>
    /// Does something that is no message, such as opening a thread. A network that has no such thing leaves it at this answer;
    /// no row should have asked it, since the campaign's file is refused.
    /// </summary>
    Task<SendOutcome> ArrangeAsync(Arrangement arrangement, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Refused(DeliverySupport.NotOfferedReason));

    /// <summary>
    /// Leaves the network's groups for good, as far as that goes within the time that it is given; a network whose groups an
    /// administrator takes the bot out of leaves it at that.
    /// </summary>
    Task LeaveAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Takes an event over. Returns at once; the work goes on behind it.</summary>
internal delegate void IncomingHandler(Incoming incoming, IResponder responder);

/// <summary>A message on its way.</summary>
/// <param name="Id">Built id, the same for each try.</param>
/// <param name="ChannelId">The channel; null: the member's private channel, which may have to be opened.</param>
/// <param name="Address">The member, for private messages.</param>
/// <param name="Card">What is said.</param>
/// <param name="Edits">The message it replaces; null: a new one.</param>
internal sealed record Outgoing(string Id, string? ChannelId, DirectAddress? Address, Card Card, string? Edits);

/// <summary>The network will not let the bot in. The message is one sentence for the operator.</summary>
internal sealed class PlatformRefusedException(string message) : Exception(message);
