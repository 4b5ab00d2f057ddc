using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>The yardstick of memory: a process with the bot's kind of host and its health page, and nothing else.</summary>
internal static class BareHost
{
    public const string Verb = "--bare-host";

    /// <summary>Tells the parent by connecting that it is up, and ends when the parent hangs up.</summary>
    public static async Task RunAsync(string parent, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.MapGet("/health", () => Results.Ok());
        await app.StartAsync(cancellationToken);
        using var line = new TcpClient();
        await line.ConnectAsync(IPEndPoint.Parse(parent), cancellationToken);
        _ = await line.GetStream().ReadAsync(new byte[1], cancellationToken);
        await app.StopAsync(cancellationToken);
    }
}
