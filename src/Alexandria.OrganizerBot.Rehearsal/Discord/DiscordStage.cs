using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Gateway;
using Alexandria.OrganizerBot.Rehearsal.Discord.People;
using Alexandria.OrganizerBot.Rehearsal.Discord.Rest;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Alexandria.OrganizerBot.Rehearsal.Discord;

/// <summary>
/// A Discord of our own on loopback: REST v10 and gateway v10, written from Discord's documents and sharing no code
/// with the bot's client. It refuses what Discord refuses, in Discord's words.
/// </summary>
public sealed class DiscordStage : IStageNetwork
{
    private const string FilesPath = "/attachments/";

    private readonly StageWorld _world;
    private readonly StageAccess _access;
    private readonly GatewayHub _gateway;
    private readonly RestServer _rest;
    private readonly Crowd _crowd;
    private readonly CommandSynchronisation _commands = new();
    private readonly DiscordStageOptions _options;
    private readonly WebApplication _app;
    private Uri _address = new("http://127.0.0.1/");

    private DiscordStage(StageCast cast, DiscordStageOptions options, IStageTime time, ITranscript transcript)
    {
        _options = options;
        _world = new StageWorld(cast, options, time);
        _access = new StageAccess(options.Token, _world.ApplicationId);
        var log = new StageLog(transcript, time);
        var views = new Views(_world, () => new Uri(_address, FilesPath).ToString());
        _gateway = new GatewayHub(_world, views, options, _access, log);
        _crowd = new Crowd(_world, views, _gateway, log, options);
        var access = new BotAccess(_world);
        var chat = new Chat(_world, views, _gateway, log);
        var routes = RouteTable.Build(
            new ServerRoutes(_world, views, _gateway),
            new MemberRoutes(_world, views),
            new CommandRoutes(_world, _commands),
            new MessageRoutes(_world, views, chat, access, options),
            new InteractionRoutes(_world, views, chat, log, options),
            new ThreadRoutes(_world, views, _gateway, access, log),
            new ScheduledEventRoutes(_world, views, _gateway, log),
            new PinRoutes(_world, views, _gateway, access, options),
            new PollRoutes(_world, views, access)
        );
        _rest = new RestServer(_world, _access, options, log, routes);
        _app = Build();
    }

    /// <inheritdoc/>
    public string Name => "discord";

    /// <summary>Where REST requests go: <c>http://127.0.0.1:PORT/api/v10/</c>.</summary>
    public Uri ApiBaseUrl => new(_address, "api/v10/");

    /// <summary>The only token that the stage accepts.</summary>
    public string Token => _access.Token;

    /// <summary>The bot's application id, which is also its user id.</summary>
    public string ApplicationId => _world.ApplicationId;

    /// <summary>Every REST request received, oldest first, up to <see cref="DiscordStageOptions.RememberedRequests"/>.</summary>
    public IReadOnlyList<RecordedRequest> Requests => _rest.Ledger.All;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> BotEnvironment =>
        new Dictionary<string, string> { ["Discord__Token"] = Token, ["Discord__ApiBaseUrl"] = ApiBaseUrl.ToString() };

    /// <summary>Opens the stage on free loopback ports.</summary>
    /// <exception cref="StageException">The cast contradicts itself.</exception>
    public static async Task<DiscordStage> StartAsync(
        StageCast cast,
        DiscordStageOptions options,
        IStageTime time,
        ITranscript transcript,
        CancellationToken cancellationToken
    )
    {
        var stage = new DiscordStage(cast, options, time, transcript);
        await stage.OpenAsync(cancellationToken);
        return stage;
    }

