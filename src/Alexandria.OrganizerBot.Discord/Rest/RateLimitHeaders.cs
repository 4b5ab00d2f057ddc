// https://docs.discord.com/developers/topics/rate-limits#header-format
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>What an answer says about its limit. Every part may be absent.</summary>
/// <param name="ResetAfter">How long until the bucket is full again.</param>
internal sealed record RateLimitHeaders(string? Bucket, int? Limit, int? Remaining, TimeSpan? ResetAfter)
{
    public static RateLimitHeaders Read(HttpResponseHeaders headers) =>
        new(
            Text(headers, "X-RateLimit-Bucket"),
            Number(headers, "X-RateLimit-Limit"),
            Number(headers, "X-RateLimit-Remaining"),
            Seconds(Text(headers, "X-RateLimit-Reset-After"))
        );

    internal static string? Text(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>Seconds with decimals, never negative and never more than a day.</summary>
    internal static TimeSpan? Seconds(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? Seconds(seconds)
            : null;

    internal static TimeSpan? Seconds(double seconds) =>
        double.IsFinite(seconds)
            ? TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(seconds, 0, TimeSpan.SecondsPerDay) * 1000))
            : null;

    private static int? Number(HttpResponseHeaders headers, string name) =>
        int.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}

/// <summary>A 429.</summary>
/// <param name="Scope"><c>user</c>, <c>global</c>, <c>shared</c>, or <c>address</c> where Cloudflare answered for this machine's address.</param>
internal sealed record TooManyRequests(TimeSpan RetryAfter, string Scope)
{
    /// <summary>Assumed where an answer does not say how long; Cloudflare's own bans are longer than Discord's limits.</summary>
    private static readonly TimeSpan Unsaid = TimeSpan.FromSeconds(30);

    /// <summary>The scope that we give to answers of Cloudflare's.</summary>
    public const string OfAddress = "address";

    public bool Global => Scope is "global" or OfAddress;

    /// <summary>Somebody else used the limit up; it does not count against us.</summary>
    public bool Shared => Scope == "shared";

    /// <param name="body">The answer's JSON, or null where it was none, as with Cloudflare.</param>
    public static TooManyRequests Read(HttpResponseHeaders headers, JsonElement? body)
    {
        var inBody = body?.Field("retry_after") is { ValueKind: JsonValueKind.Number } seconds
            ? RateLimitHeaders.Seconds(seconds.GetDouble())
            : null;
        var retryAfter =
            inBody
            ?? RateLimitHeaders.Seconds(RateLimitHeaders.Text(headers, "Retry-After"))
            ?? RateLimitHeaders.Seconds(RateLimitHeaders.Text(headers, "X-RateLimit-Reset-After"))
            ?? Unsaid;
        return new TooManyRequests(retryAfter, ScopeOf(headers, body));
    }

    private static string ScopeOf(HttpResponseHeaders headers, JsonElement? body)
    {
        if (body is null)
        {
            return OfAddress;
        }

        if (body.Value.Bool("global") == true || headers.Contains("X-RateLimit-Global"))
        {
            return "global";
        }

        return RateLimitHeaders.Text(headers, "X-RateLimit-Scope") ?? "user";
    }
}
