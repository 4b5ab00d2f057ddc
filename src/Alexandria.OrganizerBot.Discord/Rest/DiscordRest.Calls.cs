using System.Globalization;

namespace Alexandria.OrganizerBot.Discord;

/// <content>One method for each thing that can be asked of Discord.</content>
public sealed partial class DiscordRest
{
    /// <summary>https://docs.discord.com/developers/events/gateway#get-gateway-bot</summary>
    public Task<RestResult<GatewayBot>> GetGatewayBotAsync(CancellationToken ct) =>
        GetAsync(Route.To(HttpMethod.Get, $"/gateway/bot"), DiscordJson.Default.GatewayBot, ct);

    public Task<RestResult<Application>> GetCurrentApplicationAsync(CancellationToken ct) =>
        GetAsync(Route.To(HttpMethod.Get, $"/applications/@me"), DiscordJson.Default.Application, ct);

    public Task<RestResult<DiscordUser>> GetCurrentUserAsync(CancellationToken ct) =>
        GetAsync(Route.To(HttpMethod.Get, $"/users/@me"), DiscordJson.Default.DiscordUser, ct);

    /// <summary>
    /// Replaces all commands of the application. New ones count towards 200 a day, so compare
    /// <see cref="ApplicationCommand.Fingerprint"/> first.
    /// </summary>
    public Task<RestResult<IReadOnlyList<RegisteredCommand>>> OverwriteGlobalCommandsAsync(
        string applicationId,
        IReadOnlyList<ApplicationCommand> commands,
        CancellationToken ct
    ) =>
        SendJsonAsync(
            Route.To(HttpMethod.Put, $"/applications/{applicationId}/commands"),
            commands,
            DiscordJson.Default.IReadOnlyListApplicationCommand,
            DiscordJson.Default.IReadOnlyListRegisteredCommand,
            ct
        );

    /// <summary>The application's commands as they are registered, in every language; see <see cref="CommandDifference"/>.</summary>
    public Task<RestResult<IReadOnlyList<ApplicationCommand>>> GetGlobalCommandsAsync(
        string applicationId,
        CancellationToken ct
    ) =>
        GetAsync(
            Route.To(HttpMethod.Get, $"/applications/{applicationId}/commands", "?with_localizations=true"),
            DiscordJson.Default.IReadOnlyListApplicationCommand,
            ct
        );

    /// <summary>Replaces the application's commands in one guild, where they show at once.</summary>
    public Task<RestResult<IReadOnlyList<RegisteredCommand>>> OverwriteGuildCommandsAsync(
        string applicationId,
        string guildId,
        IReadOnlyList<ApplicationCommand> commands,
        CancellationToken ct
    ) =>
        SendJsonAsync(
            Route.To(HttpMethod.Put, $"/applications/{applicationId}/guilds/{guildId}/commands"),
            [.. commands.Select(command => command with { Contexts = null, IntegrationTypes = null })],
            DiscordJson.Default.IReadOnlyListApplicationCommand,
            DiscordJson.Default.IReadOnlyListRegisteredCommand,
            ct
        );

    /// <summary>
    /// The first answer to an interaction. Never send it twice: after an outage it may have arrived, and a second one is
    /// refused with <see cref="DiscordErrorCodes.AlreadyAcknowledged"/>.
    /// </summary>
    public Task<RestResult<Nothing>> CreateInteractionResponseAsync(
        string interactionId,
        string token,
        InteractionResponse response,
        CancellationToken ct
    )
    {
        var files = response.Body?.Files ?? [];
        return SendForNothingAsync(
            Route.To(HttpMethod.Post, $"/interactions/{interactionId}/{token}/callback"),
            () => JsonBody.Create(response.ToPayload(), DiscordJson.Default.InteractionResponsePayload, files),
            files.Count == 0 ? _options.RequestTimeout : _options.UploadTimeout,
            ct
        );
    }

    /// <summary>Fills a deferred answer, or changes an answer given; for 15 minutes after the interaction.</summary>
    public Task<RestResult<DiscordMessage>> EditOriginalResponseAsync(
        string applicationId,
        string token,
        MessageBody body,
        CancellationToken ct
    ) =>
        SendMessageAsync(
            Route.To(HttpMethod.Patch, $"/webhooks/{applicationId}/{token}/messages/@original"),
            body.ToEditPayload(),
            body.Files,
            ct
        );

    public Task<RestResult<DiscordMessage>> GetOriginalResponseAsync(
        string applicationId,
        string token,
        CancellationToken ct
    ) =>
        GetAsync(
            Route.To(HttpMethod.Get, $"/webhooks/{applicationId}/{token}/messages/@original"),
            DiscordJson.Default.DiscordMessage,
            ct
        );

