using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Discord's REST interface, version 10, as far as we use it. Each call sends at most one request: 429 and outages are
/// returned, never repeated here, because the caller's outbox is the only place that repeats. Safe for concurrent use.
/// </summary>
public sealed partial class DiscordRest
{
    private readonly HttpClient _http;
    private readonly DiscordClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<DiscordRest> _logger;
    private readonly RateLimiter _limits;
    private readonly InvalidRequestGuard _guard;
    private readonly string _base;
    private volatile bool _tokenRefused;
    private volatile Skew? _skew;

    /// <param name="http">From <see cref="DiscordHttp.CreateClient"/>; anything that follows redirects or repeats is wrong here.</param>
    /// <param name="time">Real time in production: limits and time-outs are Discord's, not the campaign's.</param>
    /// <exception cref="DiscordHostRefusedException">The token must not go to <see cref="DiscordClientOptions.ApiBaseUrl"/>.</exception>
    public DiscordRest(HttpClient http, DiscordClientOptions options, TimeProvider time, ILogger<DiscordRest> logger)
    {
        _http = http;
        _options = options;
        _time = time;
        _logger = logger;
        _limits = new RateLimiter(time);
        _guard = new InvalidRequestGuard(time);
        _base = TokenGuard.Demand(options.ApiBaseUrl, options.AllowedHosts).AbsoluteUri.TrimEnd('/');
    }

    /// <summary>Discord has refused the token; nothing that needs it is sent any more, since each try counts towards a ban.</summary>
    public bool TokenRefused => _tokenRefused;

    /// <summary>
    /// How far Discord's clock was ahead of ours at its last answer, to the second that the Date header states; null before
    /// an answer.
    /// </summary>
    public TimeSpan? ClockSkew => _skew?.Ahead;

    private async Task<RestResult<T>> SendAsync<T>(
        Route route,
        Func<HttpContent?> content,
        Func<byte[], T?> read,
        TimeSpan timeout,
        CancellationToken ct
    )
    {
        if (_tokenRefused && !route.IsInteraction)
        {
            return new RestResult<T>.Refused(401, 0, "Discord has refused the bot token; nothing was sent.", null);
        }

        if (_guard.MustStop)
        {
            return new RestResult<T>.Unavailable(
                "Nothing was sent: so many requests were refused lately that Discord would ban this address.",
                MayHaveArrived: false
            );
        }

        var permit = await _limits.WaitAsync(route, _options.MaxRateLimitWait, ct);
        if (permit.RetryAfter is { } wait)
        {
            return new RestResult<T>.RateLimited(wait, "local", Global: false);
        }

        using var limit = new CancellationTokenSource(timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        var answered = false;
        try
        {
            using var request = new HttpRequestMessage(route.Method, _base + route.Path);
            request.Content = content();
            request.Headers.TryAddWithoutValidation("User-Agent", _options.UserAgent);
            if (!route.IsInteraction)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bot", _options.Token);
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, both.Token);
            var body = await response.Content.ReadAsByteArrayAsync(both.Token);
            answered = true;
            return Interpret(route, permit, response, body, read);
        }
        catch (HttpRequestException e)
        {
            Log.NoAnswer(_logger, route.Name, e.HttpRequestError);
            return new RestResult<T>.Unavailable($"no answer ({e.HttpRequestError})", MayHaveArrived(e));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Where our own time-out has not struck, it was the handler's for opening a connection.
            var whileConnecting = !limit.IsCancellationRequested && _http.Timeout == Timeout.InfiniteTimeSpan;
            Log.TimedOut(_logger, route.Name);
            return new RestResult<T>.Unavailable("no answer in time", MayHaveArrived: !whileConnecting);
        }
        finally
        {
            if (!answered)
            {
                _limits.Unanswered(permit);
            }
        }
    }

