using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>
/// Discord as one of the bot's networks. The seam to the client is narrow on purpose: a stream of events, and a few calls.
/// An adapter over another client can stand beside it.
/// </summary>
internal sealed partial class DiscordPlatform(
    DiscordGateway gateway,
    DiscordRest rest,
    DiscordCommandSync commands,
    ProtocolTime protocol,
    ILogger<DiscordPlatform> logger
) : IChatPlatform, IDisposable
{
    private readonly DiscordArrangements _arrangements = new(rest);
    private readonly DiscordTraces _traces = new(rest);

    /// <summary>The bot's own id, once it was let in; nothing is sent before.</summary>
    private volatile string? _botUserId;

    /// <summary>Discord said that private channels are opened too fast: none is opened until this is over.</summary>
    private volatile OpeningPause? _opensAgainAfter;

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Network => Networks.Discord;

    public Task Ready => _ready.Task;

    public string Health => gateway.State.ToString();

    public IReadOnlyList<NetworkTrouble> Troubles
    {
        get
        {
            var troubles = new List<NetworkTrouble>();
            if (gateway.State != GatewayState.Stopped && gateway.DisconnectedFor > NetworkTrouble.LongWithoutConnection)
                troubles.Add(new NetworkTrouble(TroubleKind.Disconnected));
            if (OpensAgainIn is { } wait)
                troubles.Add(new NetworkTrouble(TroubleKind.OpeningPaused, Duration.FromTimeSpan(wait)));
            return troubles;
        }
    }

    public event Action? TroubleBegan;

    /// <summary>How long no private channel is opened; null: they are.</summary>
    private TimeSpan? OpensAgainIn =>
        _opensAgainAfter is { } pause
        && pause.Length - protocol.Clock.GetElapsedTime(pause.Since) is var left
        && left > TimeSpan.Zero
            ? left
            : null;

    /// <summary>
    /// Discord's page says "the past few minutes" for enforce_nonce and no number; two minutes is the cautious reading.
    /// </summary>
    /// <remarks>https://docs.discord.com/developers/resources/message#create-message</remarks>
    public Duration DeduplicationWindow { get; } = Duration.FromMinutes(2);

    /// <summary>
    /// At 50 requests a second this is one second's worth: from claim to record a message may take that long, of which the
    /// answer takes 150 ms and the disk most, and still the permitted rate is kept. What a crash leaves in doubt is sent again
    /// under its nonce, or looked for.
    /// </summary>
    public int MessagesInFlight => 48;

    /// <summary>Who opens many new conversations is quarantined by Discord, and then reaches nobody.</summary>
    public OpeningLimits? Openings { get; init; } = OpeningLimits.Default;

    public async Task ListenAsync(IncomingHandler handler, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var connection = gateway.RunAsync(end.Token);
        var reading = ReadAsync(handler, end.Token);
        try
        {
            // The first to end, by a stop or a refusal, ends the other.
            await await Task.WhenAny(connection, reading);
        }
        catch (DiscordFatalException refusal)
        {
            throw new PlatformRefusedException(refusal.Message);
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(connection, reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task<SendOutcome> SendAsync(Outgoing outgoing, CancellationToken cancellationToken)
    {
        var (channel, refusal) = await ChannelOfAsync(outgoing, cancellationToken);
        if (channel is null)
            return refusal!;

        if (outgoing.Edits is { } messageId)
            return DiscordOutcomes.OfEdit(
                await rest.EditMessageAsync(channel, messageId, DiscordCards.Render(outgoing.Card), cancellationToken)
            );

        var body = DiscordCards.Render(outgoing.Card, nonce: NonceOf(outgoing.Id));
        return DiscordOutcomes.OfMessage(await rest.CreateMessageAsync(channel, body, cancellationToken));
    }

    /// <summary>
    /// A private channel that the bot does not know yet is opened for it, which shows the member nothing: Discord gives the
    /// one that was opened before, if any.
    /// </summary>
    public async Task<Trace> LookForAsync(Outgoing outgoing, Instant since, CancellationToken cancellationToken)
    {
        var (channel, refusal) = await ChannelOfAsync(outgoing, cancellationToken);
        if (channel is null)
            return refusal is SendOutcome.TryLater later ? new Trace.LookLater(later) : new Trace.CannotLook();
        return await _traces.LookForAsync(
            channel,
            isPrivate: outgoing.Address is not null,
            new OwnMessage(_botUserId!, NonceOf(outgoing.Id)),
            since,
            cancellationToken
        );
    }

    /// <summary>Where the message goes; or, where a private channel could not be opened, what became of that.</summary>
    private async Task<(string? ChannelId, SendOutcome? Refusal)> ChannelOfAsync(
        Outgoing outgoing,
        CancellationToken cancellationToken
    )
    {
        if (outgoing.ChannelId is { } known)
            return (known, null);
        if (OpensAgainIn is { } left)
            return (null, new SendOutcome.TryLater(Duration.FromTimeSpan(left), SendOutcome.TryLater.OpeningTooFast));
        var opened = await rest.CreateDirectMessageChannelAsync(outgoing.Address!.UserId, cancellationToken);
        if (opened is RestResult<DiscordChannel>.Ok(var direct))
            return (direct.Id, null);
        var outcome = DiscordOutcomes.NotApplied(opened);
        if (outcome is SendOutcome.TryLater { After: { } wait, Reason: SendOutcome.TryLater.OpeningTooFast })
        {
            _opensAgainAfter = new OpeningPause(protocol.Clock.GetTimestamp(), wait.ToTimeSpan());
            TroubleBegan?.Invoke();
        }
        return (null, outcome);
    }

    public Task<SendOutcome> ArrangeAsync(Arrangement arrangement, CancellationToken cancellationToken) =>
        _arrangements.DoAsync(arrangement, _botUserId, cancellationToken);

    public void Dispose() => _arrangements.Dispose();

    /// <summary>The same for each try of a message: 22 characters of the hash of its id; Discord allows 25.</summary>
    internal static string NonceOf(string id) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..22];

    private async Task ReadAsync(IncomingHandler handler, CancellationToken cancellationToken)
    {
        var syncing = Task.CompletedTask;
        await foreach (var gatewayEvent in gateway.Events.ReadAllAsync(cancellationToken))
        {
            switch (gatewayEvent)
            {
                case GatewayEvent.SessionStarted started:
                    _botUserId = started.BotUserId;
                    // A registration that still waits for Discord goes on; the events must not wait for it.
                    if (syncing.IsCompleted)
                    {
                        await syncing;
                        syncing = BecomeReadyAsync(started.ApplicationId, cancellationToken);
                    }
                    break;
                case GatewayEvent.InteractionCreated(var interaction, _):
                    HandOver(handler, interaction);
                    break;
                case GatewayEvent.DirectMessage written when written.UserId != _botUserId:
                    handler(DiscordEvents.Read(written), new DiscordPrivateResponder(rest, written, logger));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Beside the events, since registering may wait for Discord while people already use the commands of before.</summary>
    private async Task BecomeReadyAsync(string applicationId, CancellationToken cancellationToken)
    {
        await commands.SyncAsync(applicationId, cancellationToken);
        _ready.TrySetResult();
    }

    private void HandOver(IncomingHandler handler, Interaction interaction)
    {
        if (DiscordEvents.Read(interaction) is { } incoming)
            handler(incoming, new DiscordResponder(rest, interaction, protocol, logger));
        else
            Log.Ignored(logger, interaction.Type);
    }

    private sealed record OpeningPause(long Since, TimeSpan Length);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "An interaction of kind {Kind} is not used here")]
        public static partial void Ignored(ILogger logger, InteractionType kind);
    }
}
