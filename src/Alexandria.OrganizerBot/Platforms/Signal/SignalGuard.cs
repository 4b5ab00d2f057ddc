using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Signal;
using NodaTime;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// Keeps the account in good standing: messages leave one after the other at a modest pace, and when Signal refuses any of
/// them for a limit or a captcha nothing at all is sent until that is over.
/// </summary>
/// <param name="time">The domain's clock: the pause is a moment that coordinators are told.</param>
/// <param name="pace">Messages a minute, at the most.</param>
/// <param name="protocol">Real time, for the pace.</param>
/// <param name="random">Spreads the messages, so that they don't come like clockwork.</param>
/// <param name="files">Where the pause stands.</param>
internal sealed class SignalGuard(TimeProvider time, int pace, ProtocolTime protocol, Random random, SignalFiles files)
    : IDisposable
{
    /// <summary>Where Signal names no time.</summary>
    private static readonly Duration LongPause = Duration.FromHours(1);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Lock _gate = new();
    private long? _last;

    /// <summary>The pause that stands, where its file could not be written.</summary>
    private SignalPause? _unwritten;

    /// <summary>A pause has begun. Raised in the midst of a send: return at once.</summary>
    public event Action? Held;

    /// <summary>
    /// The pause that stands, or null. It is as long as its time and as its file: an operator who has solved the captcha takes
    /// the file away, and a restart finds it where it was.
    /// </summary>
    public SignalPause? Pause
    {
        get
        {
            lock (_gate)
            {
                var pause = Standing;
                if (pause is null || pause.Until > time.Now())
                    return pause;
                Forget();
                return null;
            }
        }
    }

    private SignalPause? Standing => _unwritten ?? files.ReadPause();

    /// <summary>Something was refused for a limit: nothing is sent until the time that Signal names, or for an hour.</summary>
    public SignalPause Hold(SendOutcome.RateLimited limit)
    {
        SignalPause pause;
        lock (_gate)
        {
            var earlier = Standing;
            var until = time.Now() + (limit.RetryAfter is { } wait ? Duration.FromTimeSpan(wait) : LongPause);
            // The later end counts, and a demand for a captcha is not forgotten over a plain limit.
            pause = new SignalPause(
                earlier is not null && earlier.Until > until ? earlier.Until : until,
                limit.Token ?? earlier?.Token
            );
            Keep(pause);
        }
        Held?.Invoke();
        return pause;
    }

    /// <summary>Runs one send in its turn.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_last is { } last && Gap() - protocol.Clock.GetElapsedTime(last) is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, protocol.Clock, cancellationToken);
            return await send();
        }
        finally
        {
            _last = protocol.Clock.GetTimestamp();
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private void Forget()
    {
        _unwritten = null;
        try
        {
            files.ForgetPause();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its time has passed, so that it holds up nobody where it stays.
        }
    }

    private void Keep(SignalPause pause)
    {
        try
        {
            files.KeepPause(pause);
            _unwritten = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk must not lift a limit.
            _unwritten = pause;
        }
    }

    /// <summary>The pace's gap, give or take a fifth.</summary>
    private TimeSpan Gap() => TimeSpan.FromMinutes(1) / pace * (0.8 + (0.4 * random.NextDouble()));
}

/// <summary>Nothing is sent until then.</summary>
/// <param name="Token">Signal wants a captcha: the challenge to solve. Not for logs.</param>
internal sealed record SignalPause(Instant Until, string? Token)
{
    public override string ToString() => $"SignalPause {{ {(Token is null ? "limit" : "captcha")} }}";
}
