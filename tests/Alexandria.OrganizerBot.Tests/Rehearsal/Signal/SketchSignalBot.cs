using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Tests.Rehearsal.Signal;

/// <summary>
/// The smallest bot on Signal: it reads in order, handles each envelope beside the others, and knows when it is done: once
/// a call that it makes for the purpose is answered, it has read all that came before.
/// </summary>
internal sealed class SketchSignalBot : IDisposable
{
    private readonly RawClient _client;
    private readonly Func<SketchSignalBot, JsonNode, Task> _handle;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _calls = new();
    private readonly ConcurrentBag<Task> _handling = [];
    private readonly ConcurrentQueue<JsonNode> _envelopes = new();
    private int _lastId;

    public SketchSignalBot(RawClient client, Func<SketchSignalBot, JsonNode, Task> handle)
    {
        _client = client;
        _handle = handle;
        Reading = ReadAsync();
    }

    public Task Reading { get; }

    /// <summary>Every envelope received.</summary>
    public IReadOnlyList<JsonNode> Envelopes => [.. _envelopes];

    public async Task<JsonNode> CallAsync(string method, string parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = _calls[id] = new TaskCompletionSource<JsonNode>(
            TaskCreationOptions.RunContinuationsAsynchronously
        );
        await _client.SendAsync(
            $$"""{"jsonrpc":"2.0","method":"{{method}}","params":{{parameters}},"id":{{id.ToString(CultureInfo.InvariantCulture)}}}"""
        );
        return await answer.Task;
    }

    /// <summary>Sends a text to whoever the envelope came from: to the group, or to the person.</summary>
    public Task ReplyAsync(JsonNode envelope, string text, string more = "")
    {
        var target = envelope["dataMessage"]?["groupInfo"]?["groupId"] is { } group
            ? $"\"groupId\":\"{group}\""
            : $"\"recipient\":[\"{envelope["sourceUuid"]}\"]";
        return CallAsync("send", $$"""{{{target}},"message":{{JsonValue.Create(text).ToJsonString()}}{{more}}}""");
    }

    public async Task QuietAsync(CancellationToken cancellationToken)
    {
        await CallAsync("version", "{}").WaitAsync(cancellationToken);
        await Task.WhenAll(_handling).WaitAsync(cancellationToken);
    }

    public void Dispose() => _client.Dispose();

    private async Task ReadAsync()
    {
        while (await _client.LineAsync() is { } line)
        {
            var read = JsonNode.Parse(line)!;
            if (read["method"] is null)
            {
                _calls[(int)read["id"]!].SetResult(read);
                continue;
            }
            var envelope = read["params"]!["result"]!["envelope"]!;
            _envelopes.Enqueue(envelope);
            _handling.Add(_handle(this, envelope));
        }
    }
}
