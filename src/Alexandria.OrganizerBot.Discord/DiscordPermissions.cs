// https://docs.discord.com/developers/topics/permissions
namespace Alexandria.OrganizerBot.Discord;

/// <summary>Permission bits that we ask about.</summary>
public static class DiscordPermissions
{
    public const ulong Administrator = 1UL << 3;
    public const ulong ManageGuild = 1UL << 5;
    public const ulong ViewChannel = 1UL << 10;
    public const ulong SendMessages = 1UL << 11;
    public const ulong ManageMessages = 1UL << 13;
    public const ulong EmbedLinks = 1UL << 14;
    public const ulong AttachFiles = 1UL << 15;
    public const ulong ReadMessageHistory = 1UL << 16;
    public const ulong MentionEveryone = 1UL << 17;
    public const ulong ManageRoles = 1UL << 28;
    public const ulong ManageEvents = 1UL << 33;
    public const ulong CreatePublicThreads = 1UL << 35;
    public const ulong CreatePrivateThreads = 1UL << 36;
    public const ulong SendMessagesInThreads = 1UL << 38;
    public const ulong CreateEvents = 1UL << 44;
    public const ulong PinMessages = 1UL << 51;

    /// <summary>Whether <paramref name="held"/> includes all of <paramref name="wanted"/>; administrators may do everything.</summary>
    public static bool Include(ulong held, ulong wanted) => (held & Administrator) != 0 || (held & wanted) == wanted;
}
