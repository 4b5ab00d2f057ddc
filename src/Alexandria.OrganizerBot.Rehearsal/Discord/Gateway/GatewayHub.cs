using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;

/// <summary>
/// The gateway (events/gateway): who is connected, which sessions exist, and what each of them is sent. It shares the
/// world's gate, so that what a session is told is in the order in which it happened.
/// </summary>
internal sealed class GatewayHub(
    StageWorld world,
    Views views,
    DiscordStageOptions options,
    StageAccess access,
    StageLog log
)
{
    private static readonly TimeSpan BudgetWindow = TimeSpan.FromHours(24);

    private readonly HashSet<GatewayConnection> _connections = [];
    private readonly Dictionary<string, GatewaySession> _sessions = [];
    private readonly Queue<long> _identifies = new();
    private int _sessionsMade;
    private TaskCompletionSource _attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _closing;
    private (long Since, TimeSpan For)? _exhausted;

    private TimeProvider RealTime => options.RealTime;

    /// <summary>Where clients connect first, and where a session is resumed.</summary>
    public (string Main, string Resume) Addresses { get; set; } = ("", "");

    /// <summary>Whether a session is on a socket now.</summary>
    public bool IsAttached
    {
        get
        {
            lock (world.Gate)
            {
                return _sessions.Values.Any(session => session.Connection is { IsLost: false });
            }
        }
    }

    /// <summary>Completes when a session is next ready or resumed, or at once if one is.</summary>
    public Task AttachedAsync(CancellationToken cancellationToken)
    {
        lock (world.Gate)
        {
            return IsAttached ? Task.CompletedTask : _attached.Task.WaitAsync(cancellationToken);
        }
    }

    public JsonObject SessionStartLimit()
    {
        lock (world.Gate)
        {
            if (ExhaustedFor is { } exhausted)
            {
                return Limit(remaining: 0, exhausted);
            }
            ForgetOldIdentifies();
            var resetAfter = _identifies.TryPeek(out var oldest)
                ? BudgetWindow - RealTime.GetElapsedTime(oldest)
                : TimeSpan.Zero;
            return Limit(Math.Max(0, options.IdentifiesPerDay - _identifies.Count), resetAfter);
        }
    }

    private JsonObject Limit(int remaining, TimeSpan resetAfter) =>
        new()
        {
            ["total"] = options.IdentifiesPerDay,
            ["remaining"] = remaining,
            ["reset_after"] = (long)resetAfter.TotalMilliseconds,
            ["max_concurrency"] = 1,
        };

    /// <summary>How long no session may be started; null if one may.</summary>
    private TimeSpan? ExhaustedFor =>
        _exhausted is { } fault && fault.For - RealTime.GetElapsedTime(fault.Since) is { Ticks: > 0 } left
            ? left
            : null;

    /// <summary>Sends an event to every session that asked for it; sessions without a socket keep it for a resume.</summary>
    public void Dispatch(string name, JsonNode data, long intent = Intent.None)
    {
        var text = data.ToJsonString();
        lock (world.Gate)
        {
            foreach (var session in _sessions.Values.Where(session => session.Wants(intent)))
            {
                session.Dispatch(name, text);
            }
        }
    }

    /// <summary>Plays one connection from HELLO to its end.</summary>
    public async Task ServeAsync(
        WebSocket socket,
        IReadOnlyDictionary<string, string> query,
        bool byResumeAddress,
        CancellationToken cancellationToken
    )
    {
        var connection = new GatewayConnection(socket, RealTime) { ByResumeAddress = byResumeAddress };
        lock (world.Gate)
        {
            if (_closing)
            {
                connection.Drop();
                return;
            }
            _connections.Add(connection);
        }
        var writing = connection.WriteAsync(cancellationToken);
        if (ProtocolFault(query) is { } fault)
        {
            connection.Close(fault.Code, fault.Reason);
        }
        else
        {
            connection.Send(
                Opcode.Hello,
                new JsonObject { ["heartbeat_interval"] = (long)options.HeartbeatInterval.TotalMilliseconds }
            );
            while (await connection.ReadAsync(cancellationToken) is { } frame)
            {
                Handle(connection, frame);
            }
        }
        End(connection);
        await writing;
        await connection.DrainAsync();
    }

    /// <summary>Plays a fault on every connection that is logged in now.</summary>
    public void Play(StageFault fault)
    {
        lock (world.Gate)
        {
            if (fault is StageFault.SessionStartsExhausted exhausted)
            {
                _exhausted = (RealTime.GetTimestamp(), exhausted.ResetAfter);
            }
            foreach (var session in _sessions.Values.ToList())
            {
                Play(fault, session, session.Connection);
            }
        }
    }

    /// <summary>Ends every connection; no new one is served.</summary>
    public void Shut()
    {
        lock (world.Gate)
        {
            _closing = true;
            foreach (var connection in _connections)
            {
                connection.Drop();
            }
        }
    }

    private void Play(StageFault fault, GatewaySession session, GatewayConnection? connection)
    {
        switch (fault)
        {
            case StageFault.Disconnect { Resumable: true }:
                connection?.Drop();
                break;
            case StageFault.Disconnect:
                EndSession(session);
                connection?.Close(CloseCode.SessionTimedOut, "Session timed out.");
                break;
            case StageFault.AskToReconnect:
                connection?.Send(Opcode.Reconnect, null);
                break;
            case StageFault.InvalidSession { Resumable: var resumable }:
                if (!resumable)
                {
                    EndSession(session);
                }
                connection?.Send(Opcode.InvalidSession, resumable);
                break;
            case StageFault.Zombie:
                connection?.FallSilent();
                break;
        }
    }

    private static (int Code, string Reason)? ProtocolFault(IReadOnlyDictionary<string, string> query) =>
        query.GetValueOrDefault("v") is not ("9" or "10") ? (CloseCode.InvalidApiVersion, "Invalid API version.")
        : query.GetValueOrDefault("encoding", "json") != "json" ? (CloseCode.DecodeError, "The stage speaks JSON only.")
        : query.ContainsKey("compress") ? (CloseCode.DecodeError, "The stage speaks no transport compression.")
        : null;

    private void Handle(GatewayConnection connection, JsonObject frame)
    {
        lock (world.Gate)
        {
            switch (frame.Whole("op"))
            {
                case Opcode.Heartbeat:
                    connection.Send(Opcode.HeartbeatAck, null);
                    break;
                case Opcode.Identify or Opcode.Resume when connection.Session is not null:
                    connection.Close(CloseCode.AlreadyAuthenticated, "Already authenticated.");
                    break;
                case Opcode.Identify:
                    Identify(connection, frame["d"] as JsonObject);
                    break;
                case Opcode.Resume:
                    Resume(connection, frame["d"] as JsonObject);
                    break;
                case Opcode.PresenceUpdate
                or Opcode.VoiceStateUpdate
                or Opcode.RequestMembers
                or Opcode.RequestSoundboard:
                    if (connection.Session is null)
                    {
                        connection.Close(CloseCode.NotAuthenticated, "Not authenticated.");
                    }
                    break;
                default:
                    connection.Close(CloseCode.UnknownOpcode, "Unknown opcode.");
                    break;
            }
        }
    }

    private void Identify(GatewayConnection connection, JsonObject? data)
    {
        if (IdentifyFault(data) is { } fault)
        {
            connection.Close(fault.Code, fault.Reason);
            return;
        }
        ForgetOldIdentifies();
        if (_identifies.Count >= options.IdentifiesPerDay || ExhaustedFor is not null)
        {
            // Discord ends all sessions, resets the token and writes to the owner.
            access.ResetToken();
            foreach (var other in _sessions.Values.ToList())
            {
                other.Connection?.Close(CloseCode.AuthenticationFailed, "Authentication failed.");
                EndSession(other);
            }
            connection.Close(CloseCode.AuthenticationFailed, "Authentication failed.");
            return;
        }
        var tooSoon = _identifies.Count > 0 && RealTime.GetElapsedTime(_identifies.Last()) < options.IdentifyInterval;
        _identifies.Enqueue(RealTime.GetTimestamp());
        if (tooSoon)
        {
            connection.Send(Opcode.InvalidSession, false);
            return;
        }
        var session = new GatewaySession(NextSessionId(), data!.Whole("intents")!.Value);
        _sessions[session.Id] = session;
        connection.Session = session;
        session.Attach(connection);
        session.Dispatch("READY", Ready(session.Id, data!["shard"]).ToJsonString());
        if (session.Wants(Intent.Guilds))
        {
            foreach (var server in world.Servers)
            {
                session.Dispatch("GUILD_CREATE", views.ServerForGateway(server).ToJsonString());
            }
        }
        Announce("identified");
    }

    private (int Code, string Reason)? IdentifyFault(JsonObject? data)
    {
        if (data is null || data["properties"] is not JsonObject)
        {
            return (CloseCode.DecodeError, "Error while decoding payload: properties are required.");
        }
        if (!access.IsToken(data.Text("token")))
        {
            return (CloseCode.AuthenticationFailed, "Authentication failed.");
        }
        if (
            data["shard"] is { } shard
            && !(
                shard is JsonArray { Count: 2 } pair
                && pair[0].Whole() is >= 0 and var id
                && pair[1].Whole() is { } of
                && id < of
            )
        )
        {
            return (CloseCode.InvalidShard, "Invalid shard.");
        }
        return data.Whole("intents") switch
        {
            null or < 0 => (CloseCode.InvalidIntents, "Invalid intent(s)."),
            { } intents when (intents & ~Intent.Known) != 0 => (CloseCode.InvalidIntents, "Invalid intent(s)."),
            { } intents when (intents & Intent.Privileged & ~options.PrivilegedIntents) != 0 => (
                CloseCode.DisallowedIntents,
                "Disallowed intent(s)."
            ),
            _ => null,
        };
    }

    private void Resume(GatewayConnection connection, JsonObject? data)
    {
        if (data?.Text("session_id") is not { } id || data.Whole("seq") is not { } sequence)
        {
            connection.Close(CloseCode.DecodeError, "Error while decoding payload.");
            return;
        }
        if (!access.IsToken(data.Text("token")))
        {
            connection.Close(CloseCode.AuthenticationFailed, "Authentication failed.");
            return;
        }
        if (!_sessions.TryGetValue(id, out var session) || IsForgotten(session))
        {
            _sessions.Remove(id);
            connection.Send(Opcode.InvalidSession, false);
            return;
        }
        if (!session.CanReplayAfter(sequence))
        {
            EndSession(session);
            connection.Close(CloseCode.InvalidSequence, "Invalid seq.");
            return;
        }
        session.Connection?.Drop();
        connection.Session = session;
        session.Attach(connection);
        foreach (var missed in session.After(sequence))
        {
            connection.Send(missed);
        }
        session.Dispatch("RESUMED", new JsonObject { ["_trace"] = new JsonArray() }.ToJsonString());
        Announce(connection.ByResumeAddress ? "resumed" : "resumed, but not on resume_gateway_url");
    }

    private bool IsForgotten(GatewaySession session) =>
        session.Connection is null && RealTime.GetElapsedTime(session.DetachedAt) > options.SessionLifetime;

    private void End(GatewayConnection connection)
    {
        lock (world.Gate)
        {
            _connections.Remove(connection);
            var code = connection.ClientCloseCode;
            if (connection.Session is { } session && session.Connection == connection)
            {
                session.Detach(RealTime.GetTimestamp());
                if (code is 1000 or 1001)
                {
                    EndSession(session);
                }
            }
            if (connection.Session is not null)
            {
                log.Connection(
                    "disconnect",
                    code is { } known ? $"closed by the bot with {known}" : "connection ended"
                );
            }
        }
        connection.Close(code: 1000, "");
    }

    private void EndSession(GatewaySession session)
    {
        session.Detach(RealTime.GetTimestamp());
        _sessions.Remove(session.Id);
    }

    private JsonObject Ready(string sessionId, JsonNode? shard)
    {
        var ready = new JsonObject
        {
            ["v"] = 10,
            ["user"] = views.BotItself(),
            ["guilds"] = Json.ArrayOf(
                world.Servers.Select(server => (JsonNode?)new JsonObject { ["id"] = server.Id, ["unavailable"] = true })
            ),
            ["session_id"] = sessionId,
            ["session_type"] = "normal",
            ["resume_gateway_url"] = Addresses.Resume,
            ["private_channels"] = new JsonArray(),
            ["application"] = new JsonObject { ["id"] = world.ApplicationId, ["flags"] = 0 },
        };
        if (shard is not null)
        {
            ready["shard"] = shard.DeepClone();
        }
        return ready;
    }

    private void Announce(string how)
    {
        log.Connection("connect", how);
        var waiters = _attached;
        _attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        waiters.SetResult();
    }

    private void ForgetOldIdentifies()
    {
        while (_identifies.TryPeek(out var oldest) && RealTime.GetElapsedTime(oldest) >= BudgetWindow)
        {
            _identifies.Dequeue();
        }
    }

    private string NextSessionId() =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"session {++_sessionsMade}")))[..32];
}