    public Task<RestResult<Nothing>> DeleteOriginalResponseAsync(
        string applicationId,
        string token,
        CancellationToken ct
    ) => SendForNothingAsync(Route.To(HttpMethod.Delete, $"/webhooks/{applicationId}/{token}/messages/@original"), ct);

    /// <summary>A further message to an interaction that has been answered; for 15 minutes after it.</summary>
    public Task<RestResult<DiscordMessage>> CreateFollowUpAsync(
        string applicationId,
        string token,
        MessageBody body,
        CancellationToken ct
    ) =>
        SendMessageAsync(
            Route.To(HttpMethod.Post, $"/webhooks/{applicationId}/{token}"),
            body.ToWebhookPayload(),
            body.Files,
            ct
        );

    /// <summary>Changes a follow-up; the only way to change an ephemeral one.</summary>
    public Task<RestResult<DiscordMessage>> EditFollowUpAsync(
        string applicationId,
        string token,
        string messageId,
        MessageBody body,
        CancellationToken ct
    ) =>
        SendMessageAsync(
            Route.To(HttpMethod.Patch, $"/webhooks/{applicationId}/{token}/messages/{messageId}"),
            body.ToEditPayload(),
            body.Files,
            ct
        );

    /// <summary>Posts to a channel or a direct message. With a <see cref="MessageBody.Nonce"/> it may be repeated for a few minutes.</summary>
    public Task<RestResult<DiscordMessage>> CreateMessageAsync(
        string channelId,
        MessageBody body,
        CancellationToken ct
    ) =>
        SendMessageAsync(
            Route.To(HttpMethod.Post, $"/channels/{channelId}/messages"),
            body.ToCreatePayload(),
            body.Files,
            ct
        );

    public Task<RestResult<DiscordMessage>> EditMessageAsync(
        string channelId,
        string messageId,
        MessageBody body,
        CancellationToken ct
    ) =>
        SendMessageAsync(
            Route.To(HttpMethod.Patch, $"/channels/{channelId}/messages/{messageId}"),
            body.ToEditPayload(),
            body.Files,
            ct
        );

    public Task<RestResult<DiscordMessage>> GetMessageAsync(string channelId, string messageId, CancellationToken ct) =>
        GetAsync(
            Route.To(HttpMethod.Get, $"/channels/{channelId}/messages/{messageId}"),
            DiscordJson.Default.DiscordMessage,
            ct
        );

    /// <summary>
    /// The channel's messages, newest first. In a server's channel without <see cref="DiscordPermissions.ReadMessageHistory"/>
    /// Discord answers with none, whatever stands there.
    /// </summary>
    /// <param name="channelId">A channel, a thread or a direct message.</param>
    /// <param name="limit">1 to 100.</param>
    /// <param name="before">Only older ones than the message with this id; null: from the newest on.</param>
    /// <param name="ct">Gives up.</param>
    public Task<RestResult<IReadOnlyList<DiscordMessage>>> GetMessagesAsync(
        string channelId,
        int limit,
        string? before,
        CancellationToken ct
    ) =>
        GetAsync(
            Route.To(
                HttpMethod.Get,
                $"/channels/{channelId}/messages",
                string.Create(CultureInfo.InvariantCulture, $"?limit={limit}")
                    + (before is null ? "" : $"&before={Uri.EscapeDataString(before)}")
            ),
            DiscordJson.Default.IReadOnlyListDiscordMessage,
            ct
        );

    public Task<RestResult<Nothing>> DeleteMessageAsync(string channelId, string messageId, CancellationToken ct) =>
        SendForNothingAsync(Route.To(HttpMethod.Delete, $"/channels/{channelId}/messages/{messageId}"), ct);

    public Task<RestResult<Nothing>> PinMessageAsync(string channelId, string messageId, CancellationToken ct) =>
        SendForNothingAsync(Route.To(HttpMethod.Put, $"/channels/{channelId}/messages/pins/{messageId}"), ct);

    public Task<RestResult<Nothing>> UnpinMessageAsync(string channelId, string messageId, CancellationToken ct) =>
        SendForNothingAsync(Route.To(HttpMethod.Delete, $"/channels/{channelId}/messages/pins/{messageId}"), ct);

    /// <summary>
    /// The direct-message channel with a user, opened where needed. Opening many new ones gets a bot quarantined: drip them,
    /// and stop all on <see cref="DiscordErrorCodes.OpeningDirectMessagesTooFast"/>.
    /// </summary>
    public Task<RestResult<DiscordChannel>> CreateDirectMessageChannelAsync(string userId, CancellationToken ct) =>
        SendJsonAsync(
            Route.To(HttpMethod.Post, $"/users/@me/channels"),
            new DirectMessageRecipient(userId),
            DiscordJson.Default.DirectMessageRecipient,
            DiscordJson.Default.DiscordChannel,
            ct
        );

