using System.Text.Json;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// What came of a request. The client repeats nothing by itself: whoever asks decides, and this type says what is needed
/// for that.
/// </summary>
public abstract record RestResult<T>
{
    private RestResult() { }

    /// <summary>Discord did it.</summary>
    public sealed record Ok(T Value) : RestResult<T>;

    /// <summary>Discord understood and said no; the same request will not do better.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="Code">Discord's own code, see <see cref="DiscordErrorCodes"/>; 0 where there was none.</param>
    /// <param name="Message">Discord's sentence.</param>
    /// <param name="Errors">Which field was wrong, as Discord's tree of <c>_errors</c>.</param>
    public sealed record Refused(int Status, int Code, string Message, JsonElement? Errors) : RestResult<T>;

    /// <summary>Too early. Nothing was done; ask again after <paramref name="RetryAfter"/>.</summary>
    /// <param name="Scope"><c>user</c>, <c>global</c> or <c>shared</c> as Discord says, or <c>local</c> if it was not even sent.</param>
    public sealed record RateLimited(TimeSpan RetryAfter, string Scope, bool Global) : RestResult<T>;

    /// <summary>No answer that means anything: an outage, a time-out, a lost connection.</summary>
    /// <param name="Reason">One plain phrase, without content or secrets.</param>
    /// <param name="MayHaveArrived">False only where the request surely never reached Discord.</param>
    public sealed record Unavailable(string Reason, bool MayHaveArrived) : RestResult<T>;

    /// <summary>The value of <see cref="Ok"/>, or the default.</summary>
    public T? ValueOrDefault => this is Ok ok ? ok.Value : default;

    /// <summary>The same outcome, with the value turned into another.</summary>
    public RestResult<TOther> Map<TOther>(Func<T, TOther> map) =>
        this switch
        {
            Ok(var value) => new RestResult<TOther>.Ok(map(value)),
            Refused no => new RestResult<TOther>.Refused(no.Status, no.Code, no.Message, no.Errors),
            RateLimited wait => new RestResult<TOther>.RateLimited(wait.RetryAfter, wait.Scope, wait.Global),
            Unavailable none => new RestResult<TOther>.Unavailable(none.Reason, none.MayHaveArrived),
            _ => throw new InvalidOperationException("RestResult has four cases."),
        };
}

/// <summary>The value of a request that Discord answers with nothing.</summary>
public readonly record struct Nothing;

/// <summary>Codes that callers tell apart (https://docs.discord.com/developers/topics/opcodes-and-status-codes#json).</summary>
public static class DiscordErrorCodes
{
    public const int UnknownChannel = 10003;
    public const int UnknownMessage = 10008;
    public const int UnknownWebhook = 10015;

    /// <summary>The interaction's 3 seconds, or its 15 minutes, are over.</summary>
    public const int UnknownInteraction = 10062;
    public const int UnknownScheduledEvent = 10070;

    /// <summary>Too many commands were created today.</summary>
    public const int DailyCommandLimit = 30034;

    /// <summary>A guild has at most 100 events that are not over.</summary>
    public const int TooManyScheduledEvents = 30038;

    public const int TooManyEditsOfOldMessage = 30046;

    /// <summary>Direct messages are being opened too fast: stop all of them.</summary>
    public const int OpeningDirectMessagesTooFast = 40003;

    public const int AlreadyAcknowledged = 40060;
    public const int MissingAccess = 50001;

    /// <summary>The person does not take direct messages from the bot.</summary>
    public const int CannotMessageUser = 50007;

    public const int MissingPermissions = 50013;
    public const int InvalidWebhookToken = 50027;
    public const int InvalidForm = 50035;
    public const int NoMutualGuilds = 50278;

    /// <summary>The message has a thread already.</summary>
    public const int ThreadExists = 160004;

    public const int ThreadIsLocked = 160005;

    /// <summary>The event is over or was cancelled, and can't be changed any more.</summary>
    public const int ScheduledEventIsOver = 180000;

    public const int BlockedByAutoMod = 200000;
}
