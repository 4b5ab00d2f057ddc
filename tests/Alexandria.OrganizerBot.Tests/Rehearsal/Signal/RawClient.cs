using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>A bare socket to the daemon: lines out, lines in, and nothing of the bot's client.</summary>
internal sealed class RawClient : IDisposable
{
    /// <summary>Only so that a line that never comes fails the test instead of stopping the whole run.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket;
    private readonly StreamReader _reader;
    private readonly Queue<string> _notifications = [];
    private int _lastId = 1000;

    private RawClient(Socket socket)
    {
        _socket = socket;
        _reader = new StreamReader(new NetworkStream(socket), new UTF8Encoding(false));
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<RawClient> ConnectAsync(string endpoint)
    {
        var (scheme, address) = (
            endpoint.Split(':')[0],
            endpoint[(endpoint.IndexOf(':', StringComparison.Ordinal) + 1)..]
        );
        var socket =
            scheme == "unix"
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(
            scheme == "unix" ? new UnixDomainSocketEndPoint(address) : IPEndPoint.Parse(address),
            Cancelled
        );
        return new RawClient(socket);
    }

    /// <summary>Sends one line as it is.</summary>
    public async Task SendAsync(string line) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(line + "\n"), SocketFlags.None, Cancelled);

    /// <summary>The next line of any kind; null once the daemon has hung up.</summary>
    public async Task<string?> LineAsync()
    {
        try
        {
            return await _reader.ReadLineAsync(Cancelled).AsTask().WaitAsync(Patience, Cancelled);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Sends a line and gives the next line that is no notification; those are kept.</summary>
    public async Task<string?> AskAsync(string line)
    {
        await SendAsync(line);
        return await AnswerAsync();
    }

    /// <summary>The next line that is no notification.</summary>
    public async Task<string?> AnswerAsync()
    {
        while (await LineAsync() is { } line)
        {
            if (!IsNotification(line))
                return line;
            _notifications.Enqueue(line);
        }
        return null;
    }

    /// <summary>Calls a method that must succeed.</summary>
    public async Task<JsonNode> ResultAsync(string method, string parameters) =>
        (await CallAsync(method, parameters))["result"] ?? throw new InvalidOperationException("an error was answered");

    /// <summary>Calls a method that must fail; gives its code, and its types of results, if any.</summary>
    public async Task<(int Code, string Types)> ErrorAsync(string method, string parameters)
    {
        var error = (await CallAsync(method, parameters))["error"]!;
        var results = error["data"]?["response"]?["results"] as JsonArray ?? [];
        return ((int)error["code"]!, string.Join(',', results.Select(result => (string)result!["type"]!)));
    }

    public async Task<JsonNode> CallAsync(string method, string parameters) =>
        JsonNode.Parse((await AskAsync(Request(method, parameters)))!)!;

    /// <summary>The next notification.</summary>
    public async Task<string> NotificationAsync() =>
        _notifications.TryDequeue(out var kept) ? kept : await LineAsync() ?? throw new EndOfStreamException();

    /// <summary>The next notification's envelope.</summary>
    public async Task<JsonNode> EnvelopeAsync()
    {
        var parameters = JsonNode.Parse(await NotificationAsync())!["params"]!;
        return (parameters["result"] ?? parameters)["envelope"]!;
    }

    /// <summary>The texts of all notifications that stand in the socket before the answer to a call.</summary>
    public async Task<IReadOnlyList<string?>> TextsAsync()
    {
        await ResultAsync("version", "{}");
        var texts = new List<string?>();
        while (_notifications.TryDequeue(out var line))
        {
            var parameters = JsonNode.Parse(line)!["params"]!;
            texts.Add((string?)(parameters["result"] ?? parameters)["envelope"]!["dataMessage"]!["message"]);
        }
        return texts;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _socket.Dispose();
    }

    private string Request(string method, string parameters) =>
        $$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}},"id":{{++_lastId}}}""";

    private static bool IsNotification(string line) =>
        line.StartsWith("{\"jsonrpc\":\"2.0\",\"method\":", StringComparison.Ordinal);
}
