using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Signal;
using NodaTime;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// What stands in the bot's way on Signal, now or soon: limits, a connection that is gone, a signal-cli that ages, a PIN that
/// nobody looks after. It only says so; coordinators are told by whoever asks.
/// </summary>
/// <param name="time">The domain's clock: for moments that people are told, and for months.</param>
/// <param name="protocol">Real time, for connections and silences.</param>
internal sealed class SignalTroubles(
    SignalDaemon daemon,
    SignalGuard guard,
    SignalFiles files,
    TimeProvider time,
    ProtocolTime protocol
)
{
    /// <summary>
    /// The oldest signal-cli that is good enough: it tells how long a limit lasts. 0.14.3, just before it, never returns from
    /// a message to somebody new.
    /// </summary>
    public static readonly Version MinimumVersion = new(0, 14, 4);

    /// <summary>Signal's servers turn away clients that are some three months old.</summary>
    private static readonly Duration VersionAges = Duration.FromDays(60);

    private static readonly Duration PinAges = Duration.FromDays(365);

    /// <summary>Phones confirm what they receive within the hour, unless they are off.</summary>
    private static readonly TimeSpan LongSilence = TimeSpan.FromHours(24);

    /// <summary>For how long coordinators hear of somebody whom nothing reaches: nobody knows when it ends.</summary>
    private static readonly Duration BlockedIsNews = Duration.FromDays(1);

    private readonly Lock _gate = new();

    /// <summary>When the first message left after which nothing has come in yet, by the protocol's clock.</summary>
    private long? _unansweredSince;

    private Instant? _memberBlockedAt;

    /// <summary>Something has just begun that people should hear of soon.</summary>
    public event Action? Began
    {
        add => guard.Held += value;
        remove => guard.Held -= value;
    }

    /// <summary>Notes, from now on, which signal-cli answers and since when.</summary>
    public void Watch()
    {
        if (files.ReadFirstStart() is null)
            KeepIfPossible(() => files.KeepFirstStart(time.Now()));
        daemon.StateChanged += state =>
        {
            if (state == SignalState.Connected)
                NoteVersion();
        };
        NoteVersion();
    }

    /// <summary>What a send teaches.</summary>
    public void Learn(SendResult? sent)
    {
        if (sent is null)
            return;
        lock (_gate)
        {
            if (sent.ReachedAnyone)
                _unansweredSince ??= protocol.Clock.GetTimestamp();
            if (sent.Recipients.Any(recipient => recipient.Outcome is SendOutcome.IdentityFailure))
                _memberBlockedAt = time.Now();
        }
    }

    /// <summary>Everything that is wrong at this moment.</summary>
    public IReadOnlyList<NetworkTrouble> Standing()
    {
        var status = daemon.Status;
        var now = time.Now();
        var troubles = new List<NetworkTrouble>();
        if (status.State is not (SignalState.Connected or SignalState.Stopped) && IsLong(status.For))
            troubles.Add(new NetworkTrouble(TroubleKind.Disconnected));
        if (guard.Pause is { } pause)
            troubles.Add(
                new NetworkTrouble(
                    pause.Token is null ? TroubleKind.Limited : TroubleKind.CaptchaWanted,
                    pause.Until - now
                )
            );
        if (status.DaemonVersion is { } version && IsTooOld(version))
            troubles.Add(new NetworkTrouble(TroubleKind.VersionTooOld));
        else if (
            files.ReadVersion() is { } kept
            && kept.Version == status.DaemonVersion
            && now - kept.Since > VersionAges
        )
            troubles.Add(new NetworkTrouble(TroubleKind.VersionStale));
        if (status.HandsOverUnasked)
            troubles.Add(new NetworkTrouble(TroubleKind.LosesWhileAway));
        if ((files.ReadPinAttested() ?? files.ReadFirstStart()) is { } attested && now - attested > PinAges)
            troubles.Add(new NetworkTrouble(TroubleKind.PinNotAttested));
        lock (_gate)
        {
            if (IsSilent(status))
                troubles.Add(new NetworkTrouble(TroubleKind.Silent));
            if (_memberBlockedAt is { } blocked && now - blocked < BlockedIsNews)
                troubles.Add(new NetworkTrouble(TroubleKind.MemberBlocked));
        }
        return troubles;
    }

    /// <summary>Whether the bot should not run on that signal-cli. A version that cannot be read is not held against it.</summary>
    public static bool IsTooOld(string version) =>
        // A suffix such as -SNAPSHOT does not count.
        Version.TryParse(version.Split('-', '+')[0], out var parsed)
        && parsed < MinimumVersion;

    private static bool IsLong(TimeSpan disconnected) => disconnected > NetworkTrouble.LongWithoutConnection;

    /// <summary>
    /// A group in which nobody writes is silent too, but each message that is sent brings receipts back. Only what was sent
    /// and brought nothing at all for a day tells of a receive loop that is stuck.
    /// </summary>
    private bool IsSilent(SignalStatus status)
    {
        if (_unansweredSince is not { } first || status.State != SignalState.Connected)
            return false;
        var sinceFirst = protocol.Clock.GetElapsedTime(first);
        if (status.SinceEvent is { } sinceEvent && sinceEvent < sinceFirst)
        {
            _unansweredSince = null;
            return false;
        }
        return sinceFirst > LongSilence;
    }

    private void NoteVersion()
    {
        if (daemon.Status.DaemonVersion is { } version && files.ReadVersion()?.Version != version)
            KeepIfPossible(() => files.KeepVersion(version, time.Now()));
    }

    /// <summary>These files only remind of housekeeping: a disk that is full must not end the connection over one.</summary>
    private static void KeepIfPossible(Action keep)
    {
        try
        {
            keep();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Kept at the next start or connection.
        }
    }
}
