using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>
/// What waits on the server for the bot's account, and who is told. As measured on the real one: with manual receiving,
/// messages wait until somebody subscribes, also what a broken connection did not take; with automatic receiving, what
/// arrives while nobody is connected is lost. Whoever subscribes twice gets everything twice.
/// </summary>
internal sealed class Mailbox(SignalStageOptions options)
{
    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];
    private readonly LinkedList<JsonObject> _waiting = [];
    private readonly List<Task> _handingOut = [];
    private int _nextId;
    private bool _isHeld;
    private TaskCompletionSource _subscribed = NewSignal();

    /// <summary>How many envelopes wait for a subscriber.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Completes once somebody listens.</summary>
    public Task Subscribed
    {
        get
        {
            lock (_gate)
            {
                return _subscribed.Task;
            }
        }
    }

    /// <summary>Someone connected; with automatic receiving they listen at once.</summary>
    public void Connected(DaemonConnection connection)
    {
        if (!options.IsManualReceive)
        {
            Listen(Add(connection, isAutomatic: true));
        }
    }

    /// <summary>Takes a subscription down; nothing is sent before <see cref="Listen"/>, so that its id comes first.</summary>
    public int Subscribe(DaemonConnection connection) => Add(connection, isAutomatic: false);

    /// <summary>The subscription begins; what has waited is sent.</summary>
    public void Listen(int id)
    {
        lock (_gate)
        {
            _subscriptions.Find(one => one.Id == id)?.IsListening = true;
            _subscribed.TrySetResult();
            SendWaiting();
        }
    }

    /// <returns>Whether there was such a subscription.</returns>
    public bool Unsubscribe(DaemonConnection connection, int? id)
    {
        lock (_gate)
        {
            var removed = _subscriptions.RemoveAll(one => one.Connection == connection && (id is null || one.Id == id));
            RenewSignal();
            return removed > 0;
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Disconnected(DaemonConnection connection) => Unsubscribe(connection, id: null);

    /// <summary>The daemon ends; a new one counts from 0 again.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _subscriptions.Clear();
            _nextId = 0;
            RenewSignal();
        }
    }

    /// <summary>While held, everything waits, though somebody may be subscribed.</summary>
    public void Hold(bool isHeld)
    {
        lock (_gate)
        {
            _isHeld = isHeld;
            SendWaiting();
        }
    }

    /// <summary>Hands an envelope out, or keeps it until somebody subscribes.</summary>
    /// <returns>Completes once it was written to every subscriber, or waits.</returns>
    public async Task DeliverAsync(JsonObject received)
    {
        Task handedOut;
        lock (_gate)
        {
            if (_isHeld || !_subscriptions.Exists(one => one.IsListening))
            {
                if (options.IsManualReceive)
                {
                    _waiting.AddLast(received);
                }
                return;
            }
            handedOut = HandOutAsync(received);
        }
        await handedOut;
    }

    private int Add(DaemonConnection connection, bool isAutomatic)
    {
        lock (_gate)
        {
            var id = _nextId++;
            _subscriptions.Add(new Subscription(id, connection, isAutomatic));
            return id;
        }
    }

    /// <summary>
    /// Writes to every subscriber. Whose connection has ended is none any more; what no connection took waits again, in its
    /// place.
    /// </summary>
    private async Task HandOutAsync(JsonObject received)
    {
        var writes = _subscriptions
            .Where(one => one.IsListening)
            .Select(async one => (Subscription: one, IsWritten: await one.Connection.Send(one.Line(received))))
            .ToList();
        var written = await Task.WhenAll(writes);
        lock (_gate)
        {
            foreach (var (subscription, _) in written.Where(write => !write.IsWritten))
            {
                _subscriptions.Remove(subscription);
            }
            RenewSignal();
            if (written.Any(write => write.IsWritten) || !options.IsManualReceive)
            {
                return;
            }
            var next = _waiting.First;
            while (next is not null && SentAt(next.Value) < SentAt(received))
            {
                next = next.Next;
            }
            if (next is null)
            {
                _waiting.AddLast(received);
            }
            else
            {
                _waiting.AddBefore(next, received);
            }
            SendWaiting();
        }
    }

    private void SendWaiting()
    {
        while (!_isHeld && _subscriptions.Exists(one => one.IsListening) && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _handingOut.RemoveAll(task => task.IsCompleted);
            _handingOut.Add(HandOutAsync(first.Value));
        }
    }

    private static long SentAt(JsonObject received) => (long)received["envelope"]!["timestamp"]!;

    private void RenewSignal()
    {
        if (_subscribed.Task.IsCompleted && !_subscriptions.Exists(one => one.IsListening))
        {
            _subscribed = NewSignal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed record Subscription(int Id, DaemonConnection Connection, bool IsAutomatic)
    {
        public bool IsListening { get; set; }

        public string Line(JsonObject received) =>
            RpcLine.Write(
                RpcLine.Notification(
                    IsAutomatic
                        ? received.DeepClone()
                        : new JsonObject { ["subscription"] = Id, ["result"] = received.DeepClone() }
                )
            );
    }
}
