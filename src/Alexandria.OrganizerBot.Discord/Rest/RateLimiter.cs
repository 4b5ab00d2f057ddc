namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Holds requests back until Discord's limits allow them, going only by what earlier answers said: a bucket whose headers
/// left something is never waited for.
/// </summary>
internal sealed class RateLimiter(TimeProvider time)
{
    /// <summary>https://docs.discord.com/developers/topics/rate-limits#global-rate-limit</summary>
    internal const int GlobalPerSecond = 50;

    /// <summary>Buckets of interactions come and go with their tokens, which live 15 minutes.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(15);

    /// <summary>Said where a wait has no known end.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly GlobalLimit _global = new(GlobalPerSecond, time);
    private readonly Dictionary<string, string> _bucketOfRoute = [];
    private readonly Dictionary<(string Bucket, string Resource), Bucket> _buckets = [];
    private readonly Lock _lock = new();
    private long _lastSweep = time.GetTimestamp();
    private Block _globalBlock;
    private Block _addressBlock;

    internal int BucketCount
    {
        get
        {
            lock (_lock)
            {
                return _buckets.Count;
            }
        }
    }

    /// <summary>
    /// Waits until the request may go; or, where that would take longer than <paramref name="longest"/>, says at once how
    /// long it would take. What went must be reported by <see cref="Answered"/> or <see cref="Unanswered"/>.
    /// </summary>
    public async Task<Permit> WaitAsync(Route route, TimeSpan longest, CancellationToken ct)
    {
        var turn = new GlobalLimit.Turn();
        try
        {
            return await WaitAsync(route, turn, longest, ct);
        }
        finally
        {
            Leave(turn);
        }
    }

