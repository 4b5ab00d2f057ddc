using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;
using Microsoft.AspNetCore.Http;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>
/// Plays one REST request: reads and records it, applies faults, asks for the token, counts it against the limits, and
/// lets its route answer while the world holds still.
/// </summary>
internal sealed partial class RestServer(
    StageWorld world,
    StageAccess access,
    DiscordStageOptions options,
    StageLog log,
    IReadOnlyList<Route> routes
)
{
    /// <summary>25 MiB a request (reference, uploading files).</summary>
    public const int LargestBody = 25 * 1024 * 1024;

    private readonly RateLimits _limits = new(options);
    private readonly InvalidRequests _invalid = new(options);

    public FaultPlan Faults { get; } = new();

    public RequestLedger Ledger { get; } = new(options.RememberedRequests);

    public async Task ServeAsync(HttpContext context)
    {
        var (body, tooLarge) = await ReadBodyAsync(context);
        var path = context.Request.Path.Value ?? "/";
        var below = VersionedPath().Match(path) is { Success: true } match ? "/" + match.Groups["path"].Value : path;
        var number = Ledger.Add(Recorded(context, below, body));
        var request = $"{context.Request.Method} {below}";
        var (route, values) = Find(context.Request.Method, below);
        var headers = new Dictionary<string, string>();
        RestAnswer answer;
        if (_invalid.IsBanned)
        {
            // Not Discord but the edge before it: no JSON, none of Discord's headers.
            Ledger.Answered(number, 429, null);
            log.Refused($"{request}: 429 by the edge, after too many invalid requests");
            headers["Retry-After"] = Math.Ceiling(InvalidRequests.Window.TotalSeconds)
                .ToString("0", CultureInfo.InvariantCulture);
            await WriteAsync(context, new RestAnswer(429, null), headers);
            return;
        }
        try
        {
            if (path != below && VersionedPath().Match(path).Groups["version"].Value is not ("9" or "10"))
            {
                throw DiscordRefusal.InvalidApiVersion();
            }
            if (string.IsNullOrWhiteSpace(context.Request.Headers.UserAgent))
            {
                throw DiscordRefusal.NoUserAgent();
            }
            if (route is null || path == below)
            {
                throw routes.Any(other => other.Match(below) is not null)
                    ? DiscordRefusal.MethodNotAllowed()
                    : DiscordRefusal.NotFound();
            }
            answer = await AnswerAsync(context, new Found(request, route, values, body, tooLarge), headers);
        }
        catch (DiscordRefusal refusal)
        {
            answer = new RestAnswer(refusal.Status, refusal.Body());
            if (refusal.RetryAfter is { } wait)
            {
                AddRetry(headers, wait, "user");
            }
        }
        if (answer.Status >= 400)
        {
            log.Refused($"{context.Request.Method} {route?.Template ?? below}: {answer.Status} {Explain(answer.Body)}");
        }
        _invalid.Count(answer.Status, headers.GetValueOrDefault("X-RateLimit-Scope"));
        Ledger.Answered(number, answer.Status, (int?)answer.Body.Whole("code"));
        await WriteAsync(context, answer, headers);
    }

    private async Task<RestAnswer> AnswerAsync(HttpContext context, Found found, Dictionary<string, string> headers)
    {
        var faults = Faults.Take(found.Request, countsGlobally: found.Route.Access == RouteAccess.Bot);
        var slow = faults.OfType<StageFault.Slow>().FirstOrDefault();
        if (slow is { Applied: false })
        {
            await Task.Delay(slow.Delay, options.RealTime, context.RequestAborted);
        }
        if (faults.OfType<StageFault.RateLimit>().FirstOrDefault() is { } limited)
        {
            foreach (var (name, value) in _limits.Used(found.Route, limited))
            {
                headers[name] = value;
            }
            return TooMany(limited.RetryAfter, limited.Scope, headers);
        }
        var broken = faults.OfType<StageFault.ServerError>().FirstOrDefault();
        if (broken is { Applied: false })
        {
            return Broken(broken);
        }
        if (found.Route.Access == RouteAccess.Bot && !IsAuthorized(context))
        {
            throw DiscordRefusal.Unauthorized();
        }
        var verdict = _limits.Take(found.Route, found.Values);
        foreach (var (name, value) in verdict.Headers)
        {
            headers[name] = value;
        }
        if (verdict.RetryAfter is { } wait)
        {
            return TooMany(wait, verdict.Scope!, headers);
        }
        if (found.TooLarge)
        {
            throw DiscordRefusal.TooLarge();
        }
        var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var request = found.Body.Understood(found.Values, query);
        RestAnswer answer;
        lock (world.Gate)
        {
            answer = found.Route.Answer(request);
        }
        if (slow is { Applied: true })
        {
            await Task.Delay(slow.Delay, options.RealTime, context.RequestAborted);
        }
        return broken is null ? answer : Broken(broken);
    }

    private (Route? Route, IReadOnlyDictionary<string, string> Values) Find(string method, string path)
    {
        foreach (var route in routes.Where(route => route.Method == method))
        {
            if (route.Match(path) is { } values)
            {
                return (route, values);
            }
        }
        return (null, new Dictionary<string, string>());
    }

    private bool IsAuthorized(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is ['B', 'o', 't', ' ', .. var token] && access.IsToken(token);

    private static RestAnswer Broken(StageFault.ServerError fault) =>
        new(fault.Status, new JsonObject { ["message"] = $"{fault.Status}: the stage plays a fault", ["code"] = 0 });

    private static RestAnswer TooMany(TimeSpan retryAfter, string scope, Dictionary<string, string> headers)
    {
        AddRetry(headers, retryAfter, scope);
        return new RestAnswer(
            429,
            new JsonObject
            {
                ["message"] = "You are being rate limited.",
                ["retry_after"] = Math.Round(retryAfter.TotalSeconds, 3),
                ["global"] = scope == "global",
            }
        );
    }

    private static void AddRetry(Dictionary<string, string> headers, TimeSpan retryAfter, string scope)
    {
        headers["X-RateLimit-Scope"] = scope;
        headers["Retry-After"] = Math.Ceiling(retryAfter.TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
        if (scope == "global")
        {
            headers["X-RateLimit-Global"] = "true";
        }
    }

    private static async Task<(ReceivedBody Body, bool TooLarge)> ReadBodyAsync(HttpContext context)
    {
        var http = context.Request;
        using var buffer = new MemoryStream();
        var chunk = new byte[81_920];
        while (true)
        {
            var read = await http.Body.ReadAsync(chunk, context.RequestAborted);
            if (read == 0)
            {
                break;
            }
            // A body that is too large is still read to its end, so that the client gets to see the answer.
            if (buffer.Length <= LargestBody)
            {
                buffer.Write(chunk, 0, read);
            }
        }
        if (buffer.Length > LargestBody)
        {
            return (ReceivedBody.None, true);
        }
        return (await ReceivedBody.ReadAsync(http.ContentType, buffer.ToArray(), context.RequestAborted), false);
    }

    private static RecordedRequest Recorded(HttpContext context, string below, ReceivedBody body)
    {
        var scheme = context.Request.Headers.Authorization.ToString().Split(' ')[0];
        return new RecordedRequest(
            context.Request.Method,
            below + context.Request.QueryString,
            body.MediaType,
            context.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null,
            scheme.Length > 0 ? scheme : null,
            body.Json?.DeepClone(),
            [.. body.Files.Select(file => new TranscriptAttachment(file.Name, file.Content.Length))],
            Status: 0,
            Code: null
        );
    }

    private static async Task WriteAsync(HttpContext context, RestAnswer answer, Dictionary<string, string> headers)
    {
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }
        if (answer.Body is not null)
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(answer.Body.ToJsonString(), context.RequestAborted);
        }
    }

    private static string Explain(JsonNode? body)
    {
        var text = $"{body.Whole("code")} {body.Text("message")}".Trim();
        var details = Leaves((body as JsonObject)?["errors"], "").ToList();
        return details.Count == 0 ? text : $"{text} ({string.Join("; ", details)})";
    }

    private static IEnumerable<string> Leaves(JsonNode? errors, string path) =>
        (errors as JsonObject ?? []).SelectMany(entry =>
            entry.Key == "_errors"
                ? errors.Objects("_errors").Select(error => $"{path}: {error.Text("message")}")
                : Leaves(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")
        );

    [GeneratedRegex(@"^/api(/v(?<version>\d+))?/(?<path>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionedPath();

    private sealed record Found(
        string Request,
        Route Route,
        IReadOnlyDictionary<string, string> Values,
        ReceivedBody Body,
        bool TooLarge
    );
}
