// https://docs.discord.com/developers/events/gateway#list-of-intents
namespace Alexandria.OrganizerBot.Discord;

/// <summary>Which events the gateway sends. Interactions come without any intent.</summary>
public static class GatewayIntents
{
    public const int Guilds = 1 << 0;
    public const int DirectMessages = 1 << 12;
    public const int GuildScheduledEvents = 1 << 16;
    public const int GuildMessagePolls = 1 << 24;

    /// <summary>GUILD_MEMBERS, GUILD_PRESENCES and MESSAGE_CONTENT: they need Discord's approval, and more of people's data than we want.</summary>
    public const int Privileged = (1 << 1) | (1 << 8) | (1 << 15);
}
