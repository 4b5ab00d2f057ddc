using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>A server ("guild") that the bot is in. Changed only under the world's gate.</summary>
internal sealed class Server
{
    // The bot's own role is made when it is invited; no other id begins like this.
    private const ulong FirstBotRoleId = 888_000_000_000_001_000;

    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Role ids by name, lowest role first; neither <c>@everyone</c> nor the bot's own.</summary>
    public required IReadOnlyDictionary<string, string> Roles { get; init; }

    /// <summary>Permission bits by role id, with <c>@everyone</c> (the server's id) and the bot's own.</summary>
    public required IReadOnlyDictionary<string, ulong> RolePermissions { get; init; }

    /// <summary>The role that Discord makes for a bot at its invitation.</summary>
    public required string BotRoleId { get; init; }

    /// <summary>Roles that the bot was given besides its own.</summary>
    public List<string> BotRoleIds { get; } = [];

    /// <summary>All roles that the bot holds.</summary>
    public IReadOnlyList<string> AllBotRoleIds => [BotRoleId, .. BotRoleIds];

    /// <summary>Commands registered for this server; null until the bot wrote them for the first time.</summary>
    public JsonArray? Commands { get; set; }

    public static string BotRoleIdFor(int index) => (FirstBotRoleId + (ulong)index).Plain();

    /// <summary>Whether something is a role here, and where it stands: the bot may only give roles below its own.</summary>
    public int? PositionOf(string roleId, bool botIsLowest)
    {
        var order = Roles.Values.ToList();
        order.Insert(botIsLowest ? 0 : order.Count, BotRoleId);
        order.Insert(0, Id);
        return order.IndexOf(roleId) is >= 0 and var position ? position : null;
    }
}
