namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>Turns the cast into the servers, channels and people of the world, or says what contradicts itself.</summary>
internal sealed class Enrolment(StageCast cast, DiscordStageOptions options, string botId)
{
    private const string Bot = "bot";
    private const string Everyone = "everyone";

    private readonly IReadOnlyList<StageServer> _servers = cast.AllServers;

    /// <summary>All servers, in the cast's order.</summary>
    /// <exception cref="StageException">There is none, or two share a name or an id.</exception>
    public IReadOnlyList<Server> Servers()
    {
        if (_servers.Count == 0)
        {
            throw new StageException("The cast has no server.");
        }
        if (_servers.DistinctBy(server => server.Name).Count() != _servers.Count)
        {
            throw new StageException("Two servers of the cast have the same name.");
        }
        if (_servers.DistinctBy(server => server.Id).Count() != _servers.Count)
        {
            throw new StageException("Two servers of the cast have the same id.");
        }
        return [.. _servers.Select(ServerOf)];
    }

    /// <summary>All people.</summary>
    /// <exception cref="StageException">Two share a name, or somebody holds what there is not.</exception>
    public IReadOnlyList<Person> People(IReadOnlyList<Server> servers)
    {
        IReadOnlyList<Person> people =
        [
            .. cast
                .People.Index()
                .Where(one => one.Item.IsOn("discord"))
                .Select(one => PersonOf(one.Item, one.Index, servers)),
        ];
        return people.DistinctBy(person => person.Name).Count() == people.Count
            ? people
            : throw new StageException("Two people of the cast have the same name.");
    }

    /// <summary>All channels.</summary>
    /// <exception cref="StageException">Two share an id, or an overwrite names somebody unknown.</exception>
    public IEnumerable<Place> Channels(IReadOnlyList<Server> servers, IReadOnlyList<Person> people)
    {
        var names = _servers.SelectMany(server => server.Channels.Keys).ToLookup(name => name, StringComparer.Ordinal);
        foreach (var (stated, server) in _servers.Zip(servers))
        {
            var stray = stated.Permissions.InChannel.Keys.FirstOrDefault(name => !stated.Channels.ContainsKey(name));
            if (stray is not null)
            {
                throw new StageException($"{stated.Name} has no channel #{stray} to set permissions in.");
            }
            foreach (var (name, id) in stated.Channels)
            {
                yield return new Place
                {
                    Id = id.Plain(),
                    Name = name,
                    Server = server,
                    NeedsServerName = names[name].Count() > 1,
                    Overwrites = [.. OverwritesOf(stated, server, name, people)],
                };
            }
        }
    }

    private Server ServerOf(StageServer stated, int index)
    {
        var botRole = Server.BotRoleIdFor(index);
        var permissions = stated.Roles.ToDictionary(
            role => role.Value.Plain(),
            role => Stated(stated, role.Key, options.RolePermissions.GetValueOrDefault(role.Key))
        );
        permissions[stated.Id.Plain()] = Stated(stated, Everyone, options.EveryonePermissions);
        permissions[botRole] = Stated(stated, Bot, options.BotPermissions);
        var unknown = stated.Permissions.InServer.Keys.FirstOrDefault(who =>
            who is not (Bot or Everyone) && !stated.Roles.ContainsKey(who)
        );
        return unknown is null
            ? new Server
            {
                Id = stated.Id.Plain(),
                Name = stated.Name,
                Roles = stated.Roles.ToDictionary(role => role.Key, role => role.Value.Plain()),
                RolePermissions = permissions,
                BotRoleId = botRole,
            }
            : throw new StageException($"{stated.Name} has no role {unknown} to give permissions to.");
    }

    private static ulong Stated(StageServer server, string who, ulong usual) =>
        server.Permissions.InServer.GetValueOrDefault(who) is { } overwrite
            ? (usual & ~overwrite.Deny) | overwrite.Allow
            : usual;

    private IEnumerable<Overwrite> OverwritesOf(
        StageServer stated,
        Server server,
        string channel,
        IReadOnlyList<Person> people
    )
    {
        var denied =
            (options.HiddenChannels.Contains(channel) ? DiscordPermissions.ViewChannel : 0)
            | (options.ReadOnlyChannels.Contains(channel) ? DiscordPermissions.SendMessages : 0);
        var own = stated.Permissions.InChannel.GetValueOrDefault(channel) ?? new Dictionary<string, StageOverwrite>();
        if (denied != 0 && !own.ContainsKey(Bot))
        {
            yield return new Overwrite(botId, IsMember: true, Allow: 0, denied);
        }
        foreach (var (who, overwrite) in own)
        {
            var (id, isMember) = who switch
            {
                Bot => (botId, true),
                Everyone => (server.Id, false),
                _ when server.Roles.TryGetValue(who, out var role) => (role, false),
                _ when people.FirstOrDefault(person => person.Name == who) is { } person => (person.Id, true),
                _ => throw new StageException(
                    $"{stated.Name} knows no {who} who could have permissions in #{channel}."
                ),
            };
            yield return new Overwrite(
                id,
                isMember,
                overwrite.Allow,
                who == Bot ? overwrite.Deny | denied : overwrite.Deny
            );
        }
    }

    private static Person PersonOf(StagePerson person, int index, IReadOnlyList<Server> servers)
    {
        var stated =
            person.Servers ?? new Dictionary<string, IReadOnlyList<string>> { [servers[0].Name] = person.Roles };
        var roles = stated.ToDictionary(
            membership => ServerNamed(person, membership.Key, servers).Id,
            membership => RolesOf(person, ServerNamed(person, membership.Key, servers), membership.Value)
        );
        var username = new string([.. person.Name.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return new Person(
            person.Name,
            Person.IdFor(index),
            $"{username}_{index + 1}",
            roles,
            person.Locale,
            person.DirectMessagesOpen
        )
        {
            Joined = person.Joined,
        };
    }

    private static Server ServerNamed(StagePerson person, string name, IReadOnlyList<Server> servers) =>
        servers.FirstOrDefault(server => server.Name == name)
        ?? throw new StageException($"{person.Name} belongs to {name}, which is no server of the cast.");

    private static List<string> RolesOf(StagePerson person, Server server, IReadOnlyList<string> names) =>
        [
            .. names.Select(name =>
                server.Roles.GetValueOrDefault(name)
                ?? throw new StageException($"{person.Name} holds the role {name}, which the server does not have.")
            ),
        ];
}
