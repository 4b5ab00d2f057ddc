namespace Alexandria.OrganizerBot.Rehearsal.Signal;

/// <summary>How the stage's signal-cli daemon is set up. The defaults are those that the facts recommend.</summary>
public sealed record SignalStageOptions
{
    /// <summary>The bot's name, as people see it.</summary>
    public string BotName { get; init; } = "OrganizerBot";

    /// <summary>The bot's number; fictional, as 555-01xx is nobody's.</summary>
    public string Account { get; init; } = "+15550100001";

    /// <summary>Further accounts of the daemon, which only exist.</summary>
    public IReadOnlyList<string> OtherAccounts { get; init; } = [];

    /// <summary>Whether <see cref="Account"/> is registered from the beginning.</summary>
    public bool IsRegistered { get; init; } = true;

    /// <summary>Whether Signal wants a captcha before it sends a code, as it nearly always does.</summary>
    public bool RegistrationNeedsCaptcha { get; init; } = true;

    /// <summary>What SMS brings when the account is registered.</summary>
    public string VerificationCode { get; init; } = "123-456";

    /// <summary>The registration PIN that <c>verify</c> must name; null: none is set.</summary>
    public string? Pin { get; init; }

    /// <summary>
    /// The release that the daemon plays: polls exist from 0.13.23, <c>retryAfterSeconds</c> without a captcha and error
    /// -6 from 0.14.3, full long texts from 0.14.0.
    /// </summary>
    public Version Version { get; init; } = new(0, 14, 6);

    /// <summary>How the bot reaches the daemon.</summary>
    public SignalTransport Transport { get; init; } = SignalTransport.UnixSocket;

    /// <summary>Started with <c>-a</c>: <c>account</c> is ignored and account management is not there.</summary>
    public bool IsSingleAccount { get; init; }

    /// <summary>
    /// <c>--receive-mode manual</c>; false is <c>on-start</c>, which loses what arrives while nobody is connected and
    /// doubles everything for who subscribes as well.
    /// </summary>
    public bool IsManualReceive { get; init; } = true;

    /// <summary><c>--trust-new-identities always</c>; false is <c>on-first-use</c>.</summary>
    public bool TrustsNewIdentities { get; init; }

    /// <summary>Whether people's clients send what nobody sees: typing, delivery receipts, profile keys.</summary>
    public bool HasBackgroundTraffic { get; init; } = true;

    /// <summary>The clock of slow answers. Stage time never drives those.</summary>
    public TimeProvider RealTime { get; init; } = TimeProvider.System;

    /// <summary>How many requests <see cref="SignalStage.Calls"/> remembers; older ones are dropped.</summary>
    public int RememberedRequests { get; init; } = 20_000;
}

/// <summary>The two ways to a daemon that keep what nobody has read yet.</summary>
public enum SignalTransport
{
    /// <summary>A socket in a folder that only its owner may enter.</summary>
    UnixSocket,

    /// <summary>A free port of 127.0.0.1.</summary>
    Tcp,
}

/// <summary>A request that the daemon received, for tests to look at.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Params">Its params as JSON, <c>{}</c> where there were none.</param>
/// <param name="Answer">The whole answer as JSON; null where none was sent (yet).</param>
public sealed record ReceivedCall(string Method, string Params, string? Answer);
