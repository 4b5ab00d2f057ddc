using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Rehearsal.Clock;

/// <summary>
/// The stage's clock, and the one seam between stage and bot: the stage is the parent, the bot its child. The clock
/// stands still until a scenario moves it, and moving it waits until the bot is idle, so nothing ever sleeps.
/// </summary>
/// <remarks>
/// The stage listens on 127.0.0.1 at a free port, given to the bot as <c>Rehearsal__ClockAddress</c>. One JSON object a
/// line, UTF-8:
/// <list type="bullet">
/// <item>stage to bot, set the domain's clock and answer once idle: <c>{"id":1,"set":"2025-03-01T12:00:00Z"}</c></item>
/// <item>stage to bot, only answer once idle: <c>{"id":2}</c></item>
/// <item>bot to stage: <c>{"id":1,"idle":true,"now":"2025-03-01T12:00:00Z","next":"2025-03-03T20:00:00Z"}</c>, where
/// <c>next</c> is the time of the earliest due thing in the bot's store, or null.</item>
/// </list>
/// Whoever connects is sent a <c>set</c> at once; a later connection replaces an earlier one, as a restarted bot does.
/// </remarks>
public sealed class StageClock : IStageTime, IAsyncDisposable
{
    /// <summary>How long, in real time, a bot may take to become idle before it counts as hung.</summary>
    public static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How often the bot may leave the same thing due, at the same time, before it counts as stuck.</summary>
    private const int StallsAllowed = 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly DateTimeZone _zone;
    private readonly TimeSpan _idleTimeout;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private Instant _now;
    private ClockConnection? _connection;
    private TaskCompletionSource _connected = NewSignal();

    /// <summary>Opens the clock at <paramref name="start"/>.</summary>
    /// <param name="start">The first stage time.</param>
    /// <param name="zone">The zone whose offset <see cref="Now"/> carries.</param>
    /// <param name="idleTimeout">Real time; <see cref="DefaultIdleTimeout"/> when null.</param>
    public StageClock(Instant start, DateTimeZone zone, TimeSpan? idleTimeout = null)
    {
        _now = start;
        _zone = zone;
        _idleTimeout = idleTimeout ?? DefaultIdleTimeout;
        _listener.Start();
        Address = $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = AcceptAsync();
    }

    /// <summary>What the bot connects to, for <c>Rehearsal__ClockAddress</c>.</summary>
    public string Address { get; }

    /// <inheritdoc/>
    public DateTimeOffset Now => Instant.InZone(_zone).ToDateTimeOffset();

