// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
using System.Globalization;
using System.Text.Json;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>Somebody used a command, a button, a select or a modal. Values unknown to us pass as plain numbers.</summary>
public enum InteractionType
{
    Ping = 1,
    Command = 2,
    Component = 3,
    Autocomplete = 4,
    ModalSubmit = 5,
}

/// <summary>One interaction. <see cref="ToString"/> shows neither the token nor who it was.</summary>
public sealed record Interaction
{
    public required string Id { get; init; }

    public required string ApplicationId { get; init; }

    /// <summary>Good for the first answer within 3 seconds, and then for 15 minutes. As secret as a password.</summary>
    public required string Token { get; init; }

    public required InteractionType Type { get; init; }

    /// <summary>Null in a direct message.</summary>
    public string? GuildId { get; init; }

    public string? ChannelId { get; init; }

    /// <summary>The channel that the thread belongs to; null where it did not happen in a thread.</summary>
    public string? ThreadParentId { get; init; }

    /// <summary>Who did it, from <c>member.user</c> in a guild and <c>user</c> in a direct message.</summary>
    public required string UserId { get; init; }

    /// <summary>The member's role ids; empty in a direct message.</summary>
    public IReadOnlyList<string> MemberRoles { get; init; } = [];

    /// <summary>Since when the person has been a member of the guild; null in a direct message, or where Discord does not say.</summary>
    public DateTimeOffset? MemberJoinedAt { get; init; }

    /// <summary>What the member may do in this channel, overwrites included; see <see cref="DiscordPermissions"/>.</summary>
    public ulong MemberPermissions { get; init; }

    /// <summary>What the bot may do in this channel.</summary>
    public ulong AppPermissions { get; init; }

    /// <summary>The person's language, for example <c>es-419</c>.</summary>
    public string? Locale { get; init; }

    public string? GuildLocale { get; init; }

    public InteractionData? Data { get; init; }

    /// <summary>The message that carried the button, select, or opened the modal.</summary>
    public string? MessageId { get; init; }

    /// <summary>Flags of that message; whoever edits it must keep <see cref="MessageFlags.ComponentsV2"/>.</summary>
    public int MessageFlags { get; init; }

    /// <summary>Whether it happened in a direct message with the bot rather than in a guild.</summary>
    public bool IsDirectMessage => GuildId is null;

    /// <summary>Reads the <c>d</c> of INTERACTION_CREATE.</summary>
    /// <exception cref="FormatException">A field is missing without which no answer is possible.</exception>
    public static Interaction Parse(JsonElement json)
    {
        var member = json.Field("member");
        var user = member?.Field("user") ?? json.Field("user");
        var message = json.Field("message");
        return new Interaction
        {
            Id = json.Text("id") ?? throw Missing("id"),
            ApplicationId = json.Text("application_id") ?? throw Missing("application_id"),
            Token = json.Text("token") ?? throw Missing("token"),
            Type = (InteractionType)(json.Int("type") ?? throw Missing("type")),
            GuildId = json.Text("guild_id"),
            ChannelId = json.Text("channel_id") ?? json.Field("channel")?.Text("id"),
            ThreadParentId = IsThread(json.Field("channel")) ? json.Field("channel")?.Text("parent_id") : null,
            UserId = user?.Text("id") ?? throw Missing("user.id"),
            MemberRoles = member?.Texts("roles") ?? [],
            MemberJoinedAt = TimeOf(member?.Text("joined_at")),
            MemberPermissions = member?.Permissions("permissions") ?? 0,
            AppPermissions = json.Permissions("app_permissions"),
            Locale = json.Text("locale"),
            GuildLocale = json.Text("guild_locale"),
            Data = json.Field("data") is { } data ? InteractionData.Parse(data) : null,
            MessageId = message?.Text("id"),
            MessageFlags = message?.Int("flags") ?? 0,
        };
    }

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : null;

    /// <summary>Types 10 to 12. Other channels have a parent too, their category.</summary>
    private static bool IsThread(JsonElement? channel) => channel?.Int("type") is >= 10 and <= 12;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(Interaction)} {{ {nameof(Id)} = {Id}, {nameof(Type)} = {Type} }}";

    private static FormatException Missing(string field) => new($"An interaction without \"{field}\".");
}
