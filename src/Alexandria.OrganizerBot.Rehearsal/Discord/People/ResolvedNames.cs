using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.People;

/// <summary>
/// Finds the people, roles and channels that somebody names in a place, and keeps what Discord tells the bot of them
/// (<c>data.resolved</c>). Needs the world's gate.
/// </summary>
internal sealed class ResolvedNames(StageWorld world, Views views, Person person, Place place)
{
    /// <summary>Users, members, channels and roles that were named.</summary>
    public JsonObject All { get; } = [];

    /// <summary>The id of a person, by their name.</summary>
    /// <exception cref="StageException">Nobody is called so.</exception>
    public string OfPerson(string typed)
    {
        var named = world.Someone(typed.TrimStart('@'));
        Resolve("users", named.Id, views.User(named));
        if (place.Server is { } server && named.IsIn(server))
        {
            var member = views.Member(named, server);
            member.Remove("user");
            member["permissions"] = PermissionRules.Of(named, place).Plain();
            Resolve("members", named.Id, member);
        }
        return named.Id;
    }

    /// <summary>The id of a channel, by its name with or without <c>#</c>; that of this server before others.</summary>
    /// <exception cref="StageException">There is none.</exception>
    public string OfChannel(string typed)
    {
        var found =
            place.Server is { } server
            && world.ChannelsOf(server).FirstOrDefault(channel => channel.Name == typed.TrimStart('#')) is { } own
                ? own
                : world.PlaceNamed(typed.Contains('#') ? typed : "#" + typed, person: null);
        var channel = views.Channel(found);
        channel["permissions"] = PermissionRules.Of(person, found).Plain();
        channel["app_permissions"] = world.BotPermissionsIn(found).Plain();
        Resolve("channels", found.Id, channel);
        return found.Id;
    }

    /// <summary>The id of a role of this server, by its name with or without <c>@</c>.</summary>
    /// <exception cref="StageException">There is none.</exception>
    public string OfRole(string typed)
    {
        if (place.Server is not { } server || !server.Roles.TryGetValue(typed.TrimStart('@'), out var id))
        {
            throw new StageException($"The server has no role {typed}.");
        }
        Resolve("roles", id, (JsonObject)views.Roles(server).First(role => role.Text("id") == id)!);
        return id;
    }

    /// <summary>The id of a role or a person.</summary>
    public string OfPersonOrRole(string typed) =>
        place.Server?.Roles.ContainsKey(typed.TrimStart('@')) == true ? OfRole(typed) : OfPerson(typed);

    /// <summary>Tells the bot of something that was named.</summary>
    public void Resolve(string kind, string id, JsonObject view)
    {
        var all = All[kind] as JsonObject ?? (JsonObject)(All[kind] = new JsonObject());
        all[id] = view;
    }
}