    public Task<RestResult<DiscordChannel>> GetChannelAsync(string channelId, CancellationToken ct) =>
        GetAsync(Route.To(HttpMethod.Get, $"/channels/{channelId}"), DiscordJson.Default.DiscordChannel, ct);

    /// <summary>
    /// Opens a thread under a message; it has the message's id. A second one is refused with
    /// <see cref="DiscordErrorCodes.ThreadExists"/>.
    /// </summary>
    public Task<RestResult<DiscordChannel>> StartThreadFromMessageAsync(
        string channelId,
        string messageId,
        ThreadBody thread,
        CancellationToken ct
    ) =>
        SendJsonAsync(
            Route.To(HttpMethod.Post, $"/channels/{channelId}/messages/{messageId}/threads"),
            thread with
            {
                Type = null,
                Invitable = null,
            },
            DiscordJson.Default.ThreadBody,
            DiscordJson.Default.DiscordChannel,
            ct
        );

    public Task<RestResult<DiscordChannel>> StartThreadAsync(
        string channelId,
        ThreadBody thread,
        CancellationToken ct
    ) =>
        SendJsonAsync(
            Route.To(HttpMethod.Post, $"/channels/{channelId}/threads"),
            thread,
            DiscordJson.Default.ThreadBody,
            DiscordJson.Default.DiscordChannel,
            ct
        );

    public Task<RestResult<Guild>> GetGuildAsync(string guildId, CancellationToken ct) =>
        GetAsync(Route.To(HttpMethod.Get, $"/guilds/{guildId}"), DiscordJson.Default.Guild, ct);

    /// <summary>The guild's channels, without threads.</summary>
    public Task<RestResult<IReadOnlyList<DiscordChannel>>> GetGuildChannelsAsync(
        string guildId,
        CancellationToken ct
    ) =>
        GetAsync(
            Route.To(HttpMethod.Get, $"/guilds/{guildId}/channels"),
            DiscordJson.Default.IReadOnlyListDiscordChannel,
            ct
        );

    public Task<RestResult<IReadOnlyList<Role>>> GetGuildRolesAsync(string guildId, CancellationToken ct) =>
        GetAsync(Route.To(HttpMethod.Get, $"/guilds/{guildId}/roles"), DiscordJson.Default.IReadOnlyListRole, ct);

    public Task<RestResult<GuildMember>> GetGuildMemberAsync(string guildId, string userId, CancellationToken ct) =>
        GetAsync(Route.To(HttpMethod.Get, $"/guilds/{guildId}/members/{userId}"), DiscordJson.Default.GuildMember, ct);

    /// <summary>The guild's events that are not over, whoever made them.</summary>
    public Task<RestResult<IReadOnlyList<ScheduledEvent>>> GetScheduledEventsAsync(
        string guildId,
        CancellationToken ct
    ) =>
        GetAsync(
            Route.To(HttpMethod.Get, $"/guilds/{guildId}/scheduled-events"),
            DiscordJson.Default.IReadOnlyListScheduledEvent,
            ct
        );

    /// <summary>Puts an external event into the guild's calendar.</summary>
    public Task<RestResult<ScheduledEvent>> CreateScheduledEventAsync(
        string guildId,
        ScheduledEventBody body,
        CancellationToken ct
    ) =>
        SendJsonAsync(
            Route.To(HttpMethod.Post, $"/guilds/{guildId}/scheduled-events"),
            body with
            {
                PrivacyLevel = 2,
                EntityType = 3,
                Status = null,
            },
            DiscordJson.Default.ScheduledEventBody,
            DiscordJson.Default.ScheduledEvent,
            ct
        );

    public Task<RestResult<ScheduledEvent>> EditScheduledEventAsync(
        string guildId,
        string eventId,
        ScheduledEventBody body,
        CancellationToken ct
    ) =>
        SendJsonAsync(
            Route.To(HttpMethod.Patch, $"/guilds/{guildId}/scheduled-events/{eventId}"),
            body,
            DiscordJson.Default.ScheduledEventBody,
            DiscordJson.Default.ScheduledEvent,
            ct
        );

    public Task<RestResult<Nothing>> DeleteScheduledEventAsync(string guildId, string eventId, CancellationToken ct) =>
        SendForNothingAsync(Route.To(HttpMethod.Delete, $"/guilds/{guildId}/scheduled-events/{eventId}"), ct);
}
