using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Discord;

/// <summary>A gateway connection written out by hand: sends frames, reads frames, knows nothing by itself.</summary>
internal sealed class SketchBot : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly string _token;

    private SketchBot(string token) => _token = token;

    /// <summary>The close code that the stage sent.</summary>
    public int? CloseCode => (int?)_socket.CloseStatus;

    /// <summary>Connects and reads HELLO, unless the address makes the stage refuse.</summary>
    public static async Task<SketchBot> ConnectAsync(
        SmallStage stage,
        string? url = null,
        string query = "/?v=10&encoding=json"
    )
    {
        var bot = new SketchBot(stage.Discord.Token);
        bot._socket.Options.SetRequestHeader("User-Agent", "DiscordBot (https://example.org, 1.0)");
        url ??= (string)(await stage.SendAsync(HttpMethod.Get, "gateway/bot")).Body!["url"]!;
        await bot._socket.ConnectAsync(new Uri(url + query), TestContext.Current.CancellationToken);
        return bot;
    }

    /// <summary>Connects and logs in; returns READY's data as well.</summary>
    public static async Task<(SketchBot Bot, JsonNode Ready)> LogInAsync(SmallStage stage, long intents = 0)
    {
        var bot = await ConnectAsync(stage);
        Assert.Equal(10, (int?)(await bot.ReadAsync())!["op"]);
        await bot.IdentifyAsync(intents);
        var ready = await bot.ReadAsync();
        Assert.Equal("READY", (string?)ready!["t"]);
        return (bot, ready["d"]!);
    }

    public Task IdentifyAsync(long intents = 0, string? token = null) =>
        SendAsync(
            $$$"""{"op":2,"d":{"token":"{{{token ?? _token}}}","intents":{{{intents}}},"properties":{"os":"linux","browser":"x","device":"x"} } }"""
        );

    public Task ResumeAsync(string session, long sequence) =>
        SendAsync($$$"""{"op":6,"d":{"token":"{{{_token}}}","session_id":"{{{session}}}","seq":{{{sequence}}} } }""");

    public Task SendAsync(string frame) =>
        _socket.SendAsync(
            Encoding.UTF8.GetBytes(frame),
            WebSocketMessageType.Text,
            endOfMessage: true,
            TestContext.Current.CancellationToken
        );

    /// <summary>The next frame; null once the stage closed or dropped the connection.</summary>
    public async Task<JsonNode?> ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        while (true)
        {
            ValueWebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            }
            catch (WebSocketException)
            {
                return null;
            }
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }
            length += part.Count;
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(buffer.AsSpan(0, length));
            }
        }
    }

    /// <summary>Reads until a dispatch of this name comes, and returns its data.</summary>
    public async Task<JsonNode> ReadAsync(string dispatch)
    {
        while (await ReadAsync() is { } frame)
        {
            if ((string?)frame["t"] == dispatch)
            {
                return frame["d"]!;
            }
        }
        Assert.Fail($"The connection ended before {dispatch}.");
        return null!;
    }

    public Task CloseAsync(int code) =>
        _socket.CloseOutputAsync((WebSocketCloseStatus)code, "", TestContext.Current.CancellationToken);

    public void Drop() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