    private RestResult<T> Interpret<T>(
        Route route,
        RateLimiter.Permit permit,
        HttpResponseMessage response,
        byte[] body,
        Func<byte[], T?> read
    )
    {
        var status = (int)response.StatusCode;
        if (response.Headers.Date is { } date)
        {
            _skew = new Skew(date - _time.GetUtcNow());
        }

        var error = response.IsSuccessStatusCode ? null : ParseJson(body);
        var refusal = status == 429 ? TooManyRequests.Read(response.Headers, error) : null;
        _limits.Answered(permit, RateLimitHeaders.Read(response.Headers), refusal);
        _guard.Note(status, refusal);

        if (response.IsSuccessStatusCode)
        {
            return TryRead(body, read) is { } value
                ? new RestResult<T>.Ok(value)
                : new RestResult<T>.Unavailable("the answer could not be read", MayHaveArrived: true);
        }

        if (refusal is not null)
        {
            DiscordMetrics.RateLimited.Add(1, new KeyValuePair<string, object?>("scope", refusal.Scope));
            Log.RateLimited(_logger, route.Name, refusal.Scope, refusal.RetryAfter.TotalSeconds);
            return new RestResult<T>.RateLimited(refusal.RetryAfter, refusal.Scope, refusal.Global);
        }

        if (status >= 500)
        {
            Log.Outage(_logger, route.Name, status);
            // Discord: 502 is "there was not a gateway available to process your request"; 503 says the same by RFC 9110,
            // section 15.6.4. Nothing was done then; behind any other one it may have been.
            // https://docs.discord.com/developers/topics/opcodes-and-status-codes#http
            return new RestResult<T>.Unavailable(
                $"Discord answered {status}",
                MayHaveArrived: response.StatusCode
                    is not (HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable)
            );
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized && !route.IsInteraction)
        {
            _tokenRefused = true;
            Log.TokenRefused(_logger);
        }

        var code = error?.Int("code") ?? 0;
        Log.Refused(_logger, route.Name, status, code);
        return new RestResult<T>.Refused(
            status,
            code,
            error?.Text("message") ?? response.ReasonPhrase ?? "",
            error?.Field("errors")
        );
    }

    /// <summary>Only failures before a connection stood are sure not to have arrived.</summary>
    internal static bool MayHaveArrived(HttpRequestException e) =>
        e.HttpRequestError
            is not (
                HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError
            );

    private static JsonElement? ParseJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static T? TryRead<T>(byte[] body, Func<byte[], T?> read)
    {
        try
        {
            return read(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static Func<byte[], T?> As<T>(JsonTypeInfo<T> type)
        where T : class => body => JsonSerializer.Deserialize(body, type);

    private static HttpContent? NoContent() => null;

    private static Func<HttpContent> Json<T>(T value, JsonTypeInfo<T> type) => () => JsonBody.Create(value, type);

    private Task<RestResult<T>> GetAsync<T>(Route route, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class => SendAsync(route, NoContent, As(type), _options.RequestTimeout, ct);

    private Task<RestResult<T>> SendJsonAsync<TBody, T>(
        Route route,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<T> type,
        CancellationToken ct
    )
        where T : class => SendAsync(route, Json(body, bodyType), As(type), _options.RequestTimeout, ct);

    private async Task<RestResult<Nothing>> SendForNothingAsync(
        Route route,
        Func<HttpContent?> content,
        TimeSpan timeout,
        CancellationToken ct
    ) => (await SendAsync(route, content, _ => "", timeout, ct)).Map(_ => default(Nothing));

    private Task<RestResult<Nothing>> SendForNothingAsync(Route route, CancellationToken ct) =>
        SendForNothingAsync(route, NoContent, _options.RequestTimeout, ct);

    private Task<RestResult<DiscordMessage>> SendMessageAsync(
        Route route,
        MessagePayload payload,
        IReadOnlyList<FileAttachment> files,
        CancellationToken ct
    ) =>
        SendAsync(
            route,
            () => JsonBody.Create(payload, DiscordJson.Default.MessagePayload, files),
            As(DiscordJson.Default.DiscordMessage),
            files.Count == 0 ? _options.RequestTimeout : _options.UploadTimeout,
            ct
        );

    private sealed record Skew(TimeSpan Ahead);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Discord limits {Route} (scope {Scope}) for {Seconds} s")]
        public static partial void RateLimited(ILogger logger, string route, string scope, double seconds);

        [LoggerMessage(2, LogLevel.Warning, "Discord answered {Route} with {Status}")]
        public static partial void Outage(ILogger logger, string route, int status);

        [LoggerMessage(3, LogLevel.Information, "Discord refused {Route} with {Status}, code {Code}")]
        public static partial void Refused(ILogger logger, string route, int status, int code);

        [LoggerMessage(4, LogLevel.Critical, "Discord refused the bot token; nothing more is sent with it")]
        public static partial void TokenRefused(ILogger logger);

        [LoggerMessage(5, LogLevel.Warning, "Discord gave no answer to {Route}: {Error}")]
        public static partial void NoAnswer(ILogger logger, string route, HttpRequestError error);

        [LoggerMessage(6, LogLevel.Warning, "Discord gave no answer to {Route} in time")]
        public static partial void TimedOut(ILogger logger, string route);
    }
}
