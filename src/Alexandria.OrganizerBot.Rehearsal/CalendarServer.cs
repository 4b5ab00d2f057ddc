using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>
/// The stage's city hall: serves one calendar file, byte for byte, over HTTP on loopback at a free port. Query strings
/// are ignored, as the file is what the city published that day. Whoever has the same bytes already is told that they are
/// unchanged (RFC 9110, If-None-Match). Beside <c>council.json</c> a folder <c>council</c> may hold the items of its meetings'
/// dockets, <c>905.json</c> for the meeting 905; a meeting without a file has none.
/// </summary>
public sealed class CalendarServer : IAsyncDisposable
{
    private const string Route = "/calendar";

    private readonly WebApplication _web;
    private volatile string _file;
    private volatile int _failure;

    private CalendarServer(WebApplication web, string file)
    {
        _web = web;
        _file = file;
    }

    /// <summary>Where the calendar is, for the bot's <c>Calendar__UrlOverride</c>.</summary>
    public Uri Url => new(_web.Urls.Single() + Route);

    /// <summary>Starts serving <paramref name="file"/>.</summary>
    public static async Task<CalendarServer> StartAsync(string file, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        // The program decides what Ctrl+C means, not its city hall.
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var web = builder.Build();
        var server = new CalendarServer(web, file);
        web.Run(server.AnswerAsync);
        await web.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Serves another file from now on.</summary>
    public void Serve(string file)
    {
        _file = file;
        _failure = 0;
    }

    /// <summary>Answers with an error until another file is served.</summary>
    /// <param name="status">An HTTP status code, such as 503.</param>
    public void Fail(int status) => _failure = status;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private static string ContentTypeOf(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".json" => "application/json; charset=utf-8",
            ".ics" => "text/calendar; charset=utf-8",
            ".xml" => "application/xml; charset=utf-8",
            ".html" or ".htm" => "text/html; charset=utf-8",
            _ => "application/octet-stream",
        };

    private async Task AnswerAsync(HttpContext context)
    {
        var file = _file;
        if (DocketAskedFor(context.Request.Path) is { } meeting)
        {
            await AnswerItemsAsync(context, Path.Combine(Path.ChangeExtension(file, null), $"{meeting}.json"));
            return;
        }
        if (context.Request.Path != Route || !File.Exists(file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (_failure is var failure and not 0)
        {
            context.Response.StatusCode = failure;
            return;
        }

        var content = await File.ReadAllBytesAsync(file, context.RequestAborted);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content))}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.Contains(tag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = ContentTypeOf(file);
        await context.Response.BodyWriter.WriteAsync(content, context.RequestAborted);
    }

    /// <summary>The number of the meeting whose items are asked for; null: something else is.</summary>
    private static string? DocketAskedFor(PathString path) =>
        path.Value?.Split('/') is ["", "calendar", var meeting, "eventitems"]
        && meeting.Length > 0
        && meeting.All(char.IsAsciiDigit)
            ? meeting
            : null;

    private static async Task AnswerItemsAsync(HttpContext context, string file)
    {
        context.Response.ContentType = ContentTypeOf(file);
        if (File.Exists(file))
            await context.Response.SendFileAsync(file, context.RequestAborted);
        else
            await context.Response.WriteAsync("[]", context.RequestAborted);
    }

    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
