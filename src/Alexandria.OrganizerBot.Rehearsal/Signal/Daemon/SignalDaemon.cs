using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>
/// The daemon as its clients know it: takes connections, reads lines, lets faults happen, and answers, the calls of one
/// connection beside each other, so that a slow one is overtaken.
/// </summary>
internal sealed class SignalDaemon(
    SignalStageOptions options,
    MethodTable methods,
    Mailbox mailbox,
    SignalFaultPlan faults,
    SignalLog log
) : IAsyncDisposable
{
    private readonly DaemonSocket _socket = new(options.Transport);
    private readonly Lock _gate = new();
    private readonly List<DaemonConnection> _connections = [];
    private readonly List<(DaemonConnection Connection, string Line)> _parked = [];
    private readonly List<ReceivedCall> _calls = [];
    private readonly List<Task> _running = [];
    private readonly Dictionary<string, TaskCompletionSource> _awaited = new(StringComparer.Ordinal);
    private CancellationTokenSource? _life;
    private bool _hangs;

    /// <summary>As the bot's setting names it.</summary>
    public string Endpoint => _socket.Name;

    /// <summary>The calls received, oldest first.</summary>
    public IReadOnlyList<ReceivedCall> Calls
    {
        get
        {
            lock (_gate)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>Completes when the next call of the method arrives.</summary>
    public Task ArrivalOf(string method)
    {
        lock (_gate)
        {
            if (!_awaited.TryGetValue(method, out var arrival))
            {
                arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add(method, arrival);
            }
            return arrival.Task;
        }
    }

    /// <summary>Begins to listen, at the same address as ever.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_life is not null)
            {
                return;
            }
            _hangs = false;
            _life = new CancellationTokenSource();
            _socket.Open();
            Run(AcceptAsync(_life.Token));
        }
        mailbox.Hold(isHeld: false);
    }

    /// <summary>Ends at once: the socket is gone, and what was under way is cut off.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _life?.Cancel();
            _life?.Dispose();
            _life = null;
            _socket.Close();
            _parked.Clear();
        }
        Break();
        mailbox.Reset();
    }

    /// <summary>Breaks every connection.</summary>
    public void Break()
    {
        foreach (var connection in Connections())
        {
            mailbox.Disconnected(connection);
            connection.Break();
        }
    }

    /// <summary>Takes connections and lines from now on, and does nothing about them.</summary>
    public void Hang()
    {
        mailbox.Hold(isHeld: true);
        lock (_gate)
        {
            _hangs = true;
        }
    }

    /// <summary>Does what it was asked while it hung.</summary>
    public void Recover()
    {
        List<(DaemonConnection Connection, string Line)> parked;
        lock (_gate)
        {
            _hangs = false;
            parked = [.. _parked];
            _parked.Clear();
        }
        foreach (var (connection, line) in parked)
        {
            Take(connection, line);
        }
        mailbox.Hold(isHeld: false);
    }

    /// <summary>Sends a line as it is to every client.</summary>
    public void Send(string line)
    {
        foreach (var connection in Connections())
        {
            Run(connection.Send(line));
        }
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        Task running;
        lock (_gate)
        {
            running = Task.WhenAll(_running);
        }
        await running;
        _socket.Dispose();
    }

    private List<DaemonConnection> Connections()
    {
        lock (_gate)
        {
            return [.. _connections];
        }
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Run(ServeAsync(await _socket.AcceptAsync(cancellationToken)));
            }
        }
        catch (Exception error)
            when (error
                    is OperationCanceledException
                        or SocketException
                        or ObjectDisposedException
                        or InvalidOperationException
            )
        {
            // The daemon has stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new DaemonConnection(socket);
        lock (_gate)
        {
            if (_life is null)
            {
                return;
            }
            _connections.Add(connection);
        }
        log.Connection("connect", "a client of the daemon");
        mailbox.Connected(connection);
        await connection.ServeAsync(line => Take(connection, line));
        mailbox.Disconnected(connection);
        log.Connection("disconnect", "a client of the daemon");
        lock (_gate)
        {
            _connections.Remove(connection);
        }
    }

    private void Take(DaemonConnection connection, string line)
    {
        lock (_gate)
        {
            if (_hangs)
            {
                _parked.Add((connection, line));
                return;
            }
        }
        Run(AnswerAsync(connection, RpcLine.Read(line)));
    }

    // What has to be done is done before the first wait, so that calls take effect in the order in which they came.
    private async Task AnswerAsync(DaemonConnection connection, RpcLine line)
    {
        try
        {
            var answers = new List<JsonObject>();
            var afterwards = new List<Action>();
            foreach (var item in line.Items)
            {
                if (await AnswerAsync(connection, item, afterwards) is { } answer)
                {
                    answers.Add(answer);
                }
            }
            if (answers.Count > 0)
            {
                var text = line.IsBatch ? RpcLine.Write(new JsonArray([.. answers])) : RpcLine.Write(answers[0]);
                Run(connection.Send(text));
            }
            afterwards.ForEach(act => act());
        }
        catch (OperationCanceledException)
        {
            // The connection ended while a slow answer was awaited.
        }
    }

    private async Task<JsonObject?> AnswerAsync(DaemonConnection connection, RpcItem item, List<Action> afterwards)
    {
        switch (item)
        {
            case RpcItem.Wrong(var refusal, var id):
                log.Refused($"{refusal.Code} {refusal.Message}");
                return RpcLine.Answer(refusal, id);
            case RpcItem.Call call:
                Arrived(call.Method);
                var fault = faults.ForCall(call.Method);
                if (fault is StageFault.Slow { Applied: false } late)
                {
                    await Task.Delay(late.Delay, options.RealTime, connection.Broken);
                }
                if (fault is StageFault.ConnectionBreaks { Applied: false })
                {
                    return Broken(connection, call);
                }
                var answer = Answer(connection, call, afterwards);
                if (fault is StageFault.ConnectionBreaks)
                {
                    return Broken(connection, call);
                }
                if (fault is StageFault.Slow { Applied: true } slow)
                {
                    await Task.Delay(slow.Delay, options.RealTime, connection.Broken);
                }
                var answered = call.Wants ? answer : null;
                Remember(call, answered);
                return answered;
            default:
                return null;
        }
    }

    private JsonObject Answer(DaemonConnection connection, RpcItem.Call call, List<Action> afterwards)
    {
        try
        {
            var outcome = methods.Call(connection, call.Method, call.Params);
            if (outcome.Afterwards is { } act)
            {
                afterwards.Add(act);
            }
            return RpcLine.Answer(outcome.Result, call.Id);
        }
        catch (RpcRefusal refusal)
        {
            log.Refused($"{call.Method}: {refusal.Code} {refusal.Message}");
            return RpcLine.Answer(refusal, call.Id);
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            // The real one answers whatever it did not expect with this code; a defect of the stage must not look like
            // silence.
            log.Refused($"{call.Method}: a defect of the stage: {defect}");
            return RpcLine.Answer(
                new RpcRefusal(RpcRefusal.Unexpected, $"{defect.Message} ({defect.GetType().Name})"),
                call.Id
            );
        }
    }

    private JsonObject? Broken(DaemonConnection connection, RpcItem.Call call)
    {
        Remember(call, answer: null);
        mailbox.Disconnected(connection);
        connection.Break();
        return null;
    }

    private void Arrived(string method)
    {
        lock (_gate)
        {
            if (_awaited.Remove(method, out var arrival))
            {
                arrival.SetResult();
            }
        }
    }

    private void Remember(RpcItem.Call call, JsonObject? answer)
    {
        lock (_gate)
        {
            if (_calls.Count == options.RememberedRequests)
            {
                _calls.RemoveAt(0);
            }
            _calls.Add(new ReceivedCall(call.Method, call.Params.Json, answer is null ? null : RpcLine.Write(answer)));
        }
    }

    private void Run(Task task)
    {
        lock (_gate)
        {
            _running.RemoveAll(one => one.IsCompletedSuccessfully);
            _running.Add(task);
        }
    }
}
