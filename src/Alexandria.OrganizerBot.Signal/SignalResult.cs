namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// What came of a call. The client repeats nothing by itself: whoever asks decides, and this type says what is needed for
/// that.
/// </summary>
public abstract record SignalResult<T>
{
    private SignalResult() { }

    /// <summary>signal-cli did it. A send to several people may still have failed for some: read every recipient.</summary>
    public sealed record Ok(T Value) : SignalResult<T>;

    /// <summary>signal-cli answered with an error.</summary>
    /// <param name="Kind">What the code means. Decide by it.</param>
    /// <param name="Code">The code as it came.</param>
    /// <param name="Message">
    /// signal-cli's sentence. It changes between versions and may hold numbers, names and text: for an operator's own
    /// terminal, never for a log and never to decide by.
    /// </param>
    /// <param name="Sent">What became of each recipient, where signal-cli said so (-1, -4 and -5 of a send).</param>
    public sealed record Refused(SignalErrorKind Kind, int Code, string Message, SendResult? Sent) : SignalResult<T>
    {
        /// <inheritdoc/>
        public override string ToString() => $"{nameof(Refused)} {{ {Kind} ({Code}), {Sent} }}";
    }

    /// <summary>No answer that means anything: the connection is down or broke, or no answer came in time.</summary>
    /// <param name="Reason">One plain phrase, without content, numbers or ids.</param>
    /// <param name="MayHaveArrived">False only where the request surely never reached signal-cli.</param>
    public sealed record Unavailable(string Reason, bool MayHaveArrived) : SignalResult<T>;

    /// <summary>The value of <see cref="Ok"/>, or the default.</summary>
    public T? ValueOrDefault => this is Ok ok ? ok.Value : default;

    /// <summary>The same outcome, with the value turned into another.</summary>
    public SignalResult<TOther> Map<TOther>(Func<T, TOther> map) =>
        this switch
        {
            Ok(var value) => new SignalResult<TOther>.Ok(map(value)),
            Refused no => new SignalResult<TOther>.Refused(no.Kind, no.Code, no.Message, no.Sent),
            Unavailable none => new SignalResult<TOther>.Unavailable(none.Reason, none.MayHaveArrived),
            _ => throw new InvalidOperationException("SignalResult has three cases."),
        };
}

/// <summary>What signal-cli's error codes mean.</summary>
public enum SignalErrorKind
{
    /// <summary>A code that this version does not know.</summary>
    Unknown,

    /// <summary>-1: wrong input (no such group, not a member, nothing to send), or a send that reached nobody.</summary>
    UserError,

    /// <summary>-3: Signal's servers could not be reached or refused.</summary>
    Io,

    /// <summary>-4: everyone addressed has a new identity key that is not trusted yet.</summary>
    UntrustedIdentity,

    /// <summary>-5: everyone addressed was refused because of a rate limit. Pause everything.</summary>
    RateLimited,

    /// <summary>-6 (from 0.14.3; before that <see cref="Io"/>): the captcha was wrong or too old.</summary>
    CaptchaRejected,

    /// <summary>-32602: signal-cli does not have the account.</summary>
    InvalidParams,

    /// <summary>
    /// -32603: something unforeseen in signal-cli: a parameter of the wrong type, an unreadable attachment, a broken
    /// connection to Signal in the midst of a send. Whether anything was sent is not known.
    /// </summary>
    Unexpected,

    /// <summary>-32601: this signal-cli is too old for the call, or runs for a single account.</summary>
    MethodNotImplemented,

    /// <summary>-32600 and -32700: our request was malformed.</summary>
    InvalidRequest,
}

/// <summary>The value of a call that signal-cli answers with nothing.</summary>
public readonly record struct Nothing;
