using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Tests.Discord;

/// <summary>
/// A Discord on a loopback port that says exactly what a test tells it to: answers by route for REST, and one
/// <see cref="ScriptedSocket"/> for each gateway connection.
/// </summary>
internal sealed class ScriptedDiscord : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<ScriptedSocket> _connections = Channel.CreateUnbounded<ScriptedSocket>();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<RequestDelegate>> _answers = new();
    private readonly CancellationTokenSource _closing = new();

    private ScriptedDiscord(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public Uri ApiBaseUrl => new($"http://127.0.0.1:{Port}/api/v10");

    public string GatewayUrl => $"ws://127.0.0.1:{Port}/gateway";

    public string ResumeUrl => $"ws://127.0.0.1:{Port}/resume";

    private int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<ScriptedDiscord> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var discord = new ScriptedDiscord(app);
        app.UseWebSockets();
        app.Run(discord.ServeAsync);
        await app.StartAsync();
        return discord;
    }

    /// <summary>Answers the next request to this route; the last answer given to a route stays for all that follow.</summary>
    public void Answer(string route, int status, string body, params (string Name, string Value)[] headers) =>
        Answer(
            route,
            async context =>
            {
                context.Response.StatusCode = status;
                foreach (var (name, value) in headers)
                {
                    context.Response.Headers[name] = value;
                }

                if (body.Length > 0)
                {
                    context.Response.ContentType ??= "application/json";
                    await context.Response.WriteAsync(body);
                }
            }
        );

    public void Answer(string route, RequestDelegate answer) =>
        _answers.GetOrAdd(route, _ => new ConcurrentQueue<RequestDelegate>()).Enqueue(answer);

    public void AnswerWhereTheGatewayIs(string? url = null, int remaining = 1000, int resetAfter = 0) =>
        Answer(
            "GET /gateway/bot",
            200,
            $$$"""
            {"url":"{{{url ?? GatewayUrl}}}","shards":1,"new":true,
             "session_start_limit":{"total":1000,"remaining":{{{remaining}}},"reset_after":{{{resetAfter}}},"max_concurrency":1}}
            """
        );

    /// <summary>The next connection that the client opens to the gateway.</summary>
    public async Task<ScriptedSocket> ConnectionAsync() =>
        await _connections.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public int Received(string route) => Requests.Count(request => request.Route == route);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _app.DisposeAsync();
        _closing.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var scripted = new ScriptedSocket(context, socket, _closing.Token);
            await _connections.Writer.WriteAsync(scripted);
            await scripted.Finished;
            return;
        }

        var request = await ReceivedRequest.ReadAsync(context);
        Requests.Enqueue(request);
        if (!_answers.TryGetValue(request.Route, out var answers) || !answers.TryPeek(out var answer))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (answers.Count > 1)
        {
            answers.TryDequeue(out _);
        }

        await answer(context);
    }
}

/// <summary>What the client asked over REST.</summary>
internal sealed record ReceivedRequest(string Route, string? Authorization, string UserAgent, string ContentType)
{
    /// <summary>The JSON of the body, or of <c>payload_json</c> where there were files.</summary>
    public JsonElement? Json { get; private init; }

    public IReadOnlyList<(string Field, string Name, string ContentType, byte[] Content)> Files { get; private init; } =
    [];

    public static async Task<ReceivedRequest> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var received = new ReceivedRequest(
            $"{request.Method} {request.Path.Value!["/api/v10".Length..]}",
            request.Headers.Authorization,
            request.Headers.UserAgent.ToString(),
            request.ContentType ?? ""
        );
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync();
            return received with
            {
                Json = JsonDocument.Parse(form["payload_json"].ToString()).RootElement,
                Files =
                [
                    .. form.Files.Select(file =>
                    {
                        using var copy = new MemoryStream();
                        file.CopyTo(copy);
                        return (file.Name, file.FileName, file.ContentType, copy.ToArray());
                    }),
                ],
            };
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        return received with { Json = text.Length == 0 ? null : JsonDocument.Parse(text).RootElement };
    }
}

/// <summary>The server's end of one gateway connection.</summary>
internal sealed class ScriptedSocket(HttpContext context, WebSocket socket, CancellationToken closing)
{
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Path { get; } = context.Request.Path.Value!;

    public string Query { get; } = context.Request.QueryString.Value!;

    public string UserAgent { get; } = context.Request.Headers.UserAgent.ToString();

    internal Task Finished => _finished.Task.WaitAsync(closing).ContinueWith(_ => { }, TaskScheduler.Default);

    public Task SendAsync(string json) =>
        socket.SendAsync(
            Encoding.UTF8.GetBytes(json),
            WebSocketMessageType.Text,
            endOfMessage: true,
            TestContext.Current.CancellationToken
        );

    /// <summary>HELLO, with a heartbeat every 50 s.</summary>
    public Task HelloAsync() =>
        SendAsync("""{"op":10,"d":{"heartbeat_interval":50000,"_trace":["x"]},"s":null,"t":null}""");

    public Task DispatchAsync(string name, int sequence, string data) =>
        SendAsync($$"""{"op":0,"t":"{{name}}","s":{{sequence}},"d":{{data}}}""");

    /// <summary>The next frame; it must be one of <paramref name="opcode"/>.</summary>
    public async Task<JsonElement> FrameAsync(int opcode)
    {
        var (type, bytes) = await ReceiveAsync();
        Assert.Equal(WebSocketMessageType.Text, type);
        var frame = JsonDocument.Parse(bytes).RootElement;
        Assert.Equal(opcode, frame.GetProperty("op").GetInt32());
        return frame.GetProperty("d");
    }

    /// <summary>The code with which the client closes, which must be the next thing that it does. Answers the close.</summary>
    public async Task<int> ClosedByClientAsync()
    {
        var (type, bytes) = await ReceiveAsync();
        Assert.True(type == WebSocketMessageType.Close, Encoding.UTF8.GetString(bytes));
        var code = (int)socket.CloseStatus!;
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, null, TestContext.Current.CancellationToken);
        _finished.TrySetResult();
        return code;
    }

    public async Task CloseAsync(int code)
    {
        await socket.CloseOutputAsync((WebSocketCloseStatus)code, null, TestContext.Current.CancellationToken);
        await DrainAsync();
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Drop()
    {
        context.Abort();
        _finished.TrySetResult();
    }

    /// <summary>Reads on until the client is gone.</summary>
    public async Task DrainAsync()
    {
        try
        {
            while ((await ReceiveAsync()).Type != WebSocketMessageType.Close)
            {
                // Whatever it still says does not matter.
            }
        }
        catch (WebSocketException)
        {
            // Gone without goodbye.
        }

        _finished.TrySetResult();
    }

    private async Task<(WebSocketMessageType Type, byte[] Bytes)> ReceiveAsync()
    {
        var buffer = new byte[8192];
        var length = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), TestContext.Current.CancellationToken);
            length += part.Count;
            if (part.EndOfMessage || part.MessageType == WebSocketMessageType.Close)
            {
                return (part.MessageType, buffer[..length]);
            }
        }
    }
}
