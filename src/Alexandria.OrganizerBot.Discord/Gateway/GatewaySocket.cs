using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>One WebSocket to the gateway: whole text messages in, frames within Discord's limits out.</summary>
internal sealed class GatewaySocket(DiscordClientOptions options, TimeProvider time) : IDisposable
{
    /// <summary>A larger frame closes the connection with 4002.</summary>
    internal const int MaxOutgoingBytes = 4096;

    /// <summary>120 sends in 60 s, else Discord disconnects at once.</summary>
    internal const int SendsPerMinute = 120;

    /// <summary>Of those, kept for heartbeats.</summary>
    internal const int HeartbeatReserve = 10;

    /// <summary>Far above any event we use; a READY of many guilds is the largest.</summary>
    private const int MaxIncomingBytes = 32 * 1024 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly SlidingWindow _sent = new(SendsPerMinute, TimeSpan.FromMinutes(1), time);
    private readonly ArrayBufferWriter<byte> _incoming = new(16 * 1024);

    /// <summary>The other side's close code, once it has closed with one.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>Opens the connection, within <see cref="DiscordClientOptions.ConnectTimeout"/>.</summary>
    public async Task ConnectAsync(Uri gateway, CancellationToken ct)
    {
        var address = WithQuery(TokenGuard.Demand(gateway, options.AllowedHosts));
        // .NET sends none by itself, and not every server speaks to a client without.
        _socket.Options.SetRequestHeader("User-Agent", options.UserAgent);
        // Gateway heartbeats do what WebSocket pings would.
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (address.Scheme == "ws")
        {
            _socket.Options.Proxy = null;
        }

        await WithinAsync(options.ConnectTimeout, limited => _socket.ConnectAsync(address, limited), ct);
    }

    /// <summary>Sends one frame. Only heartbeats may use the last of the limit.</summary>
    public async Task SendAsync<T>(T frame, JsonTypeInfo<T> type, bool isHeartbeat, CancellationToken ct)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(frame, type);
        if (bytes.Length > MaxOutgoingBytes)
        {
            throw new InvalidOperationException($"A gateway frame of {bytes.Length} bytes is over Discord's limit.");
        }

        while (_sent.TryTake(isHeartbeat ? 0 : HeartbeatReserve) is var wait && wait > TimeSpan.Zero)
        {
            await Pause.ForAsync(wait, time, ct);
        }

        await _sending.WaitAsync(ct);
        try
        {
            await WithinAsync(
                options.CloseTimeout,
                limited => _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, limited),
                ct
            );
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>
    /// The next message, valid until the next call; or null once the other side has closed. Cancelling breaks the connection.
    /// </summary>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken ct)
    {
        _incoming.ResetWrittenCount();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_incoming.GetMemory(4096), ct);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            _incoming.Advance(part.Count);
            if (_incoming.WrittenCount > MaxIncomingBytes)
            {
                throw new WebSocketException("The gateway sent a message of unreasonable size.");
            }

            if (part.EndOfMessage)
            {
                return _incoming.WrittenMemory;
            }
        }
    }

    /// <summary>Says goodbye with <paramref name="code"/>; the receive loop sees the answer. A dead connection is no error.</summary>
    public async Task CloseAsync(int code)
    {
        try
        {
            // An outgoing frame that hangs must not keep us from closing.
            await _sending.WaitAsync(CancellationToken.None).WaitAsync(options.CloseTimeout, time);
            try
            {
                await WithinAsync(
                    options.CloseTimeout,
                    limited => _socket.CloseOutputAsync((WebSocketCloseStatus)code, statusDescription: null, limited),
                    CancellationToken.None
                );
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e)
            when (e is WebSocketException or OperationCanceledException or TimeoutException or InvalidOperationException
            )
        {
            // The other side is gone already; the connection is dropped next.
        }
    }

    public void Dispose()
    {
        _socket.Abort();
        _socket.Dispose();
        _sending.Dispose();
    }

    internal static Uri WithQuery(Uri gateway) =>
        new UriBuilder(gateway)
        {
            Path = gateway.AbsolutePath.Length == 0 ? "/" : gateway.AbsolutePath,
            Query = "v=10&encoding=json",
        }.Uri;

    private async Task WithinAsync(TimeSpan longest, Func<CancellationToken, Task> act, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            await act(both.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException("The gateway did not answer in time.", e);
        }
    }
}
