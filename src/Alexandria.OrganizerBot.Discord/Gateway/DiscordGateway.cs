using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Stays connected to Discord's gateway (version 10, JSON, one shard) and hands over what happens. One state machine: open a
/// connection, run it to its end, and decide from how it ended whether to resume, to start anew, or to stop.
/// </summary>
public sealed partial class DiscordGateway
{
    /// <summary>A connection that lived this long did well; shorter ones count as failures and are spaced out.</summary>
    private static readonly TimeSpan LivedWell = TimeSpan.FromMinutes(1);

    private readonly DiscordClientOptions _options;
    private readonly DiscordRest _rest;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly ILogger<DiscordGateway> _logger;
    private readonly EventSink _sink;
    private volatile GatewayConnection? _connection;
    private volatile GatewayState _state = GatewayState.Stopped;
    private long _disconnectedAt;
    private int _started;
    private Uri? _cachedUrl;
    private GatewaySession? _session;
    private long? _lastIdentify;
    private bool _hadSession;
    private int _failures;
    private int _failedResumes;

    /// <param name="time">Real time in production: heartbeats are Discord's, not the campaign's.</param>
    /// <param name="jitter">Used by this gateway alone.</param>
    /// <exception cref="ArgumentException">Privileged intents were asked for.</exception>
    public DiscordGateway(
        DiscordClientOptions options,
        DiscordRest rest,
        TimeProvider time,
        Random jitter,
        ILogger<DiscordGateway> logger
    )
    {
        if ((options.Intents & GatewayIntents.Privileged) != 0)
        {
            throw new ArgumentException("Privileged gateway intents are not used here.", nameof(options));
        }

        _options = options;
        _rest = rest;
        _time = time;
        _jitter = jitter;
        _logger = logger;
        _disconnectedAt = time.GetTimestamp();
        _sink = new EventSink(options.InteractionCapacity);
    }

    /// <summary>What happens, in order. Completes when <see cref="RunAsync"/> returns. Several may read.</summary>
    public ChannelReader<GatewayEvent> Events => _sink.Reader;

    /// <summary>How things stand now.</summary>
    public GatewayState State => _connection is { IsEstablished: true } ? GatewayState.Connected : _state;

    /// <summary>For how long no events have flowed; zero while they do.</summary>
    public TimeSpan DisconnectedFor =>
        State == GatewayState.Connected ? TimeSpan.Zero : _time.GetElapsedTime(Volatile.Read(ref _disconnectedAt));

