using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// One connection from opening to its end: one JSON text a line in UTF-8, both ways. Requests run concurrently in the daemon,
/// so answers come in any order and envelopes may come between a call and its answer.
/// </summary>
/// <param name="envelopes">Where envelopes go; null where nobody wants them.</param>
internal sealed partial class SignalConnection(
    SignalDaemonOptions options,
    TimeProvider time,
    ILogger logger,
    Activity activity,
    ChannelWriter<ReceivedEnvelope>? envelopes
) : IAsyncDisposable
{
    private const int ReadBytes = 64 * 1024;

    private readonly ConcurrentDictionary<long, PendingCall> _pending = [];
    private readonly SemaphoreSlim _writing = new(1);
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource<string> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _socket;
    private NetworkStream? _stream;
    private long? _subscription;
    private long _lastId;
    private long? _establishedAt;
    private bool _warnedOfAutomaticReceive;

    /// <summary>A write failed: what comes after it would follow on half a frame. Changed by whoever writes.</summary>
    private bool _isBroken;

    /// <summary>How long the daemon answered and envelopes flowed.</summary>
    public TimeSpan Lasted => _establishedAt is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Runs the connection to its end. Does not throw for anything that the network or the daemon may do.</summary>
    /// <param name="established">Called once, with the daemon's version, when all is ready.</param>
    /// <param name="stop">Ends it in good order: what the daemon has sent by then is still taken.</param>
    /// <returns>Why it ended, in one plain phrase.</returns>
    public async Task<string> RunAsync(Action<string> established, CancellationToken stop)
    {
        if (await ConnectAsync(stop) is { } problem)
        {
            return problem;
        }

        var reading = ReadAsync();
        if (await GreetAsync(established, stop) is { } refusal)
        {
            End(refusal);
        }

        var watching = WatchAsync();
        await using (stop.Register(() => _end.TrySetResult("stopped")))
        {
            await _end.Task;
        }

        if (stop.IsCancellationRequested)
        {
            await SayGoodbyeAsync();
        }

        End("stopped");
        await Task.WhenAll(reading, watching);
        return await _end.Task;
    }

    /// <summary>Calls the daemon. What it answers to <paramref name="method"/> is for the caller to read.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up; what was asked may happen all the same.</exception>
    public async Task<SignalResult<JsonElement>> CallAsync<TParameters>(
        string method,
        TParameters parameters,
        JsonTypeInfo<TParameters> type,
        TimeSpan timeout,
        CancellationToken ct
    )
    {
        var id = Interlocked.Increment(ref _lastId);
        var call = new PendingCall();
        var frame = WriteFrame(id, method, parameters, type);
        _pending[id] = call;
        try
        {
            if (_closed.IsCancellationRequested)
            {
                call.GiveUp("the connection to signal-cli is gone");
            }

            var writing = WriteAsync(call, frame);
            var answer = await call.Answer.WaitAsync(timeout, time, ct);
            // Whatever has an answer was written, or will not be; a write that hangs ends with the connection.
            _ = writing;
            return answer;
        }
        catch (TimeoutException)
        {
            call.GiveUp("signal-cli did not answer in time");
            return await call.Answer;
        }
        catch (OperationCanceledException)
        {
            call.GiveUp("cancelled");
            throw;
        }
        finally
        {
            _pending.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        // The write that may be under way notices; then nobody uses the stream any more.
        await _writing.WaitAsync(CancellationToken.None);
        if (_stream is not null)
        {
            await _stream.DisposeAsync();
        }

        _socket?.Dispose();
    }

    /// <returns>Null, or why not.</returns>
    private async Task<string?> ConnectAsync(CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        _socket = options.Endpoint.CreateSocket();
        try
        {
            await _socket.ConnectAsync(options.Endpoint.ToEndPoint(), either.Token);
            _stream = new NetworkStream(_socket, ownsSocket: false);
            return null;
        }
        catch (OperationCanceledException)
        {
            return "signal-cli's socket did not open in time";
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return "the bot's user may not open signal-cli's socket";
        }
        catch (SocketException e)
        {
            return $"signal-cli's socket could not be opened ({e.SocketErrorCode}); is the daemon running?";
        }
    }

    /// <returns>Null, or why the daemon is of no use.</returns>
    private async Task<string?> GreetAsync(Action<string> established, CancellationToken stop)
    {
        try
        {
            var version = await CallAsync(
                "version",
                new NoParameters(),
                SignalJson.Default.NoParameters,
                options.GreetTimeout,
                stop
            );
            if (version is not SignalResult<JsonElement>.Ok(var answer))
            {
                return "signal-cli did not tell its version";
            }

            if (answer.Text("version") is not { } told)
            {
                return "what listens there does not answer like signal-cli";
            }

            if (envelopes is not null && await SubscribeAsync(stop) is { } refusal)
            {
                return refusal;
            }

            _establishedAt = time.GetTimestamp();
            established(told);
            return null;
        }
        catch (OperationCanceledException)
        {
            return "stopped";
        }
    }

    private async Task<string?> SubscribeAsync(CancellationToken stop)
    {
        var answer = await CallAsync(
            "subscribeReceive",
            new AccountParameters(options.Account.Number),
            SignalJson.Default.AccountParameters,
            options.GreetTimeout,
            stop
        );
        switch (answer)
        {
            case SignalResult<JsonElement>.Ok(var id):
                _subscription = id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number) ? number : null;
                return null;
            case SignalResult<JsonElement>.Refused { Kind: SignalErrorKind.InvalidParams }:
                return "signal-cli does not have the bot's account: register it first";
            case SignalResult<JsonElement>.Refused refused:
                return $"signal-cli refuses to hand over messages ({refused.Code})";
            default:
                return "signal-cli did not confirm that it hands over messages";
        }
    }

    /// <summary>
    /// Ends the subscription before the connection, so that nothing is on its way to us when the socket closes: signal-cli
    /// would count it as delivered. The one message that signal-cli has in its own hands at that moment is lost all the
    /// same, as with any other way to leave (docs/decisions/0008-signal-client.md).
    /// </summary>
    private async Task SayGoodbyeAsync()
    {
        if (_subscription is not { } subscription || _closed.IsCancellationRequested)
        {
            return;
        }

        var answer = await CallAsync(
            "unsubscribeReceive",
            new UnsubscribeParameters(options.Account.Number, subscription),
            SignalJson.Default.UnsubscribeParameters,
            options.GoodbyeTimeout,
            CancellationToken.None
        );
        Log.SaidGoodbye(logger, answer is SignalResult<JsonElement>.Ok);
    }

    /// <summary>Asks the daemon now and then whether it still answers, since a hang is no end of the connection.</summary>
    private async Task WatchAsync()
    {
        try
        {
            do
            {
                await Pause.ForAsync(options.WatchdogInterval, time, _closed.Token);
            } while (await AnswersAsync());

            End("signal-cli did not answer the watchdog");
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private async Task<bool> AnswersAsync()
    {
        while (true)
        {
            var holdUps = activity.HoldUps;
            var answer = await CallAsync(
                "version",
                new NoParameters(),
                SignalJson.Default.NoParameters,
                options.WatchdogTimeout,
                _closed.Token
            );
            if (answer is not SignalResult<JsonElement>.Unavailable)
            {
                return true;
            }

            // If it was us who did not read on, the answer may lie unread in the socket.
            if (!activity.IsHeldUp && holdUps == activity.HoldUps)
            {
                return false;
            }
        }
    }

    /// <summary>No more calls, no more reading. The first reason counts.</summary>
    private void End(string reason)
    {
        _end.TrySetResult(reason);
        _closed.Cancel();
        foreach (var call in _pending.Values)
        {
            call.GiveUp("the connection to signal-cli was lost");
        }
    }

    private static byte[] WriteFrame<TParameters>(
        long id,
        string method,
        TParameters parameters,
        JsonTypeInfo<TParameters> type
    )
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            // No other top-level member: signal-cli refuses those that it does not know.
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", id);
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            JsonSerializer.Serialize(writer, parameters, type);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private async Task WriteAsync(PendingCall call, byte[] frame)
    {
        try
        {
            await _writing.WaitAsync(_closed.Token);
        }
        catch (OperationCanceledException)
        {
            call.GiveUp("the connection to signal-cli was lost");
            return;
        }

        try
        {
            // Half a frame would spoil the next one, so the caller's own token does not reach into the write.
            if (_isBroken)
            {
                call.GiveUp("the connection to signal-cli was lost");
            }
            else if (call.TryBeginWriting())
            {
                await _stream!.WriteAsync(frame, _closed.Token);
            }
        }
        catch (Exception e) when (IsTrouble(e))
        {
            // The reader may still have something to take; it notices the end by itself.
            _isBroken = true;
            call.GiveUp("the request could not be written to signal-cli");
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        var reader = PipeReader.Create(_stream!, new StreamPipeReaderOptions(bufferSize: ReadBytes, leaveOpen: true));
        try
        {
            var isSkipping = false;
            while (true)
            {
                var read = await ReadSomeAsync(reader);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var line = buffer.Slice(0, end);
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                    if (isSkipping)
                    {
                        isSkipping = false;
                    }
                    else if (line.Length > options.MaxFrameBytes)
                    {
                        Ignore("overlong");
                    }
                    else
                    {
                        await TakeAsync(line);
                    }
                }

                if (!isSkipping && buffer.Length > options.MaxFrameBytes)
                {
                    isSkipping = true;
                    Ignore("overlong");
                }

                reader.AdvanceTo(isSkipping ? buffer.End : buffer.Start, buffer.End);
                if (read.IsCompleted)
                {
                    End("signal-cli closed the connection");
                    return;
                }
            }
        }
        catch (Exception e) when (IsTrouble(e))
        {
            End("the connection to signal-cli broke");
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    /// <summary>After the end, what has arrived by then is still taken: signal-cli counts it as delivered.</summary>
    private async Task<ReadResult> ReadSomeAsync(PipeReader reader)
    {
        try
        {
            return await reader.ReadAsync(_closed.Token);
        }
        catch (OperationCanceledException) when (_socket!.Available > 0)
        {
            return await reader.ReadAsync(CancellationToken.None);
        }
    }

    private async Task TakeAsync(ReadOnlySequence<byte> line)
    {
        activity.FrameCame();
        if (ReadFrame(line) is not { } envelope)
        {
            return;
        }

        activity.EventCame();
        SignalMetrics.EnvelopesReceived.Add(1, new KeyValuePair<string, object?>("kind", envelope.Event.ToString()));
        if (envelopes!.TryWrite(envelope))
        {
            return;
        }

        activity.HoldUp();
        try
        {
            // Even where the connection ends meanwhile: signal-cli counts this envelope as delivered.
            await envelopes.WriteAsync(envelope, CancellationToken.None);
        }
        finally
        {
            activity.GoOn();
        }
    }

    /// <summary>Reads one line. Does not throw, whatever it says.</summary>
    /// <returns>The envelope, if the frame is one that somebody wants.</returns>
    internal ReceivedEnvelope? ReadFrame(ReadOnlySequence<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var frame = document.RootElement;
            if (frame.Text("method") == "receive")
            {
                return ReadReceived(frame.Field("params") ?? default);
            }

            ReadAnswer(frame);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            Ignore("malformed");
        }

        return null;
    }

    /// <summary>With a subscription it is <c>{"subscription":N,"result":{…}}</c>, without one the result itself.</summary>
    private ReceivedEnvelope? ReadReceived(JsonElement parameters)
    {
        var isSubscribed = parameters.Field("result") is not null;
        var received = parameters.Field("result") ?? parameters;
        if (received.ValueKind != JsonValueKind.Object)
        {
            Ignore("unexpected");
            return null;
        }

        if (!isSubscribed)
        {
            activity.UnaskedCame();
        }

        if (envelopes is null)
        {
            Ignore("unwanted");
            return null;
        }

        if (received.Text("account") is { } account && account != options.Account.Number)
        {
            Ignore("account");
            return null;
        }

        if (!isSubscribed && !_warnedOfAutomaticReceive)
        {
            _warnedOfAutomaticReceive = true;
            Log.AutomaticReceive(logger);
        }

        return new ReceivedEnvelope(JsonMarshal.GetRawUtf8Value(received).ToArray(), SignalEnvelope.Read(received));
    }

    private void ReadAnswer(JsonElement frame)
    {
        if (frame.Field("id") is not { ValueKind: JsonValueKind.Number } id || !id.TryGetInt64(out var number))
        {
            Ignore(frame.Field("error") is null ? "unexpected" : "unread");
            return;
        }

        if (!_pending.TryGetValue(number, out var call))
        {
            Ignore("late");
            return;
        }

        if (frame.Field("error") is { } error)
        {
            var code = error.Int("code") ?? 0;
            call.Complete(
                new SignalResult<JsonElement>.Refused(
                    SignalErrors.KindOf(code),
                    code,
                    error.Text("message") ?? "",
                    error.Field("data")?.Field("response") is { } response ? SendResult.Read(response) : null
                )
            );
            return;
        }

        call.Complete(new SignalResult<JsonElement>.Ok(frame.Field("result")?.Clone() ?? default));
    }

    private void Ignore(string reason)
    {
        SignalMetrics.CountIgnored(reason);
        Log.Ignored(logger, reason);
    }

    private static bool IsTrouble(Exception e) =>
        e
            is IOException
                or SocketException
                or OperationCanceledException
                or ObjectDisposedException
                or ChannelClosedException;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Debug, "A frame from signal-cli was skipped: {Reason}")]
        public static partial void Ignored(ILogger logger, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "signal-cli hands over messages without being asked, so those that come while the bot is away are lost: start the "
                + "daemon with --receive-mode manual"
        )]
        public static partial void AutomaticReceive(ILogger logger);

        [LoggerMessage(3, LogLevel.Debug, "The subscription was ended before the connection: {Confirmed}")]
        public static partial void SaidGoodbye(ILogger logger, bool confirmed);
    }
}
