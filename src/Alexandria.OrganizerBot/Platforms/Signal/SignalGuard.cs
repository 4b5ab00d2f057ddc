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
internal sealed class SignalGuard(TimeProvider time, int pace, ProtocolTime protocol, Random random) : IDisposable
{
    /// <summary>Where Signal names no time.</summary>
    private static readonly Duration LongPause = Duration.FromHours(1);

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Lock _gate = new();
    private long? _last;
    private SignalPause? _pause;

    /// <summary>The pause that stands, or null.</summary>
    public SignalPause? Pause
    {
        get
        {
            lock (_gate)
                return _pause is { } pause && pause.Until > time.Now() ? pause : _pause = null;
        }
    }

    /// <summary>Something was refused for a limit: nothing is sent until the time that Signal names, or for an hour.</summary>
    public SignalPause Hold(SendOutcome.RateLimited limit)
    {
        lock (_gate)
        {
            var until = time.Now() + (limit.RetryAfter is { } wait ? Duration.FromTimeSpan(wait) : LongPause);
            // The later end counts, and a demand for a captcha is not forgotten over a plain limit.
            _pause = new SignalPause(
                _pause is { } pause && pause.Until > until ? pause.Until : until,
                limit.Token ?? _pause?.Token
            );
            return _pause;
        }
    }

    /// <summary>The captcha was solved.</summary>
    public void Release()
    {
        lock (_gate)
            _pause = null;
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

    /// <summary>The pace's gap, give or take a fifth.</summary>
    private TimeSpan Gap() => TimeSpan.FromMinutes(1) / pace * (0.8 + (0.4 * random.NextDouble()));
}

/// <summary>Nothing is sent until then.</summary>
/// <param name="Token">Signal wants a captcha: the challenge to solve. Not for logs.</param>
internal sealed record SignalPause(Instant Until, string? Token)
{
    public override string ToString() => $"SignalPause {{ {(Token is null ? "limit" : "captcha")} }}";
}
