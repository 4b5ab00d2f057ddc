using System.Globalization;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Signal;
using Microsoft.Extensions.Logging;
using NodaTime;
using Arrangement = Alexandria.OrganizerBot.Delivery.Arrangement;
using Outcome = Alexandria.OrganizerBot.Delivery.SendOutcome;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// Signal as one of the bot's networks. signal-cli delivers each message once and has no acknowledgement, so what arrives
/// is written down before anything else happens with it.
/// </summary>
internal sealed partial class SignalPlatform(
    SignalDaemon daemon,
    SignalSender sender,
    Inbox inbox,
    WorkInProgress work,
    ILogger<SignalPlatform> logger
) : IChatPlatform
{
    private readonly SignalGroups _groups = new(daemon);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The bot's own identity; null until signal-cli has said it.</summary>
    private volatile OwnIdentity? _self;

    public string Network => Networks.Signal;

    public Task Ready => _ready.Task;

    public string Health => daemon.Status.State.ToString();

    public IReadOnlyList<NetworkTrouble> Troubles => sender.Troubles.Standing();

    public event Action? TroubleBegan
    {
        add => sender.Troubles.Began += value;
        remove => sender.Troubles.Began -= value;
    }

    /// <summary>Signal shows a message that is sent twice twice.</summary>
    public Duration DeduplicationWindow => Duration.Zero;

    /// <summary>They leave one after the other: whatever was claimed beyond that would wait, and be in doubt after a crash.</summary>
    public int MessagesInFlight => 1;

    public bool HasButtons => false;

    public Task CaughtUpAsync(CancellationToken cancellationToken) => daemon.CaughtUpAsync(cancellationToken);

    public async Task ListenAsync(IncomingHandler handler, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var intake = new SignalIntake(inbox, work);
        await intake.RestoreAsync(cancellationToken);
        sender.Troubles.Watch();
        var connection = daemon.RunAsync((envelope, ct) => TakeAsync(envelope, intake, ct), end.Token);
        var reading = ReadAsync(intake, handler, end.Token);
        try
        {
            await await Task.WhenAny(connection, reading);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(connection, reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public Task<Outcome> SendAsync(Outgoing outgoing, CancellationToken cancellationToken)
    {
        if (outgoing.Address is not { } address)
            return sender.SendAsync(
                outgoing.ChannelId!,
                outgoing.Card,
                quote: null,
                editOf: outgoing.Edits is { } edits ? long.Parse(edits, CultureInfo.InvariantCulture) : null,
                cancellationToken
            );
        return Aci.TryParse(address.UserId, out var who)
            ? sender.SendAsync(who, outgoing.Card, cancellationToken)
            : Task.FromResult<Outcome>(new Outcome.Refused("no-address"));
    }

    public Task<Outcome> ArrangeAsync(Arrangement arrangement, CancellationToken cancellationToken) =>
        sender.ArrangeAsync(arrangement, cancellationToken);

    public Task LeaveAsync(CancellationToken cancellationToken) =>
        SignalFarewell.LeaveAllAsync(daemon, cancellationToken);

    /// <summary>Has an envelope written down, if anything follows from it.</summary>
    private Task TakeAsync(ReceivedEnvelope envelope, SignalIntake intake, CancellationToken cancellationToken)
    {
        switch (envelope.Event)
        {
            case SignalEvent.GroupChanged:
                _groups.Changed();
                return Task.CompletedTask;
            case SignalEvent.Undecryptable undecryptable:
                Log.Undecryptable(logger, undecryptable.ErrorType);
                return Task.CompletedTask;
            case SignalEvent.Other:
                return Task.CompletedTask;
            default:
                // Asked again when it is handled: at first the bot's own identity is not known.
                return SignalEvents.Read(envelope.Event, _self?.Aci) is { } act
                    ? intake.TakeAsync(envelope, act, cancellationToken)
                    : Task.CompletedTask;
        }
    }

    private async Task ReadAsync(SignalIntake intake, IncomingHandler handler, CancellationToken cancellationToken)
    {
        await daemon.WhenConnectedAsync(cancellationToken);
        await FindSelfAsync(cancellationToken);
        _ready.TrySetResult();
        await foreach (var (happened, piece) in intake.ReadAllAsync(cancellationToken))
        {
            using (piece)
            {
                if (_self is null)
                    await FindSelfAsync(cancellationToken);
                // Until the bot knows who it is, nothing in a group is for it but what is marked as a command.
                if (SignalEvents.Read(happened, _self?.Aci ?? default) is not { } act)
                {
                    if (SignalEvents.Read(happened, self: null) is { } forOthers)
                        await inbox.DropAsync(Network, SignalEvents.EventId(forOthers.Id), cancellationToken);
                    continue;
                }
                var roles = act.GroupId is { } group
                    ? await _groups.RolesAsync(act.Id.Author, group, cancellationToken)
                    : [];
                handler(act.ToIncoming(roles), new SignalResponder(sender, daemon, act, logger));
            }
        }
    }

    private async Task FindSelfAsync(CancellationToken cancellationToken)
    {
        if (await daemon.FindOwnAciAsync(cancellationToken) is { } own)
            _self = new OwnIdentity(own);
    }

    private sealed record OwnIdentity(Aci Aci);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Signal: a message could not be read ({Error})")]
        public static partial void Undecryptable(ILogger logger, string error);
    }
}
