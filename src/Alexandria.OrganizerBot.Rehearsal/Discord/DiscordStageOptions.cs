namespace Alexandria.OrganizerBot.Rehearsal.Discord;

/// <summary>How strict and how fast the stage's Discord is. The defaults are those of the real one, where it states them.</summary>
public sealed record DiscordStageOptions
{
    /// <summary>The bot's name, as people see it.</summary>
    public string BotName { get; init; } = "OrganizerBot";

    /// <summary>The only token that the stage accepts; null makes one of the usual shape.</summary>
    public string? Token { get; init; }

    /// <summary>The clock of protocol time-outs and rate limits. Stage time never drives those.</summary>
    public TimeProvider RealTime { get; init; } = TimeProvider.System;

    /// <summary>Sent in HELLO.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(41_250);

    /// <summary>One IDENTIFY per this span (max_concurrency 1); a second one is answered with opcode 9.</summary>
    public TimeSpan IdentifyInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>IDENTIFYs per day; one more and Discord resets the token.</summary>
    public int IdentifiesPerDay { get; init; } = 1000;

    /// <summary>How long a session whose socket dropped can be resumed, in real time.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Privileged intents that were switched on for the application; others end in close code 4014.</summary>
    public long PrivilegedIntents { get; init; }

    /// <summary>
    /// Refuse a gateway connection without a User-Agent, as Spacebar (a Discord-compatible server) does. Discord itself
    /// is more lenient, and discord.js relies on that.
    /// </summary>
    public bool RequireGatewayUserAgent { get; init; } = true;

    /// <summary>An interaction must be answered within this real time.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a person waits in real time for what a deferral promised before they give up.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests per second over all routes; interaction routes are not bound to it.</summary>
    public int GlobalPerSecond { get; init; } = 50;

    /// <summary>Limits by bucket name (<see cref="DiscordBuckets"/>); a bucket that is not named takes <see cref="DiscordBuckets.Other"/>.</summary>
    public IReadOnlyDictionary<string, BucketLimit> Buckets { get; init; } = DiscordBuckets.Defaults;

    /// <summary>New direct-message channels per ten minutes of stage time before error 40003; null: no limit, as Discord states no number.</summary>
    public int? NewDirectChannels { get; init; }

    /// <summary>Permission bits of a role by its name; roles that are not named add nothing to everyone's.</summary>
    public IReadOnlyDictionary<string, ulong> RolePermissions { get; init; } = new Dictionary<string, ulong>();

    /// <summary>What everyone may do in the server.</summary>
    public ulong EveryonePermissions { get; init; } = DiscordPermissions.Member;

    /// <summary>What the bot may do in the server.</summary>
    public ulong BotPermissions { get; init; } = DiscordPermissions.Bot;

    /// <summary>
    /// Whether the bot's own role stands below all others, as after an invitation; it may only give roles below its
    /// highest, so by default somebody has moved it up.
    /// </summary>
    public bool BotRoleIsLowest { get; init; }

    /// <summary>Names of channels that the bot cannot see: error 50001.</summary>
    public IReadOnlyCollection<string> HiddenChannels { get; init; } = [];

    /// <summary>Names of channels where the bot may read but not write: error 50013.</summary>
    public IReadOnlyCollection<string> ReadOnlyChannels { get; init; } = [];

    /// <summary>
    /// Edits of one message per hour of stage time once it is older than an hour; one more is error 30046. Discord
    /// states no number.
    /// </summary>
    public int OldMessageEditsPerHour { get; init; } = 30;

    /// <summary>Pins of a channel before error 30003.</summary>
    public int PinsPerChannel { get; init; } = 50;

    /// <summary>
    /// Requests that end in 401, 403 or 429 (but not of the scope <c>shared</c>) per ten minutes of real time, before
    /// the edge answers for Discord and says only 429.
    /// </summary>
    public int InvalidRequestsPerTenMinutes { get; init; } = 10_000;

    /// <summary>How many requests <see cref="DiscordStage.Requests"/> remembers; older ones are dropped.</summary>
    public int RememberedRequests { get; init; } = 20_000;
}

/// <summary>A limit of so many requests within a window.</summary>
public sealed record BucketLimit(int Requests, TimeSpan Window);

/// <summary>Names of the rate-limit buckets and their defaults. Discord publishes no numbers: these have the usual size.</summary>
public static class DiscordBuckets
{
    public const string Other = "other";
    public const string MessageCreate = "message-create";
    public const string MessageEdit = "message-edit";
    public const string MessageDelete = "message-delete";
    public const string MessageRead = "message-read";
    public const string Commands = "commands";
    public const string DirectChannels = "direct-channels";
    public const string Callback = "callback";
    public const string Webhook = "webhook";

    /// <summary>What applies where a test or scenario says nothing else.</summary>
    public static IReadOnlyDictionary<string, BucketLimit> Defaults { get; } =
        new Dictionary<string, BucketLimit>
        {
            [Other] = new(10, TimeSpan.FromSeconds(5)),
            [MessageCreate] = new(5, TimeSpan.FromSeconds(5)),
            [MessageEdit] = new(5, TimeSpan.FromSeconds(5)),
            [MessageDelete] = new(5, TimeSpan.FromSeconds(1)),
            [MessageRead] = new(50, TimeSpan.FromSeconds(1)),
            [Commands] = new(5, TimeSpan.FromSeconds(20)),
            [DirectChannels] = new(10, TimeSpan.FromSeconds(10)),
            [Callback] = new(5, TimeSpan.FromSeconds(1)),
            [Webhook] = new(5, TimeSpan.FromSeconds(2)),
        };
}
