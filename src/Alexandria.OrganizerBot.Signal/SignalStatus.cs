namespace Alexandria.OrganizerBot.Signal;

/// <summary>How the connection to signal-cli stands.</summary>
public enum SignalState
{
    /// <summary><see cref="SignalDaemon.RunAsync"/> has not been called, or has returned.</summary>
    Stopped,

    /// <summary>Opening the first connection, however often it takes.</summary>
    Connecting,

    /// <summary>The daemon answers, and envelopes flow if somebody takes them.</summary>
    Connected,

    /// <summary>There was a connection; another is being opened. Messages wait on Signal's server meanwhile.</summary>
    Lost,
}

/// <summary>For health reports.</summary>
/// <param name="For">How long it has been so.</param>
/// <param name="Problem">Why there is no connection, in one plain phrase for the operator; null where all is well.</param>
/// <param name="DaemonVersion">What the daemon said last, such as <c>0.14.6</c>.</param>
/// <param name="SinceFrame">How long ago anything came from the daemon, answers to the watchdog included.</param>
/// <param name="SinceEvent">How long ago an envelope came; null where none has come yet.</param>
/// <param name="IsHandlerBehind">Whether reading pauses, because as many envelopes wait for the handler as may.</param>
/// <param name="HandsOverUnasked">
/// Whether the daemon has given envelopes that nobody had subscribed to: it was not started with
/// <c>--receive-mode manual</c>, and drops what comes while no client is there.
/// </param>
public sealed record SignalStatus(
    SignalState State,
    TimeSpan For,
    string? Problem,
    string? DaemonVersion,
    TimeSpan? SinceFrame,
    TimeSpan? SinceEvent,
    bool IsHandlerBehind,
    bool HandsOverUnasked
);