    private async Task<Permit> WaitAsync(Route route, GlobalLimit.Turn turn, TimeSpan longest, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var attempt = TryEnter(route, turn);
            if (attempt.Permit is { } permit)
            {
                return permit;
            }

            var left = longest - time.GetElapsedTime(start);
            if (attempt.Wait > left || left <= TimeSpan.Zero)
            {
                return new Permit(route) { RetryAfter = attempt.Wait > TimeSpan.Zero ? attempt.Wait : Soon };
            }

            if (attempt.Probe is null)
            {
                await Pause.ForAsync(attempt.Wait, time, ct);
                continue;
            }

            try
            {
                await attempt.Probe.WaitAsync(left, time, ct);
            }
            catch (TimeoutException)
            {
                // The first request of this bucket is slow; the next turn of the loop gives up.
            }
        }
    }

    /// <summary>An answer came; its headers say how much is left.</summary>
    public void Answered(Permit permit, RateLimitHeaders headers, TooManyRequests? refusal)
    {
        var route = permit.Route;
        lock (_lock)
        {
            if (refusal?.Scope == TooManyRequests.OfAddress)
            {
                _addressBlock = new Block(time.GetTimestamp(), refusal.RetryAfter);
            }
            else if (refusal?.Global == true)
            {
                _globalBlock = new Block(time.GetTimestamp(), refusal.RetryAfter);
            }

            permit.Counted?.Answered(time);
            if (permit.Entered is null)
            {
                return;
            }

            if (headers.Bucket is not null)
            {
                _bucketOfRoute[route.Name] = headers.Bucket;
            }

            permit.Entered.Leave();
            BucketOf(route).Learn(headers, refusal is { Global: false } ? refusal.RetryAfter : null);
        }
    }

    /// <summary>No answer came, so nothing was learned.</summary>
    public void Unanswered(Permit permit)
    {
        lock (_lock)
        {
            permit.Entered?.Leave();
        }
    }

    private void Leave(GlobalLimit.Turn turn)
    {
        lock (_lock)
        {
            _global.Leave(turn);
        }
    }

    private Attempt TryEnter(Route route, GlobalLimit.Turn turn)
    {
        lock (_lock)
        {
            Sweep();
            if (_addressBlock.Left(time) is var blocked && blocked > TimeSpan.Zero)
            {
                return new Attempt(blocked);
            }

            if (!route.IsInteraction && _globalBlock.Left(time) is var all && all > TimeSpan.Zero)
            {
                return new Attempt(all);
            }

            var bucket = route.IsCallback ? null : BucketOf(route);
            if (bucket?.Blocked() is { } held)
            {
                // Nobody behind it is to wait for what it cannot use yet.
                _global.Leave(turn);
                return held;
            }

            GlobalLimit.Slot? counted = null;
            if (!route.IsInteraction && (counted = _global.TryTake(turn, out var tooFast)) is null)
            {
                return new Attempt(tooFast);
            }

            bucket?.Enter();
            return new Attempt(TimeSpan.Zero)
            {
                Permit = new Permit(route) { Entered = bucket, Counted = counted },
            };
        }
    }

    private Bucket BucketOf(Route route)
    {
        var key = (_bucketOfRoute.GetValueOrDefault(route.Name, route.Name), route.Resource);
        if (!_buckets.TryGetValue(key, out var bucket))
        {
            _buckets[key] = bucket = new Bucket(time);
        }

        return bucket;
    }

    private void Sweep()
    {
        if (time.GetElapsedTime(_lastSweep) < ForgetAfter)
        {
            return;
        }

        _lastSweep = time.GetTimestamp();
        foreach (var (key, bucket) in _buckets.ToArray())
        {
            if (bucket.IsIdleFor(ForgetAfter))
            {
                _buckets.Remove(key);
            }
        }
    }

    /// <summary>Leave to send one request, or the time after which to ask again.</summary>
    internal sealed record Permit(Route Route)
    {
        public TimeSpan? RetryAfter { get; init; }

        /// <summary>Null for a callback.</summary>
        public Bucket? Entered { get; init; }

        /// <summary>Null for what does not count towards the limit over all routes.</summary>
        public GlobalLimit.Slot? Counted { get; init; }
    }

    /// <summary>What one look at the limits gave: a permit, a time to wait, or another request's answer to wait for.</summary>
    internal sealed record Attempt(TimeSpan Wait)
    {
        public Permit? Permit { get; init; }

        public Task? Probe { get; init; }
    }

    /// <summary>A stretch of time that began at a monotonic timestamp.</summary>
    private readonly record struct Block(long Since, TimeSpan Length)
    {
        public TimeSpan Left(TimeProvider time) =>
            Length == TimeSpan.Zero || time.GetElapsedTime(Since) is var gone && gone >= Length
                ? TimeSpan.Zero
                : Length - gone;
    }

    /// <summary>One bucket of one resource. Guarded by the limiter's lock.</summary>
    internal sealed class Bucket(TimeProvider time)
    {
        private int? _limit;
        private int? _remaining;
        private TimeSpan _window;
        private Block _untilReset;
        private Block _refusal;
        private int _inFlight;
        private bool _known;
        private long _lastUse = time.GetTimestamp();
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Null where the next request may go; else how long to wait, or which change to wait for.</summary>
        public Attempt? Blocked()
        {
            if (_refusal.Left(time) is var refused && refused > TimeSpan.Zero)
            {
                return new Attempt(refused);
            }

            // Of a bucket that has never answered, one request finds out the limit for all.
            if (!_known)
            {
                return _inFlight > 0 ? new Attempt(TimeSpan.Zero) { Probe = _changed.Task } : null;
            }

            if (_remaining is not <= 0)
            {
                return null;
            }

            var wait = _untilReset.Left(time);
            if (wait > TimeSpan.Zero)
            {
                return new Attempt(wait);
            }

            _remaining = _limit ?? 1;
            _untilReset = new Block(time.GetTimestamp(), _window);
            return null;
        }

        public void Enter()
        {
            _inFlight++;
            _lastUse = time.GetTimestamp();
            if (_remaining is not null)
            {
                _remaining--;
            }
        }

        public void Leave()
        {
            _inFlight = Math.Max(0, _inFlight - 1);
            _lastUse = time.GetTimestamp();
            Wake();
        }

        public void Learn(RateLimitHeaders headers, TimeSpan? refusedFor)
        {
            _known = true;
            if (refusedFor is { } length)
            {
                _refusal = new Block(time.GetTimestamp(), length);
            }

            if (headers is { Remaining: { } remaining, ResetAfter: { } resetAfter })
            {
                // Requests still in flight will each take one, which this answer could not know of.
                _remaining = Math.Max(0, remaining - _inFlight);
                _limit = headers.Limit ?? _limit;
                _untilReset = new Block(time.GetTimestamp(), resetAfter);
                _window = resetAfter > _window ? resetAfter : _window;
            }

            Wake();
        }

        public bool IsIdleFor(TimeSpan length) =>
            _inFlight == 0
            && time.GetElapsedTime(_lastUse) >= length
            && _untilReset.Left(time) == TimeSpan.Zero
            && _refusal.Left(time) == TimeSpan.Zero;

        private void Wake()
        {
            _changed.TrySetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