    /// <summary>The current stage time.</summary>
    public Instant Instant
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    /// <summary>Whether a bot listens to the clock now.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
            {
                return _connection is { IsOpen: true };
            }
        }
    }

    /// <summary>Completes once a bot is connected and has answered its first <c>set</c>.</summary>
    /// <exception cref="StageClockException">A bot connected, but does not become idle.</exception>
    public Task BotConnectedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _connected.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Forgets the connected bot, because it was killed or stopped. From here on the clock moves alone until another
    /// bot connects.
    /// </summary>
    public void BotIsGone()
    {
        lock (_gate)
        {
            _connection?.Close();
            _connection = null;
            if (_connected.Task.IsCompleted)
            {
                _connected = NewSignal();
            }
        }
    }

    /// <summary>Waits until the bot has nothing left to do at the current stage time; at once while it is down.</summary>
    /// <returns>The earliest thing that the bot has due later, if any.</returns>
    /// <exception cref="StageClockException">The bot left, broke the protocol or did not become idle in time.</exception>
    public async Task<Instant?> WaitUntilIdleAsync(CancellationToken cancellationToken)
    {
        var connection = CurrentConnection();
        return connection is null ? null : (await AskAsync(connection, set: null, cancellationToken)).Next;
    }

    /// <summary>
    /// Moves the clock to <paramref name="target"/>, stopping at every time at which the bot has something due, so that
    /// everything happens at its own minute. While the bot is down, the clock moves alone.
    /// </summary>
    /// <exception cref="StageClockException">
    /// The target lies in the past, the bot left, or it keeps something due that it does not do.
    /// </exception>
    public async Task AdvanceToAsync(Instant target, CancellationToken cancellationToken)
    {
        var from = Instant;
        if (target < from)
        {
            throw new StageClockException($"The stage's clock only moves on: {target} lies before {from}.");
        }

        var next = await WaitUntilIdleAsync(cancellationToken);
        var stalls = 0;
        while (true)
        {
            var connection = CurrentConnection();
            if (connection is null)
            {
                Move(target);
                return;
            }

            var now = Instant;
            var step = next is { } due && due < target ? Instant.Max(due, now) : target;
            stalls = step == now ? stalls + 1 : 0;
            if (stalls > StallsAllowed)
            {
                throw new StageClockException(
                    $"The bot makes no progress: at {now} it is idle, yet still has something due at {next}."
                );
            }

            // The stage first: what the bot sends the moment its clock moves must already carry the new time.
            Move(step);
            next = (await AskAsync(connection, step, cancellationToken)).Next;
            if (step == target && (next is null || next > target))
            {
                return;
            }
        }
    }

    /// <summary>Moves the clock to the next thing that the bot has due, and waits until it is done.</summary>
    /// <exception cref="StageClockException">Nothing is due, or no bot is connected.</exception>
    public async Task AdvanceToNextAsync(CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            throw new StageClockException("The bot is down, so nothing is known to be due.");
        }

        var next =
            await WaitUntilIdleAsync(cancellationToken)
            ?? throw new StageClockException("The bot has nothing due; there is no next time to advance to.");
        await AdvanceToAsync(Instant.Max(next, Instant), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        BotIsGone();
        await _accepting;
        _listener.Dispose();
        _oneAtATime.Dispose();
        _closing.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ClockConnection? CurrentConnection()
    {
        lock (_gate)
        {
            return _connection is { IsOpen: true } ? _connection : null;
        }
    }

    private void Move(Instant to)
    {
        lock (_gate)
        {
            _now = to;
        }
    }

    private async Task AcceptAsync()
    {
        var greetings = new List<Task>();
        try
        {
            while (!_closing.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                client.NoDelay = true;
                var connection = new ClockConnection(client);
                lock (_gate)
                {
                    _connection?.Close();
                    _connection = connection;
                    if (_connected.Task.IsCompleted)
                    {
                        _connected = NewSignal();
                    }
                }

                greetings.Add(GreetAsync(connection));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The clock is being closed.
        }

        await Task.WhenAll(greetings);
    }

    private async Task GreetAsync(ClockConnection connection)
    {
        try
        {
            await AskAsync(connection, Instant, _closing.Token);
            lock (_gate)
            {
                if (_connection == connection)
                {
                    _connected.TrySetResult();
                }
            }
        }
        catch (StageClockException error)
        {
            // Closed already: it left before it answered, and whoever waits goes on waiting for the next one.
            // Still open: it hangs, which those who wait must hear.
            if (connection.IsOpen)
            {
                FailWaiting(connection, error);
            }

            connection.Close();
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            connection.Close();
        }
    }

    private void FailWaiting(ClockConnection connection, StageClockException error)
    {
        lock (_gate)
        {
            if (_connection == connection)
            {
                _connected.TrySetException(error);
            }
        }
    }

    private async Task<ClockAnswer> AskAsync(
        ClockConnection connection,
        Instant? set,
        CancellationToken cancellationToken
    )
    {
        using var patience = new CancellationTokenSource(_idleTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _oneAtATime.WaitAsync(either.Token);
            try
            {
                return await connection.AskAsync(set, either.Token);
            }
            finally
            {
                _oneAtATime.Release();
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new StageClockException(
                $"The bot was not idle within {_idleTimeout.TotalSeconds:0} s of real time at stage time {Instant}."
            );
        }
    }

    /// <summary>What the bot answered: it is idle, and when it next has something to do.</summary>
    private sealed record ClockAnswer(Instant? Next);

    private sealed class ClockConnection
    {
        private readonly TcpClient _client;
        private readonly NetworkStream _stream;
        private readonly ConcurrentDictionary<long, TaskCompletionSource<ClockAnswer>> _waiting = new();
        private long _lastId;
        private volatile string? _closedBecause;

        public ClockConnection(TcpClient client)
        {
            _client = client;
            _stream = client.GetStream();
            _ = ReadAsync();
        }

        public bool IsOpen => _closedBecause is null;

        public async Task<ClockAnswer> AskAsync(Instant? set, CancellationToken cancellationToken)
        {
            var id = Interlocked.Increment(ref _lastId);
            var answer = new TaskCompletionSource<ClockAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[id] = answer;
            var line = set is { } time
                ? $$"""{"id":{{id}},"set":"{{InstantPattern.ExtendedIso.Format(time)}}"}"""
                : $$"""{"id":{{id}}}""";
            try
            {
                await _stream.WriteAsync(Utf8.GetBytes(line + "\n"), cancellationToken);
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                Close("The bot left the stage's clock.");
            }

            // Closing empties _waiting; a request that was added after that must not wait for ever.
            if (_closedBecause is { } reason)
            {
                throw new StageClockException(reason);
            }

            return await answer.Task.WaitAsync(cancellationToken);
        }

        public void Close() => Close("The bot left the stage's clock.");

        private void Close(string reason)
        {
            _closedBecause ??= reason;
            _client.Dispose();
            foreach (var id in _waiting.Keys)
            {
                if (_waiting.TryRemove(id, out var waiting))
                {
                    waiting.TrySetException(new StageClockException(_closedBecause));
                }
            }
        }

        private async Task ReadAsync()
        {
            try
            {
                using var reader = new StreamReader(_stream, Utf8);
                while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
                {
                    Take(line);
                }

                Close();
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException or SocketException)
            {
                Close();
            }
            catch (Exception error)
                when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
            {
                Close($"The bot broke the clock's protocol: {error.Message}");
            }
        }

        private void Take(string line)
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var id = root.GetProperty("id").GetInt64();
            if (!root.GetProperty("idle").GetBoolean())
            {
                throw new FormatException("an answer says that the bot is not idle");
            }

            Instant? next =
                root.TryGetProperty("next", out var value) && value.ValueKind == JsonValueKind.String
                    ? Instant.FromDateTimeOffset(value.GetDateTimeOffset())
                    : null;
            if (_waiting.TryRemove(id, out var waiting))
            {
                waiting.TrySetResult(new ClockAnswer(next));
            }
        }
    }
}

/// <summary>The clock could not be moved; the message says why, for the author of the scenario.</summary>
public sealed class StageClockException(string message) : Exception(message);