    /// <inheritdoc/>
    public Task<StageReply> CommandAsync(
        string person,
        string where,
        string command,
        IReadOnlyDictionary<string, string> options,
        CancellationToken cancellationToken
    ) => _crowd.CommandAsync(person, where, command, options, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StageChoice>> AutocompleteAsync(
        string person,
        string where,
        string command,
        string option,
        string typed,
        CancellationToken cancellationToken
    ) => _crowd.AutocompleteAsync(person, where, command, option, typed, cancellationToken);

    /// <inheritdoc/>
    public Task<StageReply> PressAsync(
        string person,
        StageMessage message,
        string button,
        CancellationToken cancellationToken
    ) => _crowd.PressAsync(person, message, button, cancellationToken);

    /// <inheritdoc/>
    public Task<StageReply> SubmitFormAsync(
        string person,
        StageReply form,
        IReadOnlyDictionary<string, string> values,
        CancellationToken cancellationToken
    ) => _crowd.SubmitFormAsync(person, form, values, cancellationToken);

    /// <inheritdoc/>
    public Task<StageReply> PickAsync(
        string person,
        StageMessage message,
        string select,
        IReadOnlyList<string> values,
        CancellationToken cancellationToken
    ) => _crowd.PickAsync(person, message, select, values, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<StageMessage> Messages(string where, string? person = null)
    {
        lock (_world.Gate)
        {
            var place = _world.PlaceNamed(where, person is null ? null : _world.Someone(person));
            return
            [
                .. _world
                    .MessagesIn(place)
                    .Where(message => message.EphemeralFor is null)
                    .Select(message => VisibleText.Seen(message, _world.BotName)),
            ];
        }
    }

    /// <summary>Messages that only this person sees, in all places, oldest first.</summary>
    public IReadOnlyList<StageMessage> EphemeralMessages(string person)
    {
        lock (_world.Gate)
        {
            var reader = _world.Someone(person);
            return
            [
                .. _world
                    .Places.SelectMany(_world.MessagesIn)
                    .Where(message => message.EphemeralFor == reader)
                    .OrderBy(message => ulong.Parse(message.Id, CultureInfo.InvariantCulture))
                    .Select(message => VisibleText.Seen(message, _world.BotName)),
            ];
        }
    }

    /// <summary>Who is notified by a message: names of people, <c>@role</c>, <c>@everyone</c>.</summary>
    public IReadOnlyList<string> Pings(StageMessage message)
    {
        lock (_world.Gate)
        {
            return _world.MessageById(message.Id)?.Pings ?? [];
        }
    }

    /// <summary>Says, as a person, that they are interested in a scheduled event.</summary>
    /// <param name="person">Name of a person of the cast.</param>
    /// <param name="name">The event's name.</param>
    /// <exception cref="StageException">The person sees no such event.</exception>
    public void BeInterestedIn(string person, string name)
    {
        lock (_world.Gate)
        {
            var someone = _world.Someone(person);
            var found =
                _world
                    .Servers.Where(someone.IsIn)
                    .SelectMany(_world.EventsOf)
                    .FirstOrDefault(one => one.Name == name && !one.IsOver)
                ?? throw new StageException($"{person} sees no event called {name}.");
            found.Interested.Add(someone);
            _gateway.Dispatch(
                "GUILD_SCHEDULED_EVENT_USER_ADD",
                new JsonObject
                {
                    ["guild_scheduled_event_id"] = found.Id,
                    ["user_id"] = someone.Id,
                    ["guild_id"] = found.Server.Id,
                },
                Intent.GuildScheduledEvents
            );
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<StageEvent> Events()
    {
        lock (_world.Gate)
        {
            return
            [
                .. _world
                    .Servers.SelectMany(_world.EventsOf)
                    .Select(one => new StageEvent(
                        one.Name,
                        $"{one.Location}\n{one.Description}",
                        one.StartsAt,
                        one.EndsAt,
                        one.Status.ToString().ToLowerInvariant()
                    )),
            ];
        }
    }

    /// <inheritdoc/>
    public string IdOf(string person) => _world.Someone(person).Id;

    /// <summary>The channel of the person's private chat with the bot; opened if it did not exist.</summary>
    public string DirectChannelOf(string person)
    {
        lock (_world.Gate)
        {
            return _world.DirectPlace(_world.Someone(person)).Id;
        }
    }

    /// <inheritdoc/>
    public void Inject(StageFault fault)
    {
        switch (fault)
        {
            case StageFault.RateLimit or StageFault.ServerError or StageFault.Slow:
                _rest.Faults.Add(fault);
                break;
            case StageFault.ForgetNonces:
                lock (_world.Gate)
                {
                    _world.ForgetNonces();
                }
                break;
            case StageFault.ExpireInteractions expire:
                lock (_world.Gate)
                {
                    _world.InteractionsToExpire += expire.Count;
                }
                break;
            default:
                _gateway.Play(fault);
                break;
        }
    }

    /// <inheritdoc/>
    public async Task BotConnectedAsync(CancellationToken cancellationToken)
    {
        await _commands.Task.WaitAsync(cancellationToken);
        while (!_gateway.IsAttached)
        {
            await _gateway.AttachedAsync(cancellationToken);
        }
    }

    /// <summary>Drops every connection and closes the ports.</summary>
    public async ValueTask DisposeAsync()
    {
        _gateway.Shut();
        await _app.DisposeAsync();
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The stage itself answers a body that is too large, with Discord's words.
            kestrel.Limits.MaxRequestBodySize = 4L * RestServer.LargestBody;
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var app = builder.Build();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        app.Run(ServeAsync);
        return app;
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        var addresses = _app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Select(address => new Uri(address))
            .ToList();
        _address = addresses[0];
        _gateway.Addresses = (Socket(addresses[0]), Socket(addresses[1]));
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await ServeGatewayAsync(context);
        }
        else if (
            context.Request.Path.StartsWithSegments(FilesPath.TrimEnd('/'), StringComparison.Ordinal, out var file)
        )
        {
            await ServeFileAsync(context, file.Value ?? "");
        }
        else
        {
            await _rest.ServeAsync(context);
        }
    }

    private async Task ServeGatewayAsync(HttpContext context)
    {
        if (_options.RequireGatewayUserAgent && string.IsNullOrWhiteSpace(context.Request.Headers.UserAgent))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var query = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        var byResumeAddress = context.Connection.LocalPort != _address.Port;
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await _gateway.ServeAsync(socket, query, byResumeAddress, context.RequestAborted);
    }

    // /attachments/{channel}/{id}/{name}
    private async Task ServeFileAsync(HttpContext context, string path)
    {
        StoredFile? stored = null;
        if (path.Split('/', StringSplitOptions.RemoveEmptyEntries) is [var channel, var id, _])
        {
            lock (_world.Gate)
            {
                stored =
                    _world.UploadById(id)
                    ?? (
                        _world.PlaceById(channel) is { } place
                            ? _world
                                .MessagesIn(place)
                                .SelectMany(message => message.Files)
                                .FirstOrDefault(file => file.Id == id)
                            : null
                    );
            }
        }
        if (stored is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        context.Response.ContentType = stored.ContentType;
        await context.Response.Body.WriteAsync(stored.Content, context.RequestAborted);
    }

    private static string Socket(Uri address) => $"ws://{address.Authority}";

    /// <summary>The stage ends when it is disposed; Ctrl+C belongs to whoever holds it.</summary>
    private sealed class NoSignals : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
