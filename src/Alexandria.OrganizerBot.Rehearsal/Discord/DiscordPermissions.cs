namespace Alexandria.OrganizerBot.Rehearsal.Discord;

/// <summary>Permission bits of Discord that the stage reads (topics/permissions).</summary>
public static class DiscordPermissions
{
    public const ulong Administrator = 1UL << 3;
    public const ulong ManageChannels = 1UL << 4;
    public const ulong ManageGuild = 1UL << 5;
    public const ulong ViewChannel = 1UL << 10;
    public const ulong SendMessages = 1UL << 11;
    public const ulong ManageMessages = 1UL << 13;
    public const ulong EmbedLinks = 1UL << 14;
    public const ulong AttachFiles = 1UL << 15;
    public const ulong ReadMessageHistory = 1UL << 16;
    public const ulong MentionEveryone = 1UL << 17;
    public const ulong ManageRoles = 1UL << 28;
    public const ulong UseApplicationCommands = 1UL << 31;
    public const ulong ManageEvents = 1UL << 33;
    public const ulong ManageThreads = 1UL << 34;
    public const ulong CreatePublicThreads = 1UL << 35;
    public const ulong CreatePrivateThreads = 1UL << 36;
    public const ulong SendMessagesInThreads = 1UL << 38;
    public const ulong CreateEvents = 1UL << 44;
    public const ulong SendPolls = 1UL << 49;
    public const ulong PinMessages = 1UL << 51;

    /// <summary>Every bit that has a meaning.</summary>
    public const ulong All = (1UL << 53) - 1;

    /// <summary>An ordinary member.</summary>
    public const ulong Member =
        ViewChannel
        | SendMessages
        | EmbedLinks
        | AttachFiles
        | ReadMessageHistory
        | UseApplicationCommands
        | CreatePublicThreads
        | SendMessagesInThreads;

    /// <summary>What an invitation link of an organizing bot asks for.</summary>
    public const ulong Bot = Member | ManageMessages | PinMessages | CreateEvents | SendPolls;

    /// <summary>What nobody can do who may not write (topics/permissions, implicit permissions).</summary>
    internal const ulong ImpliedByWriting = MentionEveryone | AttachFiles | EmbedLinks;

    /// <summary>The bits by Discord's names for them, as scenarios write them.</summary>
    public static IReadOnlyDictionary<string, ulong> ByName { get; } =
        new Dictionary<string, ulong>(StringComparer.Ordinal)
        {
            ["ADMINISTRATOR"] = Administrator,
            ["MANAGE_CHANNELS"] = ManageChannels,
            ["MANAGE_GUILD"] = ManageGuild,
            ["VIEW_CHANNEL"] = ViewChannel,
            ["SEND_MESSAGES"] = SendMessages,
            ["MANAGE_MESSAGES"] = ManageMessages,
            ["EMBED_LINKS"] = EmbedLinks,
            ["ATTACH_FILES"] = AttachFiles,
            ["READ_MESSAGE_HISTORY"] = ReadMessageHistory,
            ["MENTION_EVERYONE"] = MentionEveryone,
            ["MANAGE_ROLES"] = ManageRoles,
            ["USE_APPLICATION_COMMANDS"] = UseApplicationCommands,
            ["MANAGE_EVENTS"] = ManageEvents,
            ["MANAGE_THREADS"] = ManageThreads,
            ["CREATE_PUBLIC_THREADS"] = CreatePublicThreads,
            ["CREATE_PRIVATE_THREADS"] = CreatePrivateThreads,
            ["SEND_MESSAGES_IN_THREADS"] = SendMessagesInThreads,
            ["CREATE_EVENTS"] = CreateEvents,
            ["SEND_POLLS"] = SendPolls,
            ["PIN_MESSAGES"] = PinMessages,
        };
}
