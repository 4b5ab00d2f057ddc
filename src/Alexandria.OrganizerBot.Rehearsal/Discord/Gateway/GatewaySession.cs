namespace Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;

/// <summary>
/// A logged-in session: what it was sent, and the socket it is on at present, if any. It outlives its sockets, and goes
/// on buffering while it has none. Changed only under the gateway's gate.
/// </summary>
internal sealed class GatewaySession(string id, long intents)
{
    private const int Remembered = 5_000;

    private readonly Queue<(long Sequence, string Frame)> _sent = new();

    public string Id => id;
    public long Sequence { get; private set; }
    public GatewayConnection? Connection { get; private set; }

    /// <summary>Real time stamp of the moment its socket went away.</summary>
    public long DetachedAt { get; private set; }

    public bool Wants(long intent) => intent == Intent.None || (intents & intent) != 0;

    public void Attach(GatewayConnection connection) => Connection = connection;

    public void Detach(long now)
    {
        Connection = null;
        DetachedAt = now;
    }

    public void Dispatch(string name, string data)
    {
        Sequence++;
        var frame = $$"""{"op":0,"t":"{{name}}","s":{{Sequence}},"d":{{data}}}""";
        _sent.Enqueue((Sequence, frame));
        if (_sent.Count > Remembered)
        {
            _sent.Dequeue();
        }
        Connection?.Send(frame);
    }

    /// <summary>Whether everything after <paramref name="sequence"/> can still be replayed.</summary>
    public bool CanReplayAfter(long sequence) =>
        sequence >= 0 && sequence <= Sequence && (sequence == Sequence || _sent.Peek().Sequence <= sequence + 1);

    public IEnumerable<string> After(long sequence) =>
        _sent.Where(sent => sent.Sequence > sequence).Select(sent => sent.Frame);
}
