using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

/// <summary>The bot's side of the stage's clock, over a real socket, answering as a test tells it to.</summary>
internal sealed class ScriptedBot : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    private ScriptedBot(IPEndPoint clock)
    {
        _client.Connect(clock);
        _reader = new StreamReader(_client.GetStream());
        _writer = new StreamWriter(_client.GetStream()) { AutoFlush = true, NewLine = "\n" };
    }

    public static ScriptedBot ConnectTo(string address) => new(IPEndPoint.Parse(address));

    /// <summary>The next request as the stage wrote it; null once the stage has closed the connection.</summary>
    public async Task<JsonElement?> RequestAsync(CancellationToken cancellationToken) =>
        await _reader.ReadLineAsync(cancellationToken) is { } line
            ? JsonDocument.Parse(line).RootElement.Clone()
            : null;

    public Task SayAsync(string line) => _writer.WriteLineAsync(line);

    /// <summary>Answers every request until the stage hangs up, and returns all times that were set.</summary>
    public async Task<List<string>> AnswerAllAsync(
        Func<string?, string?> nextAfter,
        CancellationToken cancellationToken
    )
    {
        var set = new List<string>();
        string? now = null;
        while (await RequestAsync(cancellationToken) is { } request)
        {
            if (request.TryGetProperty("set", out var time))
            {
                now = time.GetString()!;
                set.Add(now);
            }

            var next = nextAfter(now) is { } due ? $"\"{due}\"" : "null";
            await SayAsync($$"""{"id":{{request.GetProperty("id")}},"idle":true,"now":"{{now}}","next":{{next}}}""");
        }

        return set;
    }

    public void Dispose() => _client.Dispose();
}