    /// <summary>
    /// Stays connected until <paramref name="ct"/> is cancelled, then says goodbye with 1000, which shows the bot as offline,
    /// and returns. To be called once.
    /// </summary>
    /// <exception cref="DiscordFatalException">The token, the intents or the version are refused, or an address must not see the token.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A gateway runs once; make another.");
        }

        try
        {
            while (!ct.IsCancellationRequested)
            {
                var pause = await ConnectOnceAsync(ct);
                _state = GatewayState.Waiting;
                await Pause.ForAsync(pause, _time, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Asked to stop while waiting.
        }
        finally
        {
            _state = GatewayState.Stopped;
            _sink.Complete();
        }
    }

    /// <returns>How long to pause before the next connection.</returns>
    private async Task<TimeSpan> ConnectOnceAsync(CancellationToken ct)
    {
        _state = _session is null ? GatewayState.Connecting : GatewayState.Resuming;
        var resuming = _session;
        var (gateway, retryAfter) = resuming is null ? await FindGatewayAsync(ct) : (ResumeAddress(resuming), default);
        if (gateway is null)
        {
            _failures++;
            var pause = ReconnectDelay.Backoff(_failures, _options.MaxReconnectDelay, _jitter.NextDouble());
            return retryAfter > pause ? retryAfter : pause;
        }

        using var connection = new GatewayConnection(_options, _time, _jitter, _logger, resuming);
        _connection = connection;
        ConnectionEnd end;
        try
        {
            end = await connection.RunAsync(gateway, _sink, !_hadSession, ct);
        }
        finally
        {
            if (connection.IsEstablished)
            {
                Volatile.Write(ref _disconnectedAt, _time.GetTimestamp());
            }

            _connection = null;
        }

        _lastIdentify = connection.IdentifiedAt ?? _lastIdentify;
        _hadSession |= connection.IsEstablished;
        ct.ThrowIfCancellationRequested();
        return Continue(end, connection.Session, wasResuming: resuming is not null);
    }

    /// <summary>Decides what the next connection will do, and returns the pause before it.</summary>
    private TimeSpan Continue(ConnectionEnd end, GatewaySession? session, bool wasResuming)
    {
        DiscordMetrics.Reconnects.Add(1);
        Log.Ended(_logger, end.Reason, end.Next);
        _sink.Publish(new GatewayEvent.Disconnected(end.Reason));
        if (end is { Next: AfterClose.Stop, CloseCode: { } code })
        {
            throw new DiscordFatalException(CloseCodes.Explain(code), code);
        }

        _failures = end.Lasted >= LivedWell ? 0 : _failures + 1;
        _failedResumes = wasResuming && !end.Established ? _failedResumes + 1 : 0;
        if (_failedResumes > 0)
        {
            // The address for resuming has failed; the one from /gateway/bot takes resumes too.
            session = session is null ? null : session with { ResumeUrl = null };
        }

        _session = end.Next == AfterClose.NewSession || _failedResumes >= _options.MaxFailedResumes ? null : session;
        var pause = ReconnectDelay.Backoff(_failures, _options.MaxReconnectDelay, _jitter.NextDouble());
        var atLeast = end.InvalidSession ? ReconnectDelay.AfterInvalidSession(_jitter.NextDouble()) : TimeSpan.Zero;
        return atLeast > pause ? atLeast : pause;
    }

    private static Uri? AsGateway(string? said) =>
        Uri.TryCreate(said, UriKind.Absolute, out var url) && url.Scheme is "ws" or "wss" ? url : null;

    private Uri? ResumeAddress(GatewaySession session) => session.ResumeUrl ?? _cachedUrl;

    /// <summary>
    /// Asks where the gateway is and whether a session may be started, and waits until it may. Without an answer the address
    /// last known serves.
    /// </summary>
    /// <returns>The address, or null with the pause that was asked for.</returns>
    private async Task<(Uri? Gateway, TimeSpan RetryAfter)> FindGatewayAsync(CancellationToken ct)
    {
        var answer = await _rest.GetGatewayBotAsync(ct);
        SessionStartLimit? limit = null;
        switch (answer)
        {
            case RestResult<GatewayBot>.Ok(var found) when AsGateway(found.Url) is { } url:
                _cachedUrl = TokenGuard.Demand(url, _options.AllowedHosts);
                limit = found.SessionStartLimit;
                break;
            case RestResult<GatewayBot>.Refused { Status: 401 }:
                throw new DiscordFatalException(CloseCodes.Explain(4004));
            case RestResult<GatewayBot>.RateLimited limited:
                return (null, limited.RetryAfter);
            default:
                Log.NoAddress(_logger, _cachedUrl is not null);
                break;
        }

        var sinceLast = _lastIdentify is { } last ? _time.GetElapsedTime(last) : (TimeSpan?)null;
        var wait = IdentifyBudget.WaitBefore(limit, sinceLast);
        if (_cachedUrl is not null && wait > TimeSpan.Zero)
        {
            Log.WaitingForBudget(_logger, wait.TotalSeconds);
            _state = GatewayState.Waiting;
            await Pause.ForAsync(wait, _time, ct);
            _state = GatewayState.Connecting;
        }

        return (_cachedUrl, TimeSpan.Zero);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "The gateway connection ended: {Reason}; next: {Next}")]
        public static partial void Ended(ILogger logger, string reason, AfterClose next);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Discord did not say where its gateway is; a known address serves: {Known}"
        )]
        public static partial void NoAddress(ILogger logger, bool known);

        [LoggerMessage(3, LogLevel.Information, "Waiting {Seconds} s before a new session may be started")]
        public static partial void WaitingForBudget(ILogger logger, double seconds);
    }
}
