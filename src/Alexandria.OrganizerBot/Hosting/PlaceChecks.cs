using System.Runtime.CompilerServices;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Text;

namespace Alexandria.OrganizerBot.Hosting;

/// <summary>What <c>doctor</c> checks about the places that a campaign lives in.</summary>
internal sealed class PlaceChecks(DiscordRest rest, string botUserId)
{
    private const int Text = 0;
    private const int Announcement = 5;

    public async IAsyncEnumerable<Finding> RunAsync(
        Campaign campaign,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var server in campaign.Servers.Where(server => server.Network == Networks.Discord))
        {
            await foreach (var finding in ServerAsync(campaign.Id.Value, server, cancellationToken))
                yield return finding;
        }
    }

    private async IAsyncEnumerable<Finding> ServerAsync(
        string campaign,
        CampaignServer server,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var subject = $"{campaign}, server";
        var found = await rest.GetGuildAsync(server.Server, cancellationToken);
        if (found is not RestResult<Guild>.Ok(var guild))
        {
            yield return Finding.Fail(
                subject,
                found is RestResult<Guild>.Refused { Status: 403 or 404 }
                    ? $"the bot is not in {server.Server}, or there is no such server. Compare the id with 'Copy ID'; open the address that `invite --server {server.Server}` prints."
                    : DiscordTrouble.Say(found)
            );
            yield break;
        }
        yield return Finding.Ok(subject, $"the bot is in {Clean(guild.Name)}.");

        var asked = await rest.GetGuildRolesAsync(guild.Id, cancellationToken);
        var itself = await rest.GetGuildMemberAsync(guild.Id, botUserId, cancellationToken);
        if (
            asked is not RestResult<IReadOnlyList<Role>>.Ok(var roles)
            || itself is not RestResult<GuildMember>.Ok(var member)
        )
        {
            var trouble =
                asked is RestResult<IReadOnlyList<Role>>.Ok ? DiscordTrouble.Say(itself) : DiscordTrouble.Say(asked);
            yield return Finding.Fail($"{campaign}, roles", trouble);
            yield break;
        }
        yield return Roles(campaign, "organizerRoles", server.OrganizerRoles, guild.Id, roles);
        if (server.CoordinatorRoles.Count > 0)
            yield return Roles(campaign, "coordinatorRoles", server.CoordinatorRoles, guild.Id, roles);

        var self = new Membership(guild.Id, botUserId, member.Roles ?? [], roles);
        IReadOnlyList<NeededPermission> forAlerts =
        [
            .. NeededPermissions.Always,
            .. server.Threads ? NeededPermissions.ForThreads : [],
        ];
        yield return await ChannelAsync(
            (campaign, "alertChannel"),
            server.AlertChannel,
            self,
            forAlerts,
            cancellationToken
        );
        yield return server.CoordinatorChannel is { } coordinator
            ? await ChannelAsync(
                (campaign, "coordinatorChannel"),
                coordinator,
                self,
                NeededPermissions.Always,
                cancellationToken
            )
            : Finding.Warn(
                $"{campaign}, coordinatorChannel",
                "there is none, so nobody is told when something goes wrong."
            );
        if (server.Events)
            yield return Events(campaign, self);
    }

    private static Finding Roles(
        string campaign,
        string field,
        IReadOnlyList<string> wanted,
        string guildId,
        IReadOnlyList<Role> roles
    )
    {
        var subject = $"{campaign}, {field}";
        if (wanted.Count == 0)
            return Finding.Warn(subject, "there is none, so nobody can post an action.");
        // The role that everyone has carries the guild's own id.
        if (wanted.Contains(guildId, StringComparer.Ordinal))
            return Finding.Fail(subject, $"{guildId} is the role that everyone has; choose another role.");
        var missing = wanted.Where(id => roles.All(role => role.Id != id)).ToList();
        return missing.Count > 0
            ? Finding.Fail(
                subject,
                $"the server has no role {string.Join(", ", missing)}; compare the id with 'Copy ID' under Server Settings, Roles."
            )
            : Finding.Ok(
                subject,
                string.Join(
                    ", ",
                    roles
                        .Where(role => wanted.Contains(role.Id, StringComparer.Ordinal))
                        .Select(role => Clean(role.Name))
                )
            );
    }

    private static Finding Events(string campaign, Membership self)
    {
        var missing = NeededPermissions.MissingFrom(self.PermissionsOnServer, NeededPermissions.ForEvents);
        return missing.Count == 0
            ? Finding.Ok($"{campaign}, events", "the bot may create events.")
            : Finding.Fail(
                $"{campaign}, events",
                $"the bot lacks {string.Join(", ", missing)}: allow it under Server Settings, Roles."
            );
    }

    private async Task<Finding> ChannelAsync(
        (string Campaign, string Field) place,
        string channelId,
        Membership self,
        IReadOnlyList<NeededPermission> needed,
        CancellationToken cancellationToken
    )
    {
        var subject = $"{place.Campaign}, {place.Field}";
        var found = await rest.GetChannelAsync(channelId, cancellationToken);
        if (found is RestResult<DiscordChannel>.Refused { Code: DiscordErrorCodes.MissingAccess })
        {
            return Finding.Fail(
                subject,
                $"the bot cannot see {channelId}: allow it {string.Join(", ", NeededPermissions.MissingFrom(0, needed))} in the channel's settings, Permissions."
            );
        }
        if (found is RestResult<DiscordChannel>.Refused { Code: DiscordErrorCodes.UnknownChannel })
            return Finding.Fail(subject, $"there is no channel {channelId}; compare the id with 'Copy ID'.");
        if (found is not RestResult<DiscordChannel>.Ok(var channel))
            return Finding.Fail(subject, DiscordTrouble.Say(found));
        var name = $"#{Clean(channel.Name)}";
        if (channel.GuildId != self.GuildId)
            return Finding.Fail(
                subject,
                $"{channelId} does not belong to the campaign's server; correct one of the two ids."
            );
        if (channel.Type is not (Text or Announcement))
            return Finding.Fail(subject, $"{name} is no text channel; choose one in which messages can be written.");

        var missing = NeededPermissions.MissingFrom(self.PermissionsIn(channel), needed);
        return missing.Count == 0
            ? Finding.Ok(subject, $"the bot may do in {name} what it needs.")
            : Finding.Fail(
                subject,
                $"in {name} the bot lacks {string.Join(", ", missing)}: allow it in the channel's settings, Permissions."
            );
    }

    private static string Clean(string? name) => UntrustedText.Clean(name, 100);

    /// <summary>The bot's place in a server.</summary>
    private sealed record Membership(
        string GuildId,
        string UserId,
        IReadOnlyList<string> OwnRoles,
        IReadOnlyList<Role> Roles
    )
    {
        public ulong PermissionsOnServer => ChannelPermissions.Of(GuildId, UserId, OwnRoles, Roles, []);

        public ulong PermissionsIn(DiscordChannel channel) =>
            ChannelPermissions.Of(GuildId, UserId, OwnRoles, Roles, channel.PermissionOverwrites ?? []);
    }
}
