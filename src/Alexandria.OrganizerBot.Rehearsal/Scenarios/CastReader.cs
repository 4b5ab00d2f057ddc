using System.Globalization;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>The cast of a scenario, and who is meant by <c>Ana</c>, <c>Resident</c> or <c>Resident 1-14</c>.</summary>
internal sealed class CastReader
{
    private readonly Dictionary<string, IReadOnlyList<string>> _crowds = new(StringComparer.Ordinal);
    private readonly List<StagePerson> _people = [];

    private CastReader(StageCast cast) => Cast = cast;

    public StageCast Cast { get; private set; }

    public IReadOnlyList<string> CrowdMembers => [.. _crowds.Values.SelectMany(members => members)];

    /// <summary>The keys of a cast.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    ["server", "serverId", "roles", "channels", "permissions", "servers", "signal", "people"];

    public static CastReader Read(YamlFields fields)
    {
        var servers = (fields["servers"]?.Items() ?? []).Select(Server).ToList();
        var hasServer = fields.Has("serverId") || (servers.Count == 0 && !fields.Has("signal"));
        var reader = new CastReader(
            new StageCast
            {
                Server = fields["server"]?.Text() ?? "Rehearsal",
                ServerId = hasServer ? fields.Require("serverId").NetworkId() : 0,
                Roles = Ids(fields["roles"]),
                Channels = Ids(fields["channels"]),
                Permissions = PermissionsReader.Read(fields["permissions"]),
                Servers = servers,
                HasSignal = fields.Has("signal"),
                Groups = fields["signal"] is { } signal ? SignalCastReader.Groups(signal) : [],
            }
        );
        reader.CheckServers(fields.Owner);
        foreach (var item in fields.Require("people").Items())
        {
            reader.Add(item);
        }

        reader.Cast = reader.Cast with { People = reader._people };
        SignalCastReader.Check(fields.Owner, reader.Cast);
        return reader;
    }

