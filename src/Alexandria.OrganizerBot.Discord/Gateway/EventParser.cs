// https://docs.discord.com/developers/events/gateway-events#receive-events
using System.Text.Json;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>Turns the dispatches that we use into events.</summary>
internal static class EventParser
{
    /// <summary>Kinds of messages that people write (https://docs.discord.com/developers/resources/message#message-object-message-types).</summary>
    private const int Ordinary = 0;
    private const int Reply = 19;

    /// <summary>Returns null for what we do not use.</summary>
    /// <exception cref="FormatException">A field is missing without which the event says nothing.</exception>
    public static GatewayEvent? Parse(string? name, JsonElement data, long receivedTimestamp) =>
        name switch
        {
            "INTERACTION_CREATE" => new GatewayEvent.InteractionCreated(Interaction.Parse(data), receivedTimestamp),
            "MESSAGE_CREATE" => DirectMessage(data),
            "GUILD_CREATE" when data.Bool("unavailable") != true => new GatewayEvent.GuildAvailable(GuildId(data)),
            "GUILD_DELETE" when data.Bool("unavailable") != true => new GatewayEvent.GuildRemoved(GuildId(data)),
            _ => null,
        };

    /// <summary>What a person wrote in private; null: in a guild, by a bot, without text, or no ordinary message.</summary>
    private static GatewayEvent.DirectMessage? DirectMessage(JsonElement data) =>
        data.Text("guild_id") is null
        && data.Int("type") is Ordinary or Reply
        && data.Field("author") is { } author
        && author.Bool("bot") != true
        && data.Text("content") is { Length: > 0 } text
            ? new GatewayEvent.DirectMessage(
                data.Text("id") ?? throw new FormatException("A message without \"id\"."),
                data.Text("channel_id") ?? throw new FormatException("A message without \"channel_id\"."),
                author.Text("id") ?? throw new FormatException("A message without \"author.id\"."),
                text
            )
            : null;

    private static string GuildId(JsonElement data) =>
        data.Text("id") ?? throw new FormatException("A guild event without \"id\".");
}

/// <summary>READY (https://docs.discord.com/developers/events/gateway-events#ready).</summary>
internal sealed record Ready(string SessionId, string? ResumeGatewayUrl, string ApplicationId, string BotUserId)
{
    public IReadOnlyList<string> GuildIds { get; init; } = [];

    /// <exception cref="FormatException">Without a session there is nothing to resume and nobody to be.</exception>
    public static Ready Parse(JsonElement data) =>
        new(
            data.Text("session_id") ?? throw Missing("session_id"),
            data.Text("resume_gateway_url"),
            data.Field("application")?.Text("id") ?? throw Missing("application.id"),
            data.Field("user")?.Text("id") ?? throw Missing("user.id")
        )
        {
            GuildIds = [.. data.Items("guilds").Select(guild => guild.Text("id")).OfType<string>()],
        };

    private static FormatException Missing(string field) => new($"A READY without \"{field}\".");
}
