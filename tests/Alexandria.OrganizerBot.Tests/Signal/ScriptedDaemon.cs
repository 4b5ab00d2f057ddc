using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Tests.Signal;

/// <summary>What looks like a signal-cli daemon from outside, on a real socket; each test says what it answers.</summary>
internal sealed class ScriptedDaemon : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly DirectoryInfo? _folder;

    private ScriptedDaemon(Socket listener, string endpoint, DirectoryInfo? folder)
    {
        _listener = listener;
        _folder = folder;
        Endpoint = SignalEndpoint.TryParse(endpoint, out var parsed, out var problem)
            ? parsed
            : throw new InvalidOperationException(problem);
    }

    public SignalEndpoint Endpoint { get; }

    public static ScriptedDaemon OnUnixSocket()
    {
        var folder = Directory.CreateTempSubdirectory("signal");
        var path = Path.Combine(folder.FullName, "socket");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        return new ScriptedDaemon(listener, path, folder);
    }

    public static ScriptedDaemon OnTcp()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return new ScriptedDaemon(listener, listener.LocalEndPoint!.ToString()!, null);
    }

    /// <summary>The next connection, before a word was said.</summary>
    public async Task<ScriptedConnection> ConnectionAsync() =>
        new(await _listener.AcceptAsync(TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        if (_folder is { } folder && Directory.Exists(folder.FullName))
        {
            folder.Delete(recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>One client's connection, from the daemon's side.</summary>
internal sealed class ScriptedConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    public ScriptedConnection(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream, new UTF8Encoding(false));
    }

    /// <summary>The next line, which must be a request of this method, as it came.</summary>
    public async Task<Request> RequestAsync(string method)
    {
        var line = await _reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(line);
        var frame = JsonSerializer.Deserialize<JsonElement>(line);
        Assert.Equal(["jsonrpc", "id", "method", "params"], frame.EnumerateObject().Select(member => member.Name));
        Assert.Equal("2.0", frame.GetProperty("jsonrpc").GetString());
        Assert.Equal(method, frame.GetProperty("method").GetString());
        Assert.Equal(JsonValueKind.Object, frame.GetProperty("params").ValueKind);
        return new Request(frame.GetProperty("id").GetInt64(), frame.GetProperty("params"));
    }

    /// <summary>Nothing more comes: the client has closed the connection.</summary>
    public async Task ClosedAsync() => Assert.Null(await _reader.ReadLineAsync(TestContext.Current.CancellationToken));

    /// <summary>Tells a version and takes the subscription.</summary>
    public async Task GreetAsync(string version = "0.13.19")
    {
        await AnswerAsync(await RequestAsync("version"), $$"""{"version":"{{version}}"}""");
        var subscription = await RequestAsync("subscribeReceive");
        Assert.Equal($$"""{"account":"{{SignalRig.Number}}"}""", Unescaped(subscription.Parameters));
        await AnswerAsync(subscription, "0");
    }

    public Task AnswerAsync(Request request, string result) =>
        SendAsync($$"""{"jsonrpc":"2.0","result":{{result}},"id":{{request.Id}}}""");

    public Task RefuseAsync(Request request, string error) =>
        SendAsync($$"""{"jsonrpc":"2.0","error":{{error}},"id":{{request.Id}}}""");

    public Task SendAsync(string line) => SendAsync(Encoding.UTF8.GetBytes(line + "\n"));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) =>
        await _stream.WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>The process is gone.</summary>
    public void Drop() => Dispose();

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }

    /// <summary>A JSON text with every character as it is, to compare with.</summary>
    public static string Unescaped(JsonElement element) => JsonSerializer.Serialize(element, UnescapedOptions);

    private static readonly JsonSerializerOptions UnescapedOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

internal readonly record struct Request(long Id, JsonElement Parameters);
