using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary><c>run</c>: the bot itself, until it is asked to stop.</summary>
internal static partial class RunVerb
{
    /// <summary>Longer than the longest send, so that a stop finishes what is under way.</summary>
    internal static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(
        IReadOnlyList<string> settings,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var app = await BuildAsync(settings, cancellationToken);
            return await RunToItsEndAsync(app, errors, cancellationToken);
        }
        catch (Exception exception)
            when (exception is ConfigurationFaultException or StoreRefusedException or DiscordFatalException)
        {
            await errors.WriteLineAsync(exception.Message.AsMemory(), cancellationToken);
            return ExitCodes.Refused;
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            await errors.WriteLineAsync(
                "Another program uses the port of Health:Port; set another one, or 0 for any free one.".AsMemory(),
                cancellationToken
            );
            return ExitCodes.Refused;
        }
    }

    /// <summary>Runs the bot until it stops, and finishes a wipe that was begun in it.</summary>
    internal static async Task<int> RunToItsEndAsync(
        WebApplication app,
        TextWriter errors,
        CancellationToken cancellationToken
    )
    {
        // Taken before the run, which disposes of the services at its end.
        var services = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        var wipe = app.Services.GetRequiredService<WipeSwitch>();
        try
        {
            await app.RunAsync(cancellationToken);
        }
        finally
        {
            // Whatever ended the run.
            if (wipe.IsPulled)
                Finish(wipe, errors);
        }
        if (wipe.IsPulled)
            return ExitCodes.Refused;
        // A loop that died of a defect has stopped the host like a wish to stop; a supervisor must start it again.
        return services.Exists(service => service.ExecuteTask is { IsFaulted: true })
            ? ExitCodes.Failed
            : Environment.ExitCode;
    }

    private static void Finish(WipeSwitch wipe, TextWriter errors)
    {
        foreach (var left in wipe.Finish())
            errors.WriteLine(left);
        errors.WriteLine("The instance was wiped. Reset the bot's token on Discord's developer portal.");
    }

    /// <summary>The whole bot, ready to start.</summary>
    /// <param name="settings">As <c>--Section:Name=value</c>.</param>
    /// <param name="cancellationToken">Ends the wait for a stage's clock.</param>
    /// <param name="addLogging">Another place for the log besides the console; null: none.</param>
    /// <param name="protocol">What the network's own seconds are counted on; null: the real clock.</param>
    internal static async Task<WebApplication> BuildAsync(
        IReadOnlyList<string> settings,
        CancellationToken cancellationToken,
        Action<ILoggingBuilder>? addLogging = null,
        ProtocolTime? protocol = null
    )
    {
        var builder = Builder(settings);
        var setup = await BotSetup.ReadAsync(builder.Configuration, cancellationToken);
        if (protocol is not null)
            setup = setup with { Protocol = protocol };
        builder.WebHost.UseUrls($"http://127.0.0.1:{setup.HealthPort}");
        builder.Services.AddSystemd();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        foreach (var chatty in (string[])["Microsoft", "System", "Quartz"])
            builder.Logging.AddFilter(chatty, LogLevel.Warning);
        addLogging?.Invoke(builder.Logging);
        builder.Services.AddOrganizerBot(setup);

        var app = builder.Build();
        foreach (var warning in setup.Warnings)
            Log.Warning(app.Logger, warning);
        // Opened before anything listens: a store that refuses must end the start, not a request.
        _ = app.Services.GetRequiredService<Store>();
        app.MapGet("/health", (IEnumerable<IChatPlatform> platforms) => Health(platforms));
        return app;
    }

    /// <summary>
    /// What <c>run</c> is configured with: appsettings.json in the working directory, the environment, and the command line.
    /// </summary>
    internal static IConfiguration Configuration(IReadOnlyList<string> settings) => Builder(settings).Configuration;

    private static WebApplicationBuilder Builder(IReadOnlyList<string> settings) =>
        WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [.. settings] });

    private static IResult Health(IEnumerable<IChatPlatform> platforms)
    {
        var states = platforms.ToDictionary(
            platform => platform.Network,
            platform => platform.Health,
            StringComparer.Ordinal
        );
        var ready = platforms.All(platform => platform.Ready.IsCompletedSuccessfully);
        return Results.Json(
            new HealthReport(ready ? "ok" : "starting", states),
            HealthJson.Default.HealthReport,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Sentence}")]
        public static partial void Warning(ILogger logger, string sentence);
    }
}

/// <summary>What <c>/health</c> says.</summary>
internal sealed record HealthReport(string Status, IReadOnlyDictionary<string, string> Networks);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(
    PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase
)]
[System.Text.Json.Serialization.JsonSerializable(typeof(HealthReport))]
internal sealed partial class HealthJson : System.Text.Json.Serialization.JsonSerializerContext;
