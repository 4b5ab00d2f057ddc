using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Counts requests per bucket and over all, in real time (topics/rate-limits). Safe for concurrent use.</summary>
internal sealed class RateLimits(DiscordStageOptions options)
{
    private static readonly TimeSpan GlobalWindow = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Window> _windows = [];
    private Window _global = new(0, 0);

    /// <summary>Takes one request off the limits, or says for how long it must wait.</summary>
    public Verdict Take(Route route, IReadOnlyDictionary<string, string> values)
    {
        var now = options.RealTime.GetTimestamp();
        lock (_gate)
        {
            if (route.Access == RouteAccess.Bot)
            {
                if (Elapsed(_global, now) >= GlobalWindow)
                {
                    _global = new Window(now, 0);
                }
                if (_global.Count >= options.GlobalPerSecond)
                {
                    return new Verdict(GlobalWindow - Elapsed(_global, now), "global", Headers: []);
                }
                _global = _global with { Count = _global.Count + 1 };
            }
            var limit = LimitOf(route);
            var key = BucketOf(route) + ":" + Route.MajorOf(values);
            var window = _windows.GetValueOrDefault(key) ?? new Window(now, 0);
            if (Elapsed(window, now) >= limit.Window)
            {
                window = new Window(now, 0);
            }
            var left = limit.Window - Elapsed(window, now);
            if (window.Count >= limit.Requests)
            {
                return new Verdict(left, "user", Headers(route, limit, 0, left));
            }
            window = window with { Count = window.Count + 1 };
            _windows[key] = window;
            return new Verdict(null, null, Headers(route, limit, limit.Requests - window.Count, left));
        }
    }

    /// <summary>The headers of a limit that a fault has used up; a global one belongs to no bucket.</summary>
    public Dictionary<string, string> Used(Route route, StageFault.RateLimit fault) =>
        fault.Scope == "global" ? [] : Headers(route, LimitOf(route), 0, fault.RetryAfter);

    private BucketLimit LimitOf(Route route) =>
        options.Buckets.GetValueOrDefault(route.Bucket)
        ?? options.Buckets.GetValueOrDefault(DiscordBuckets.Other)
        ?? DiscordBuckets.Defaults[DiscordBuckets.Other];

    private TimeSpan Elapsed(Window window, long now) => options.RealTime.GetElapsedTime(window.StartedAt, now);

    private Dictionary<string, string> Headers(Route route, BucketLimit limit, int remaining, TimeSpan left)
    {
        var reset = options.RealTime.GetUtcNow() + left;
        return new Dictionary<string, string>
        {
            ["X-RateLimit-Limit"] = limit.Requests.Plain(),
            ["X-RateLimit-Remaining"] = remaining.Plain(),
            ["X-RateLimit-Reset"] = Seconds(reset - DateTimeOffset.UnixEpoch),
            ["X-RateLimit-Reset-After"] = Seconds(left),
            ["X-RateLimit-Bucket"] = BucketOf(route),
        };
    }

    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);

    // An opaque hash: clients must not read a meaning into it. Routes that share nothing never share one.
    private static string BucketOf(Route route) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    route.Bucket == DiscordBuckets.Other ? $"{route.Method} {route.Template}" : route.Bucket
                )
            )
        )[..32];

    private sealed record Window(long StartedAt, int Count);
}

/// <summary>What the limits say about one request.</summary>
/// <param name="RetryAfter">Null: it may pass.</param>
/// <param name="Scope"><c>user</c> or <c>global</c> of a refusal.</param>
/// <param name="Headers">The <c>X-RateLimit-*</c> headers of the answer.</param>
internal sealed record Verdict(TimeSpan? RetryAfter, string? Scope, Dictionary<string, string> Headers);
