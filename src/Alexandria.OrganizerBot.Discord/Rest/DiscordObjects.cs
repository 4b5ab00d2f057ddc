// https://docs.discord.com/developers/resources (application, channel, guild, message, user, guild-scheduled-event)
// https://docs.discord.com/developers/events/gateway#get-gateway-bot
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>Where the gateway is and how many sessions may still be started.</summary>
public sealed record GatewayBot(string Url, int? Shards, SessionStartLimit? SessionStartLimit);

/// <param name="Remaining">Sessions that may still be started. Going over kills all sessions and resets the token.</param>
/// <param name="ResetAfter">Milliseconds until <paramref name="Remaining"/> is full again.</param>
/// <param name="MaxConcurrency">Sessions that may be started in 5 seconds.</param>
public sealed record SessionStartLimit(int Total, int Remaining, long ResetAfter, int MaxConcurrency);

/// <summary>The bot's application.</summary>
public sealed record Application(string Id, string? Name)
{
    /// <summary>A bit set, see <see cref="ApplicationFlags"/>.</summary>
    public long? Flags { get; init; }
}

/// <summary>
/// Flags of an application that we ask about: the privileged intents that are switched on for it. "Limited" ones are those
/// of an application that Discord has not verified.
/// </summary>
/// <remarks>https://docs.discord.com/developers/resources/application#application-object-application-flags</remarks>
public static class ApplicationFlags
{
    public const long Presence = 1L << 12;
    public const long PresenceLimited = 1L << 13;
    public const long GuildMembers = 1L << 14;
    public const long GuildMembersLimited = 1L << 15;
    public const long MessageContent = 1L << 18;
    public const long MessageContentLimited = 1L << 19;
}

/// <summary>A user. <see cref="ToString"/> does not say which.</summary>
public sealed record DiscordUser(string Id, bool? Bot)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(DiscordUser);
}

/// <summary>A message as far as we use it. <see cref="ToString"/> does not show what it says.</summary>
public sealed record DiscordMessage(string Id, string ChannelId)
{
    public string? Content { get; init; }

    public int? Flags { get; init; }

    public DateTimeOffset? Timestamp { get; init; }

    public bool? Pinned { get; init; }

    public DiscordUser? Author { get; init; }

    /// <summary>Set for what an interaction or a webhook wrote: then it is no message that was posted with a nonce.</summary>
    public string? WebhookId { get; init; }

    /// <summary>A string or a number, where Discord still knows it.</summary>
    public JsonElement? Nonce { get; init; }

    /// <summary>When it was made, by Discord's clock: the upper bits of its id.</summary>
    /// <remarks>https://docs.discord.com/developers/reference#snowflakes</remarks>
    [JsonIgnore]
    public DateTimeOffset CreatedAt =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            (long)(ulong.Parse(Id, NumberStyles.None, CultureInfo.InvariantCulture) >> 22) + FirstMillisecond
        );

    /// <summary>Discord's ids count from the first millisecond of 2015.</summary>
    private const long FirstMillisecond = 1_420_070_400_000;

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(DiscordMessage)} {{ {nameof(Id)} = {Id} }}";
}

/// <param name="Type">0 text, 1 direct message, 5 announcement, 10 to 12 threads, 15 forum…</param>
public sealed record DiscordChannel(string Id, int Type)
{
    public string? GuildId { get; init; }

    public string? ParentId { get; init; }

    public string? Name { get; init; }

    public IReadOnlyList<PermissionOverwrite>? PermissionOverwrites { get; init; }
}

/// <param name="Type">0 role, 1 member.</param>
/// <param name="Allow">A decimal bit set.</param>
/// <param name="Deny">A decimal bit set.</param>
public sealed record PermissionOverwrite(string Id, int Type, string? Allow, string? Deny);

public sealed record Guild(string Id, string? Name, string? OwnerId, string? PreferredLocale);

/// <param name="Permissions">A decimal bit set.</param>
public sealed record Role(string Id, string? Name, string? Permissions, int? Position);

/// <summary>A member. <see cref="ToString"/> does not say who.</summary>
public sealed record GuildMember(DiscordUser? User, IReadOnlyList<string>? Roles)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GuildMember);
}

/// <summary>An event in the guild's calendar. Starts and ends by itself where it is external.</summary>
public sealed record ScheduledEvent(string Id, string? Name, int? Status)
{
    public string? Description { get; init; }

    /// <summary>Id of the user who made it; null for events from before 25 October 2021.</summary>
    public string? CreatorId { get; init; }
}

/// <summary>
/// An external event to create or change; in a change, null leaves a field as it is. Needs the permission
/// <see cref="DiscordPermissions.CreateEvents"/>.
/// </summary>
public sealed record ScheduledEventBody
{
    /// <summary>Up to 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Up to 1000 characters.</summary>
    public string? Description { get; init; }

    public DateTimeOffset? ScheduledStartTime { get; init; }

    /// <summary>Demanded of external events.</summary>
    public DateTimeOffset? ScheduledEndTime { get; init; }

    public ScheduledEventPlace? EntityMetadata { get; init; }

    /// <summary><see cref="ScheduledEventStatus"/>; only in a change.</summary>
    public int? Status { get; init; }

    /// <summary>2: this guild only, the one level that exists.</summary>
    [JsonInclude]
    internal int? PrivacyLevel { get; init; }

    /// <summary>3: outside Discord.</summary>
    [JsonInclude]
    internal int? EntityType { get; init; }
}

/// <summary>Where an event can be moved to: from scheduled to cancelled, from active to completed, and never back.</summary>
public static class ScheduledEventStatus
{
    public const int Scheduled = 1;
    public const int Active = 2;
    public const int Completed = 3;
    public const int Cancelled = 4;
}

/// <param name="Location">1 to 100 characters.</param>
public sealed record ScheduledEventPlace(string Location);

/// <summary>A thread to open.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record ThreadBody(string Name)
{
    /// <summary>Minutes without a message: 60, 1440, 4320 or 10080.</summary>
    public int? AutoArchiveDuration { get; init; }

    /// <summary>11 public, 12 private; only for a thread without a message to start from.</summary>
    public int? Type { get; init; }

    /// <summary>Whether members of a private thread may add others.</summary>
    public bool? Invitable { get; init; }
}

internal sealed record DirectMessageRecipient(string RecipientId);

/// <summary>What Discord says when it refuses.</summary>
internal sealed record DiscordError(int Code, string? Message, System.Text.Json.JsonElement? Errors);
