namespace Alexandria.OrganizerBot.Signal;

/// <summary>All that the client needs to know. All times are by the time source that the client is given.</summary>
public sealed record SignalDaemonOptions
{
    /// <summary>Where signal-cli listens.</summary>
    public required SignalEndpoint Endpoint { get; init; }

    /// <summary>Whose account it is. The daemon must run without <c>-a</c>: then it checks the account of every call.</summary>
    public required SignalAccount Account { get; init; }

    /// <summary>How long opening the socket may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the daemon may take to tell its version on a new connection, and as long again to subscribe.</summary>
    public TimeSpan GreetTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a call may take that sends nothing.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long a call may take that sends to people: signal-cli answers when the last recipient is served, and the first
    /// message to a large group takes minutes.
    /// </summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the watchdog asks whether the daemon still answers.</summary>
    public TimeSpan WatchdogInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the watchdog waits for the answer before it drops the connection and opens another.</summary>
    public TimeSpan WatchdogTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between two attempts to reach the daemon.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long signal-cli may take to confirm the end of the subscription when the client stops.</summary>
    public TimeSpan GoodbyeTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the handler may take, after a stop, for the envelopes that are here already.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest frame that is read, in bytes; longer ones are counted and skipped.</summary>
    public int MaxFrameBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// How many envelopes may wait for the handler. Beyond that nothing is read, so the rest stays with signal-cli and
    /// Signal's server. Few, because what waits here is lost when the process is killed.
    /// </summary>
    public int WaitingEnvelopes { get; init; } = 16;
}
