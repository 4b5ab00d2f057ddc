using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// Stays connected to a signal-cli daemon (JSON-RPC, several accounts, <c>--receive-mode manual</c>), hands over what
/// arrives and calls it. It repeats no call by itself.
/// </summary>
public sealed partial class SignalDaemon
{
    /// <summary>A connection that lived this long did well; shorter ones count as failures and are spaced out.</summary>
    private static readonly TimeSpan LivedWell = TimeSpan.FromMinutes(1);

    private readonly SignalDaemonOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly ILogger<SignalDaemon> _logger;
    private readonly Activity _activity;
    private readonly Lock _lock = new();
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SignalConnection? _connection;
    private SignalState _state = SignalState.Stopped;
    private long _stateSince;
    private string? _problem;
    private string? _version;
    private int _started;
    private int _failures;

    /// <param name="time">Real time in production: the daemon's hangs are not the campaign's.</param>
    /// <param name="jitter">Used by this client alone.</param>
    public SignalDaemon(SignalDaemonOptions options, TimeProvider time, Random jitter, ILogger<SignalDaemon> logger)
    {
        _options = options;
        _time = time;
        _jitter = jitter;
        _logger = logger;
        _activity = new Activity(time);
        _stateSince = time.GetTimestamp();
    }

    /// <summary>The state has changed to this one. Called from the connection's own loop: return at once.</summary>
    public event Action<SignalState>? StateChanged;

    /// <summary>How things stand now.</summary>
    public SignalStatus Status
    {
        get
        {
            lock (_lock)
            {
                return new SignalStatus(
                    _state,
                    _time.GetElapsedTime(_stateSince),
                    _problem,
                    _version,
                    _activity.SinceFrame,
                    _activity.SinceEvent,
                    _activity.IsHeldUp,
                    _activity.HandsOverUnasked
                );
            }
        }
    }

    /// <summary>Completes when there is a connection: at once where there is one already.</summary>
    public Task WhenConnectedAsync(CancellationToken ct)
    {
        lock (_lock)
        {
            return _connected.Task.WaitAsync(ct);
        }
    }

    /// <summary>
    /// Completes once everything that the daemon had sent before this call has been read and handled: it writes in one order,
    /// so whoever has read the answer to a call has read what came before it. At once where there is no connection.
    /// </summary>
    public async Task CaughtUpAsync(CancellationToken ct)
    {
        if (_connection is { } connection)
        {
            await connection.CallAsync(
                "version",
                new NoParameters(),
                SignalJson.Default.NoParameters,
                _options.WatchdogTimeout,
                ct
            );
        }

        await _activity.WhenHandledAsync(ct);
    }

    /// <summary>
    /// Stays connected until <paramref name="ct"/> is cancelled, then ends the subscription in good order and returns once
    /// <paramref name="handle"/> has taken what had come by then. To be called once.
    /// </summary>
    /// <param name="handle">
    /// Takes the envelopes. Null where only calls are made, such as to register: then nothing is subscribed. Only one client
    /// may subscribe, since each gets every message.
    /// </param>
    /// <exception cref="Exception">What <paramref name="handle"/> threw. The connection is closed by then.</exception>
    public async Task RunAsync(EnvelopeHandler? handle, CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A client runs once; make another.");
        }

        var envelopes = handle is null
            ? null
            : Channel.CreateBounded<ReceivedEnvelope>(
                new BoundedChannelOptions(_options.WaitingEnvelopes) { SingleReader = true }
            );
        using var drained = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using var draining = ct.Register(() => drained.CancelAfter(_options.DrainTimeout));
        var handling = envelopes is null ? Task.CompletedTask : HandleAsync(envelopes, handle!, stop, drained.Token);
        Change(SignalState.Connecting, null);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var pause = await ConnectOnceAsync(envelopes?.Writer, stop.Token);
                await Pause.ForAsync(pause, _time, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Asked to stop while waiting.
        }
        finally
        {
            Change(SignalState.Stopped, null);
            envelopes?.Writer.TryComplete();
            await handling;
        }
    }

    private async Task HandleAsync(
        Channel<ReceivedEnvelope> envelopes,
        EnvelopeHandler handle,
        CancellationTokenSource stop,
        CancellationToken drained
    )
    {
        try
        {
            await foreach (var envelope in envelopes.Reader.ReadAllAsync(CancellationToken.None))
            {
                try
                {
                    await handle(envelope, drained);
                }
                finally
                {
                    _activity.EventHandled();
                }
            }
        }
        catch (OperationCanceledException) when (drained.IsCancellationRequested)
        {
            Log.NotDrained(_logger, envelopes.Reader.Count + 1);
        }
        finally
        {
            // Where the handler gave up, nobody takes what comes: read no further.
            envelopes.Writer.TryComplete();
            while (envelopes.Reader.TryRead(out _))
            {
                _activity.EventHandled();
            }

            await stop.CancelAsync();
        }
    }

    /// <returns>How long to pause before the next connection.</returns>
    private async Task<TimeSpan> ConnectOnceAsync(ChannelWriter<ReceivedEnvelope>? envelopes, CancellationToken stop)
    {
        await using var connection = new SignalConnection(_options, _time, _logger, _activity, envelopes);
        var reason = await connection.RunAsync(
            version =>
            {
                _connection = connection;
                _version = version;
                Log.Connected(_logger, version);
                Change(SignalState.Connected, null);
            },
            stop
        );
        var wasConnected = _connection is not null;
        _connection = null;
        stop.ThrowIfCancellationRequested();
        SignalMetrics.Reconnects.Add(1);
        _failures = connection.Lasted >= LivedWell ? 1 : _failures + 1;
        Log.Ended(_logger, wasConnected || _failures == 1 ? LogLevel.Warning : LogLevel.Debug, reason);
        Change(_version is null ? SignalState.Connecting : SignalState.Lost, reason);
        return ReconnectDelay.Backoff(_failures, _options.MaxReconnectDelay, _jitter.NextDouble());
    }

    private void Change(SignalState state, string? problem)
    {
        lock (_lock)
        {
            _problem = problem;
            if (_state == state)
            {
                return;
            }

            _state = state;
            _stateSince = _time.GetTimestamp();
            if (state == SignalState.Connected)
            {
                _connected.TrySetResult();
            }
            else if (_connected.Task.IsCompleted)
            {
                _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        StateChanged?.Invoke(state);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Connected to signal-cli {Version}")]
        public static partial void Connected(ILogger logger, string version);

        [LoggerMessage(EventId = 2, Message = "No connection to signal-cli: {Reason}")]
        public static partial void Ended(ILogger logger, LogLevel level, string reason);

        [LoggerMessage(3, LogLevel.Error, "{Count} envelopes or more were not handled before the stop and are lost")]
        public static partial void NotDrained(ILogger logger, int count);
    }
}
