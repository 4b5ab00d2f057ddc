using System.Globalization;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// What the bot must be allowed to do on Discord, and why. The only list of it: <c>invite</c> asks for these and
/// <c>doctor</c> checks these. Answering commands and buttons needs no permission at all.
/// </summary>
internal static class NeededPermissions
{
    public static IReadOnlyList<NeededPermission> Always { get; } =
    [
        new("View Channels", DiscordPermissions.ViewChannel, "to reach the channels that it posts in"),
        new("Send Messages", DiscordPermissions.SendMessages, "to post alerts, reminders and notices to coordinators"),
        new("Attach Files", DiscordPermissions.AttachFiles, "to add a tally's chart and table"),
        new("Read Message History", DiscordPermissions.ReadMessageHistory, "to find and correct its own posts"),
    ];

    /// <summary>Further ones in the alert channel of a campaign with <c>threads</c>.</summary>
    public static IReadOnlyList<NeededPermission> ForThreads { get; } =
    [
        new(
            "Create Public Threads",
            DiscordPermissions.CreatePublicThreads,
            "to open a thread for questions under an alert"
        ),
        new(
            "Send Messages in Threads",
            DiscordPermissions.SendMessagesInThreads,
            "to say in that thread what it is for, and what changed"
        ),
    ];

    /// <summary>Further ones on a server with <c>events</c>. It covers the bot's own events only, which is all that it needs.</summary>
    public static IReadOnlyList<NeededPermission> ForEvents { get; } =
    [
        new(
            "Create Events",
            DiscordPermissions.CreateEvents,
            "to put an action into the server's events, and to change or cancel it there"
        ),
    ];

    /// <summary>What the bot needs on these servers together.</summary>
    public static IReadOnlyList<NeededPermission> On(IReadOnlyCollection<CampaignServer> servers) =>
        [
            .. Always,
            .. servers.Any(server => server.Threads) ? ForThreads : [],
            .. servers.Any(server => server.Events) ? ForEvents : [],
        ];

    /// <summary>Those that are missing, by the names that Discord's settings have for them.</summary>
    public static IReadOnlyList<string> MissingFrom(ulong held, IEnumerable<NeededPermission> needed) =>
        [
            .. needed
                .Where(permission => !DiscordPermissions.Include(held, permission.Bit))
                .Select(permission => permission.Name),
        ];

    /// <summary>The address at which an administrator lets the bot into a server.</summary>
    /// <param name="applicationId">The application's id.</param>
    /// <param name="needed">What it asks for.</param>
    /// <param name="serverId">The server to choose beforehand; null: the administrator chooses.</param>
    /// <remarks>https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow</remarks>
    public static string InstallAddress(string applicationId, IReadOnlyList<NeededPermission> needed, string? serverId)
    {
        var bits = needed.Aggregate(0UL, (sum, permission) => sum | permission.Bit);
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"https://discord.com/oauth2/authorize?client_id={applicationId}&scope=bot%20applications.commands&permissions={bits}"
        );
        return serverId is null ? address : $"{address}&guild_id={serverId}";
    }
}

/// <param name="Name">As Discord's settings call it.</param>
/// <param name="Bit">One bit of <see cref="DiscordPermissions"/>.</param>
/// <param name="Why">What the bot does with it.</param>
internal sealed record NeededPermission(string Name, ulong Bit, string Why);
