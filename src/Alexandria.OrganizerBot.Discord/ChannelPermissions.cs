// https://docs.discord.com/developers/topics/permissions#permission-overwrites
using System.Globalization;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>What a member may do in a channel, computed as Discord documents it.</summary>
public static class ChannelPermissions
{
    private const int OfRole = 0;
    private const int OfMember = 1;

    /// <summary>
    /// The member's permissions: everyone's and those of its roles; then the channel's overwrites for everyone, for the
    /// roles together, and for the member, each of them denying before it allows.
    /// </summary>
    /// <param name="guildId">Also the id of the role that everyone has.</param>
    /// <param name="memberId">The member's user id.</param>
    /// <param name="memberRoles">Ids of the roles that the member was given.</param>
    /// <param name="roles">All roles of the guild.</param>
    /// <param name="overwrites">The channel's overwrites; a channel that is synchronised with its category repeats the category's.</param>
    /// <returns>
    /// A bit set of <see cref="DiscordPermissions"/>; everything for an administrator, and nothing where the channel cannot
    /// be viewed. The guild's owner, whom no overwrite binds, is not known here: a bot never is one.
    /// </returns>
    public static ulong Of(
        string guildId,
        string memberId,
        IReadOnlyList<string> memberRoles,
        IReadOnlyList<Role> roles,
        IReadOnlyList<PermissionOverwrite> overwrites
    )
    {
        var held = roles
            .Where(role => role.Id == guildId || memberRoles.Contains(role.Id, StringComparer.Ordinal))
            .Aggregate(0UL, (sum, role) => sum | Bits(role.Permissions));
        if ((held & DiscordPermissions.Administrator) != 0)
        {
            return ulong.MaxValue;
        }

        held = Apply(held, overwrites.Where(entry => entry.Type == OfRole && entry.Id == guildId));
        held = Apply(
            held,
            overwrites.Where(entry =>
                entry.Type == OfRole && entry.Id != guildId && memberRoles.Contains(entry.Id, StringComparer.Ordinal)
            )
        );
        held = Apply(held, overwrites.Where(entry => entry.Type == OfMember && entry.Id == memberId));
        return (held & DiscordPermissions.ViewChannel) == 0 ? 0 : held;
    }

    private static ulong Apply(ulong held, IEnumerable<PermissionOverwrite> overwrites)
    {
        var (allow, deny) = overwrites.Aggregate(
            (Allow: 0UL, Deny: 0UL),
            (sum, entry) => (sum.Allow | Bits(entry.Allow), sum.Deny | Bits(entry.Deny))
        );
        return (held & ~deny) | allow;
    }

    private static ulong Bits(string? decimalSet) =>
        ulong.TryParse(decimalSet, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : 0;
}
