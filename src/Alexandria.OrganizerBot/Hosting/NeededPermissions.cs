using System.Globalization;
using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>
/// What the bot must be allowed to do on Discord, and why. The only list of it: <c>invite</c> asks for these and
/// <c>doctor</c> checks these. Answering commands and buttons needs no permission at all.
/// </summary>
internal static class NeededPermissions
{
    public static IReadOnlyList<NeededPermission> All { get; } =
    [
        new("View Channels", DiscordPermissions.ViewChannel, "to reach the channels that it posts in"),
        new("Send Messages", DiscordPermissions.SendMessages, "to post alerts, reminders and notices to coordinators"),
        new("Attach Files", DiscordPermissions.AttachFiles, "to add a tally's chart and table"),
        new("Read Message History", DiscordPermissions.ReadMessageHistory, "to find and correct its own posts"),
    ];

    /// <summary>All of them in one number, as Discord writes it in addresses.</summary>
    public static ulong Bits { get; } = All.Aggregate(0UL, (sum, permission) => sum | permission.Bit);

    /// <summary>Those that are missing, by the names that Discord's settings have for them.</summary>
    public static IReadOnlyList<string> MissingFrom(ulong held) =>
        [
            .. All.Where(permission => !DiscordPermissions.Include(held, permission.Bit))
                .Select(permission => permission.Name),
        ];

    /// <summary>The address at which an administrator lets the bot into a server.</summary>
    /// <param name="applicationId">The application's id.</param>
    /// <param name="serverId">The server to choose beforehand; null: the administrator chooses.</param>
    /// <remarks>https://docs.discord.com/developers/topics/oauth2#bot-authorization-flow</remarks>
    public static string InstallAddress(string applicationId, string? serverId)
    {
        var address = string.Create(
            CultureInfo.InvariantCulture,
            $"https://discord.com/oauth2/authorize?client_id={applicationId}&scope=bot%20applications.commands&permissions={Bits}"
        );
        return serverId is null ? address : $"{address}&guild_id={serverId}";
    }
}

/// <param name="Name">As Discord's settings call it.</param>
/// <param name="Bit">One bit of <see cref="DiscordPermissions"/>.</param>
/// <param name="Why">What the bot does with it.</param>
internal sealed record NeededPermission(string Name, ulong Bit, string Why);