    /// <summary>The people that a value names, in order: names, crowds, ranges of crowds; alone, in a list, or with commas.</summary>
    public IReadOnlyList<string> People(YamlValue value)
    {
        if (value.IsList && value.Items().Count == 0)
        {
            return [];
        }

        return
        [
            .. value
                .Items()
                .SelectMany(item => item.Text().Split(',', StringSplitOptions.TrimEntries).Select(part => (item, part)))
                .SelectMany(pair => Named(pair.item, pair.part))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// A place where something can be said: <c>dm</c>, a channel as <c>#name</c> (or <c>Server/#name</c> where several
    /// servers have one), a thread in it as <c>#name/thread</c>, which may not exist yet, or a Signal group as
    /// <c>#name</c>.
    /// </summary>
    public string Place(YamlValue value)
    {
        var place = value.Text();
        if (place == "dm" || IsGroup(place))
        {
            return place;
        }

        var names = Cast
            .AllServers.SelectMany(server =>
                server.Channels.Keys.Select(channel => (Short: $"#{channel}", Long: $"{server.Name}/#{channel}"))
            )
            .ToList();
        var shared = names.GroupBy(name => name.Short).Where(group => group.Count() > 1).Select(group => group.Key);
        if (shared.FirstOrDefault(name => Is(place, name)) is { } ambiguous)
        {
            throw value.Mistake(
                $"several servers have a channel {ambiguous}; say which: {string.Join(", ", names.Where(name => name.Short == ambiguous).Select(name => name.Long))}."
            );
        }

        return names.Exists(name => Is(place, name.Short) || Is(place, name.Long))
            ? place
            : throw value.Mistake(
                $"'{place}' is no place of the cast; there are: dm, {string.Join(", ", names.Select(name => name.Short).Distinct().Concat(Cast.Groups.Select(group => $"#{group.Name}")))}."
            );

        static bool Is(string place, string channel) =>
            place == channel || place.StartsWith(channel + "/", StringComparison.Ordinal);
    }

    /// <summary>
    /// The network on which people do something: the stated one, else the one that has the place, else the only one that
    /// all of them are on; null: the stage's first.
    /// </summary>
    public string? NetworkOf(YamlValue? stated, string where, IReadOnlyList<string> people)
    {
        if (stated is not null)
        {
            return stated.Text();
        }

        if (where.Length > 0 && where != "dm")
        {
            return IsGroup(where) ? SignalCastReader.Signal
                : Cast.HasSignal ? SignalCastReader.Discord
                : null;
        }

        var shared = _people
            .Where(person => people.Contains(person.Name, StringComparer.Ordinal))
            .Select(person => person.Networks is [var only] ? only : null)
            .Distinct()
            .ToList();
        return shared is [var network] ? network : null;
    }

    private bool IsGroup(string place) => Cast.Groups.Any(group => place == $"#{group.Name}");

    private static Dictionary<string, ulong> Ids(YamlValue? value) =>
        value is null
            ? []
            : value
                .Fields()
                .All.ToDictionary(
                    pair => pair.Key.TrimStart('#'),
                    pair => pair.Value.NetworkId(),
                    StringComparer.Ordinal
                );

    private static StageServer Server(YamlValue value)
    {
        var fields = value.Fields("name", "id", "roles", "channels", "permissions");
        return new StageServer(fields.Require("name").Text(), fields.Require("id").NetworkId())
        {
            Roles = Ids(fields["roles"]),
            Channels = Ids(fields["channels"]),
            Permissions = PermissionsReader.Read(fields["permissions"]),
        };
    }

    private void CheckServers(YamlValue at)
    {
        if (Cast.AllServers.DistinctBy(server => server.Name).Count() != Cast.AllServers.Count)
        {
            throw at.Mistake("two servers have the same name.");
        }
    }

    private void Add(YamlValue item)
    {
        if (item.IsMap && item.Fields().Has("crowd"))
        {
            AddCrowd(
                item.Fields([
                    "crowd",
                    "count",
                    "locales",
                    "roles",
                    "servers",
                    "directMessages",
                    .. SignalCastReader.PersonKeys,
                ])
            );
            return;
        }

        var fields = item.Fields([
            "name",
            "roles",
            "servers",
            "locale",
            "directMessages",
            "joined",
            .. SignalCastReader.PersonKeys,
        ]);
        AddPerson(
            fields.Require("name"),
            fields.Require("name").Text(),
            fields,
            fields["locale"]?.Text() ?? "en-US",
            IsOpen(fields["directMessages"])
        );
    }

    private void AddCrowd(YamlFields fields)
    {
        var name = fields.Require("crowd");
        var count = fields.Require("count").Number();
        var locales = fields["locales"]?.Items().Select(item => item.Text()).ToList() ?? ["en-US"];
        var members = Enumerable.Range(1, count).Select(number => MemberName(name.Text(), number)).ToList();
        if (locales.Count == 0)
        {
            throw name.Mistake("'locales' is empty; name one at least, such as en-US.");
        }

        _crowds[name.Text()] = members;
        foreach (var (index, member) in members.Index())
        {
            AddPerson(name, member, fields, locales[index % locales.Count], IsOpen(fields["directMessages"]));
        }
    }

    private void AddPerson(YamlValue at, string name, YamlFields fields, string locale, bool isOpen)
    {
        if (_people.Exists(person => person.Name == name))
        {
            throw at.Mistake($"'{name}' is already in the cast.");
        }

        var roles = fields["roles"];
        var servers = fields["servers"];
        var networks = SignalCastReader.Networks(at, name, fields, Cast);
        if (networks is not null && !networks.Contains(SignalCastReader.Discord, StringComparer.Ordinal))
        {
            RefuseOnlyOnSignal(roles ?? servers, name);
            _people.Add(
                new StagePerson(name, [], locale, isOpen)
                {
                    Servers = new Dictionary<string, IReadOnlyList<string>>(),
                    Networks = networks,
                    Groups = SignalCastReader.GroupsOf(fields, Cast),
                    SharesNumber = fields["sharesNumber"]?.Flag() ?? false,
                }
            );
            return;
        }

        if (servers is null && Cast.AllServers.Count == 0)
        {
            throw at.Mistake(
                $"there is no server that '{name}' could belong to; say 'networks: [signal]', or name a server."
            );
        }

        if (servers is null && Cast.AllServers.Count > 1)
        {
            throw at.Mistake($"there are several servers; say which ones '{name}' belongs to, with 'servers'.");
        }

        if (servers is not null && roles is not null)
        {
            throw roles.Mistake("say the roles of each server with 'servers': { Server: [Role] }.");
        }

        _people.Add(
            new StagePerson(name, Roles(roles, Cast.AllServers[0]), locale, isOpen)
            {
                Servers = Memberships(servers),
                Joined = fields["joined"]?.LocalDateTime().InUtc().ToDateTimeOffset(),
                Networks = networks,
                Groups = SignalCastReader.GroupsOf(fields, Cast),
                SharesNumber = fields["sharesNumber"]?.Flag() ?? false,
            }
        );
    }

    private static void RefuseOnlyOnSignal(YamlValue? stray, string name)
    {
        if (stray is not null)
        {
            throw stray.Mistake($"'{name}' is on Signal only, where there are no servers and roles.");
        }
    }

    /// <summary>A list of servers, or a map of servers to roles.</summary>
    private Dictionary<string, IReadOnlyList<string>>? Memberships(YamlValue? value)
    {
        if (value is null)
        {
            return null;
        }

        return value.IsMap
            ? value.Fields().All.ToDictionary(pair => pair.Key, pair => Roles(pair.Value, ServerNamed(value, pair.Key)))
            : (value.IsList ? value.Items() : [value]).ToDictionary(
                item => ServerNamed(item, item.Text()).Name,
                IReadOnlyList<string> (_) => []
            );
    }

    private StageServer ServerNamed(YamlValue at, string server) =>
        Cast.AllServers.FirstOrDefault(one => one.Name == server)
        ?? throw at.Mistake($"'{server}' is no server of the cast.");

    private static IReadOnlyList<string> Roles(YamlValue? value, StageServer server) =>
        value is null || value.IsNothing || (value.IsList && value.Items().Count == 0)
            ? []
            :
            [
                .. value
                    .Items()
                    .Select(item =>
                        server.Roles.ContainsKey(item.Text())
                            ? item.Text()
                            : throw item.Mistake($"'{item.Text()}' is no role of {server.Name}.")
                    ),
            ];

    private static bool IsOpen(YamlValue? value) =>
        value?.Text() switch
        {
            null or "open" => true,
            "closed" => false,
            var other => throw value!.Mistake($"'{other}' is neither open nor closed."),
        };

    private IReadOnlyList<string> Named(YamlValue at, string text)
    {
        if (_people.Exists(person => person.Name == text))
        {
            return [text];
        }

        if (_crowds.TryGetValue(text, out var everyone))
        {
            return everyone;
        }

        var space = text.LastIndexOf(' ');
        if (space > 0 && _crowds.TryGetValue(text[..space], out var members))
        {
            return Range(at, text[..space], members.Count, text[(space + 1)..]);
        }

        throw at.Mistake($"nobody in the cast is called '{text}'.");
    }

    private static IReadOnlyList<string> Range(YamlValue at, string crowd, int size, string range)
    {
        var ends = range.Split('-');
        var isRange =
            ends.Length == 2
            & int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            & int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        return isRange && first >= 1 && first <= last && last <= size
            ? [.. Enumerable.Range(first, last - first + 1).Select(number => MemberName(crowd, number))]
            : throw at.Mistake($"'{crowd} {range}' is no part of the crowd '{crowd} 1-{size}'.");
    }

    private static string MemberName(string crowd, int number) => $"{crowd} {number}";
}
