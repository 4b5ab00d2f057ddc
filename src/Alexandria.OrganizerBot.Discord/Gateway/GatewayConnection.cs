using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// One connection from opening to its end: HELLO, then IDENTIFY or RESUME, then events. Two loops share it: one receives,
/// one beats, and neither can hold the other up.
/// </summary>
/// <param name="session">The session to resume, or null to start one.</param>
internal sealed partial class GatewayConnection(
    DiscordClientOptions options,
    TimeProvider time,
    Random jitter,
    ILogger logger,
    GatewaySession? session
) : IDisposable
{
    /// <summary>What Discord has used for years; for a HELLO that does not say.</summary>
    private static readonly TimeSpan UsualHeartbeat = TimeSpan.FromMilliseconds(41_250);

    private readonly GatewaySocket _socket = new(options, time);
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _phase = new(Timeout.InfiniteTimeSpan, time);
    private readonly TaskCompletionSource<(int Code, string Reason)> _ourClose = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly bool _resuming = session is not null;
    private GatewaySession? _session = session;
    private long _sequence = session?.Sequence ?? NoSequence;
    private long? _establishedAt;
    private volatile bool _acknowledged = true;
    private Task _beating = Task.CompletedTask;

    private const long NoSequence = -1;

    /// <summary>The session as it stands, for the next connection.</summary>
    public GatewaySession? Session =>
        _session is null ? null : _session with { Sequence = Volatile.Read(ref _sequence) };

    /// <summary>Whether READY or RESUMED has come.</summary>
    public bool IsEstablished { get; private set; }

    /// <summary>When IDENTIFY was sent, as a monotonic timestamp; null where it was not.</summary>
    public long? IdentifiedAt { get; private set; }

    /// <summary>Runs the connection to its end. Does not throw for anything that the network or Discord may do.</summary>
    /// <param name="sink">Where events go.</param>
    /// <param name="isFirstSession">Whether a READY would be the first.</param>
    /// <param name="stop">Ends the session for good, with 1000.</param>
    /// <exception cref="DiscordHostRefusedException">The token must not go to <paramref name="gateway"/>.</exception>
    public async Task<ConnectionEnd> RunAsync(Uri gateway, EventSink sink, bool isFirstSession, CancellationToken stop)
    {
        try
        {
            await _socket.ConnectAsync(gateway, stop);
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return End(AfterClose.Resume, "the connection could not be opened");
        }

        await using var stopping = stop.Register(() => _ourClose.TrySetResult((CloseCodes.Normal, "stopped")));
        var receiving = ReceiveAsync(sink, isFirstSession);
        await Task.WhenAny(receiving, _ourClose.Task);
        ConnectionEnd end;
        if (_ourClose.Task.IsCompleted)
        {
            var (code, reason) = await _ourClose.Task;
            end = End(AfterClose.Resume, reason);
            await _socket.CloseAsync(code);
            // The receive loop ends by itself when the other side answers with its close frame; a zombie never does.
            await Task.WhenAny(receiving, Task.Delay(options.CloseTimeout, time, CancellationToken.None));
        }
        else
        {
            end = await receiving;
            await _socket.CloseAsync(CloseCodes.OwnReconnect);
        }

        await _abort.CancelAsync();
        await Task.WhenAll(receiving, _beating);
        return end;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _phase.Dispose();
        _abort.Dispose();
    }

    private async Task<ConnectionEnd> ReceiveAsync(EventSink sink, bool isFirstSession)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_abort.Token, _phase.Token);
        _phase.CancelAfter(options.HelloTimeout);
        try
        {
            while (true)
            {
                if (await _socket.ReceiveAsync(either.Token) is not { } message)
                {
                    var code = _socket.CloseCode;
                    return End(CloseCodes.Next(code), $"Discord closed the connection with code {code}") with
                    {
                        CloseCode = code,
                    };
                }

                var received = time.GetTimestamp();
                if (await HandleAsync(message, received, sink, isFirstSession, either.Token) is { } end)
                {
                    return end;
                }
            }
        }
        catch (Exception e) when (IsTrouble(e))
        {
            return End(
                AfterClose.Resume,
                _phase.IsCancellationRequested ? "Discord did not greet in time" : "the connection broke"
            );
        }
    }

    /// <returns>Null to go on, or how it ends.</returns>
    private async Task<ConnectionEnd?> HandleAsync(
        ReadOnlyMemory<byte> message,
        long received,
        EventSink sink,
        bool isFirstSession,
        CancellationToken ct
    )
    {
        using var document = Parse(message);
        if (document is null)
        {
            return null;
        }

        var frame = document.RootElement;
        switch (frame.Int("op"))
        {
            case GatewayOpcode.Dispatch:
                Dispatch(frame, received, sink, isFirstSession);
                return null;
            case GatewayOpcode.Heartbeat:
                await BeatOnceAsync(ct);
                return null;
            case GatewayOpcode.HeartbeatAck:
                _acknowledged = true;
                return null;
            case GatewayOpcode.Hello:
                await GreetAsync(frame, ct);
                return null;
            case GatewayOpcode.Reconnect:
                return End(AfterClose.Resume, "Discord asked for a new connection");
            case GatewayOpcode.InvalidSession:
                var resumable = frame.Bool("d") == true;
                return End(
                    resumable ? AfterClose.Resume : AfterClose.NewSession,
                    "Discord declared the session invalid"
                ) with
                {
                    InvalidSession = true,
                };
            default:
                return null;
        }
    }

    private async Task GreetAsync(JsonElement frame, CancellationToken ct)
    {
        // A flag left over from before would look like a missed heartbeat: https://discord.com/developers/docs "zombied"
        _acknowledged = true;
        if (_beating.IsCompleted)
        {
            var said = frame.Field("d")?.Int("heartbeat_interval");
            var interval = said is > 0 ? TimeSpan.FromMilliseconds(said.Value) : UsualHeartbeat;
            var first = ReconnectDelay.FirstHeartbeat(interval, jitter.NextDouble());
            _beating = BeatAsync(first, interval, _abort.Token);
        }

        _phase.CancelAfter(options.ReadyTimeout);
        if (_session is { } session && _resuming)
        {
            await _socket.SendAsync(
                new GatewayFrame<Resume>(GatewayOpcode.Resume, new Resume(options.Token, session.Id, session.Sequence)),
                DiscordJson.Default.ResumeFrame,
                isHeartbeat: false,
                ct
            );
            return;
        }

        IdentifiedAt = time.GetTimestamp();
        var properties = new IdentifyProperties(
            OperatingSystem.IsLinux() ? "linux" : "other",
            "alexandria-organizer-bot",
            "alexandria-organizer-bot"
        );
        await _socket.SendAsync(
            new GatewayFrame<Identify>(
                GatewayOpcode.Identify,
                new Identify(options.Token, options.Intents, properties)
            ),
            DiscordJson.Default.IdentifyFrame,
            isHeartbeat: false,
            ct
        );
    }

    /// <summary>Hands an event on. Does not throw, whatever it says.</summary>
    internal void Dispatch(JsonElement frame, long received, EventSink sink, bool isFirstSession)
    {
        if (frame.Field("s") is { ValueKind: JsonValueKind.Number } s && s.TryGetInt64(out var sequence))
        {
            Volatile.Write(ref _sequence, sequence);
        }

        if (!IsEstablished)
        {
            // A long replay is progress: each of its events may take its time.
            _phase.CancelAfter(options.ReadyTimeout);
        }

        string? name = null;
        try
        {
            name = frame.Text("t");
            var happened = name switch
            {
                "READY" => Establish(Ready.Parse(frame.Field("d") ?? default), isFirstSession),
                "RESUMED" => Establish(new GatewayEvent.Resumed()),
                _ => EventParser.Parse(name, frame.Field("d") ?? default, received),
            };
            if (happened is null)
            {
                EventSink.CountIgnored("unknown");
                Log.Ignored(logger, name);
            }
            else if (!sink.Publish(happened))
            {
                Log.Full(logger, name);
            }
        }
        catch (Exception e)
            when (e is FormatException or JsonException or InvalidOperationException or OverflowException)
        {
            EventSink.CountIgnored("malformed");
            Log.Malformed(logger, name, e.GetType().Name);
        }
    }

    private GatewayEvent Establish(Ready ready, bool isFirstSession)
    {
        _session = new GatewaySession(
            ready.SessionId,
            ResumeAddress(ready.ResumeGatewayUrl),
            Volatile.Read(ref _sequence)
        );
        return Establish(
            new GatewayEvent.SessionStarted(ready.ApplicationId, ready.BotUserId, isFirstSession)
            {
                GuildIds = ready.GuildIds,
            }
        );
    }

    private GatewayEvent Establish(GatewayEvent happened)
    {
        _phase.CancelAfter(Timeout.InfiniteTimeSpan);
        _establishedAt = time.GetTimestamp();
        IsEstablished = true;
        return happened;
    }

    /// <summary>An address that must not see the token is not used; the cached gateway address serves instead.</summary>
    private Uri? ResumeAddress(string? said)
    {
        if (!Uri.TryCreate(said, UriKind.Absolute, out var address) || address.Scheme is not ("ws" or "wss"))
        {
            return null;
        }

        if (TokenGuard.Allows(address, options.AllowedHosts))
        {
            return address;
        }

        Log.ResumeHostRefused(logger, address.IdnHost);
        return null;
    }

    private async Task BeatAsync(TimeSpan first, TimeSpan interval, CancellationToken ct)
    {
        try
        {
            for (var wait = first; ; wait = interval)
            {
                await Pause.ForAsync(wait, time, ct);
                if (!_acknowledged)
                {
                    _ourClose.TrySetResult((CloseCodes.OwnReconnect, "Discord did not answer a heartbeat"));
                    return;
                }

                _acknowledged = false;
                await BeatOnceAsync(ct);
            }
        }
        catch (Exception e) when (IsTrouble(e))
        {
            _ourClose.TrySetResult((CloseCodes.OwnReconnect, "a heartbeat could not be sent"));
        }
    }

    private Task BeatOnceAsync(CancellationToken ct)
    {
        var sequence = Volatile.Read(ref _sequence);
        return _socket.SendAsync(
            new HeartbeatFrame(sequence == NoSequence ? null : sequence),
            DiscordJson.Default.HeartbeatFrame,
            isHeartbeat: true,
            ct
        );
    }

    private JsonDocument? Parse(ReadOnlyMemory<byte> message)
    {
        try
        {
            return JsonDocument.Parse(message);
        }
        catch (JsonException e)
        {
            EventSink.CountIgnored("malformed");
            Log.Malformed(logger, name: null, e.GetType().Name);
            return null;
        }
    }

    private ConnectionEnd End(AfterClose next, string reason) =>
        new(next, reason, IsEstablished, CloseCode: null)
        {
            Lasted = _establishedAt is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero,
        };

    private static bool IsTrouble(Exception e) =>
        e
            is WebSocketException
                or HttpRequestException
                or IOException
                or OperationCanceledException
                or TimeoutException
                or ObjectDisposedException
                or InvalidOperationException;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "Gateway event {Name} is not used")]
        public static partial void Ignored(ILogger logger, string? name);

        [LoggerMessage(2, LogLevel.Warning, "Gateway event {Name} was dropped: too many wait to be handled")]
        public static partial void Full(ILogger logger, string? name);

        [LoggerMessage(3, LogLevel.Warning, "Gateway event {Name} could not be read ({Error})")]
        public static partial void Malformed(ILogger logger, string? name, string error);

        [LoggerMessage(
            4,
            LogLevel.Error,
            "Discord wants the session resumed at {Host}, which must not receive the token; using the usual address"
        )]
        public static partial void ResumeHostRefused(ILogger logger, string host);
    }
}
