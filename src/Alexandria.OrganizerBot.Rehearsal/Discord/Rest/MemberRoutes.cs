using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>A server's members and their roles (resources/guild).</summary>
internal sealed class MemberRoutes(StageWorld world, Views views)
{
    private const int MostFound = 1000;

    public RestAnswer Member(RestRequest request)
    {
        var server = KnownServers.Of(world, request);
        return RestAnswer.Ok(
            request["user"] == world.ApplicationId
                ? views.BotMember(server)
                : views.Member(MemberOf(server, request), server)
        );
    }

    /// <summary>Members whose names begin with the query.</summary>
    public RestAnswer Search(RestRequest request)
    {
        var server = KnownServers.Of(world, request);
        var errors = new FormErrors();
        var query = request.Query.GetValueOrDefault("query") ?? "";
        if (query.Length is < 1 or > 100)
        {
            errors.Length("query", 1, 100);
        }
        var most = 1;
        if (
            request.Query.TryGetValue("limit", out var limit)
            && (!int.TryParse(limit, out most) || most is < 1 or > MostFound)
        )
        {
            errors.At("limit").AddHere("NUMBER_TYPE_MAX", "int value should be between 1 and 1000.");
        }
        errors.ThrowIfAny();
        return RestAnswer.Ok(
            Json.ArrayOf(
                world
                    .MembersOf(server)
                    .Where(person => IsCalled(person.Name, query) || IsCalled(person.Username, query))
                    .Take(most)
                    .Select(person => (JsonNode?)views.Member(person, server))
            )
        );
    }

    public RestAnswer AddRole(RestRequest request)
    {
        var roles = RolesOf(request);
        if (!roles.Contains(request["role"]))
        {
            roles.Add(request["role"]);
        }
        return RestAnswer.NoContent();
    }

    public RestAnswer RemoveRole(RestRequest request)
    {
        RolesOf(request).Remove(request["role"]);
        return RestAnswer.NoContent();
    }

    /// <summary>The roles of the request's member, if the bot may change the request's role.</summary>
    private List<string> RolesOf(RestRequest request)
    {
        var server = KnownServers.Of(world, request);
        var roles =
            request["user"] == world.ApplicationId ? server.BotRoleIds : MemberOf(server, request).RoleIds[server.Id];
        var position = server.PositionOf(request["role"], world.BotRoleIsLowest) ?? throw DiscordRefusal.UnknownRole();
        var own = server.AllBotRoleIds.Max(role => server.PositionOf(role, world.BotRoleIsLowest) ?? 0);
        var may =
            (StageWorld.BotPermissionsIn(server) & DiscordPermissions.ManageRoles) != 0
            && position > 0
            && position < own;
        return may ? roles : throw DiscordRefusal.MissingPermissions();
    }

    private Person MemberOf(Server server, RestRequest request) =>
        world.MembersOf(server).FirstOrDefault(person => person.Id == request["user"])
        ?? throw (
            world.People.Any(person => person.Id == request["user"])
                ? DiscordRefusal.UnknownMember()
                : DiscordRefusal.UnknownUser()
        );

    private static bool IsCalled(string name, string beginning) =>
        name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
