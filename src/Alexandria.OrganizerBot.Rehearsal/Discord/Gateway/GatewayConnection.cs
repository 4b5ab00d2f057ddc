using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;

/// <summary>One socket: reads frames within Discord's limits, writes frames in order, and closes with a code.</summary>
internal sealed class GatewayConnection(WebSocket socket, TimeProvider realTime)
{
    private const int LargestFrame = 4096;
    private const int MostFrames = 120;
    private static readonly TimeSpan FrameWindow = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly Channel<Outgoing> _outgoing = Channel.CreateUnbounded<Outgoing>(
        new UnboundedChannelOptions { SingleReader = true }
    );
    private readonly Queue<long> _received = new();
    private volatile bool _silent;
    private volatile bool _over;

    /// <summary>The session that identified or resumed here.</summary>
    public GatewaySession? Session { get; set; }

    /// <summary>Whether the client came by the address that READY named for resuming.</summary>
    public required bool ByResumeAddress { get; init; }

    /// <summary>Nothing that is sent now can arrive; the reader may not have noticed yet.</summary>
    public bool IsLost => _silent || _over;

    /// <summary>A half-open connection: nothing reaches the client any more, and its heartbeats go unanswered.</summary>
    public void FallSilent() => _silent = true;

    public void Send(string frame)
    {
        if (!_silent)
        {
            _outgoing.Writer.TryWrite(new Outgoing(frame, null));
        }
    }

    public void Send(int opcode, JsonNode? data) =>
        Send(
            new JsonObject
            {
                ["op"] = opcode,
                ["d"] = data,
                ["s"] = null,
                ["t"] = null,
            }.ToJsonString()
        );

    /// <summary>Closes with a code once everything sent before has left.</summary>
    public void Close(int code, string reason)
    {
        _over = true;
        _outgoing.Writer.TryWrite(new Outgoing(reason, code));
        _outgoing.Writer.TryComplete();
    }

    /// <summary>Drops the connection without a word, as a lost network does.</summary>
    public void Drop()
    {
        _over = true;
        _outgoing.Writer.TryComplete();
        socket.Abort();
    }

    /// <summary>Writes until the connection ends.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var next in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                if (next.CloseCode is { } code)
                {
                    using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                    timeout.CancelAfter(CloseTimeout);
                    await socket.CloseOutputAsync((WebSocketCloseStatus)code, next.Text, timeout.Token);
                    return;
                }
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(next.Text),
                    WebSocketMessageType.Text,
                    endOfMessage: true,
                    cancellationToken
                );
            }
        }
        catch (Exception gone)
            when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The reader sees the same end and cleans up.
        }
    }

    /// <summary>
    /// The next frame; null when the client closed or went away. A frame that breaks a limit closes the connection with
    /// its code.
    /// </summary>
    public async Task<JsonObject?> ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestFrame + 1];
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            }
            catch (Exception gone)
                when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                return null;
            }
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }
            length += part.Count;
            if (length > LargestFrame)
            {
                Close(CloseCode.DecodeError, "Error while decoding payload: larger than 4096 bytes.");
                return null;
            }
            if (part.EndOfMessage)
            {
                break;
            }
        }
        if (SentTooMuch())
        {
            Close(CloseCode.RateLimited, "Rate limited.");
            return null;
        }
        try
        {
            if (Json.Parse(buffer.AsSpan(0, length)) is JsonObject frame && frame.Whole("op") is not null)
            {
                return frame;
            }
        }
        catch (JsonException)
        {
            // Answered below, like JSON that is no frame.
        }
        Close(CloseCode.DecodeError, "Error while decoding payload.");
        return null;
    }

    /// <summary>Lets the client answer our close, so that it can read the code before the socket goes.</summary>
    public async Task DrainAsync()
    {
        using var timeout = new CancellationTokenSource(CloseTimeout, realTime);
        var buffer = new byte[LargestFrame];
        try
        {
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(buffer.AsMemory(), timeout.Token);
            }
        }
        catch (Exception gone)
            when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It left without an answer, which it may.
        }
    }

    /// <summary>The code that the client closed with; null when the connection was cut.</summary>
    public int? ClientCloseCode =>
        socket.State is WebSocketState.CloseReceived or WebSocketState.Closed ? (int?)socket.CloseStatus : null;

    private bool SentTooMuch()
    {
        var now = realTime.GetTimestamp();
        while (_received.TryPeek(out var oldest) && realTime.GetElapsedTime(oldest, now) >= FrameWindow)
        {
            _received.Dequeue();
        }
        _received.Enqueue(now);
        return _received.Count > MostFrames;
    }

    private sealed record Outgoing(string Text, int? CloseCode);
}
