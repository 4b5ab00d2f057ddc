namespace Alexandria.OrganizerBot.Discord;

/// <summary>All that the client needs to know. <see cref="ToString"/> never shows the token.</summary>
public sealed record DiscordClientOptions
{
    /// <summary>The bot token, without the word "Bot". Sent only to hosts that <see cref="TokenGuard"/> lets pass.</summary>
    public required string Token { get; init; }

    /// <summary>The base of the REST interface, version included.</summary>
    public Uri ApiBaseUrl { get; init; } = new("https://discord.com/api/v10");

    /// <summary>
    /// Hosts beyond Discord's own and loopback that may receive the token: <c>host.example</c> over TLS only,
    /// <c>http://host.example</c> without TLS as well.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>
    /// Gateway intents; GUILDS, GUILD_SCHEDULED_EVENTS and DIRECT_MESSAGES unless told otherwise: who writes "STOP" to the bot
    /// in private has to be heard. Interactions need none, and privileged ones are refused when the gateway is built.
    /// </summary>
    public int Intents { get; init; } =
        GatewayIntents.Guilds | GatewayIntents.GuildScheduledEvents | GatewayIntents.DirectMessages;

    /// <summary>Discord refuses clients without one of this form (https://docs.discord.com/developers/reference#user-agent).</summary>
    public string UserAgent { get; init; } = "DiscordBot (https://github.com/alexandria-organizerbot, 0.1)";

    /// <summary>How long opening a connection may take, REST and gateway alike.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the gateway may take to say HELLO after the socket has opened.</summary>
    public TimeSpan HelloTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long READY may take after IDENTIFY, and each next event of a replay after RESUME.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long sending one gateway frame, or waiting for the other side's close frame, may take.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one REST request without files may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long one REST request with files may take.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// The longest that a request waits for its rate limit before it is sent. Where the limit asks for more, the caller
    /// gets <see cref="RestResult{T}.RateLimited"/> at once and decides itself.
    /// </summary>
    public TimeSpan MaxRateLimitWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause between two attempts to reach the gateway.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>After so many resumes in a row that came to nothing, a new session is started.</summary>
    public int MaxFailedResumes { get; init; } = 3;

    /// <summary>How many interactions may wait to be read; newer ones are dropped and counted, since they die after 3 s anyway.</summary>
    public int InteractionCapacity { get; init; } = 1024;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{nameof(DiscordClientOptions)} {{ {nameof(ApiBaseUrl)} = {ApiBaseUrl}, {nameof(Intents)} = {Intents} }}";
}
