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

    public static CastReader Read(YamlFields fields)
    {
        var reader = new CastReader(
            new StageCast
            {
                Server = fields["server"]?.Text() ?? "Rehearsal",
                ServerId = fields.Require("serverId").NetworkId(),
                Roles = Ids(fields["roles"]),
                Channels = Ids(fields["channels"]),
            }
        );
        foreach (var item in fields.Require("people").Items())
        {
            reader.Add(item);
        }

        reader.Cast = reader.Cast with { People = reader._people };
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

    /// <summary>A place where something can be said: a channel of the cast as <c>#name</c>, or <c>dm</c>.</summary>
    public string Place(YamlValue value)
    {
        var place = value.Text();
        var isKnown = place == "dm" || (place.StartsWith('#') && Cast.Channels.ContainsKey(place[1..]));
        return isKnown
            ? place
            : throw value.Mistake(
                $"'{place}' is no place of the cast; there are: dm, {string.Join(", ", Cast.Channels.Keys.Select(name => "#" + name))}."
            );
    }

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

    private void Add(YamlValue item)
    {
        if (item.IsMap && item.Fields().Has("crowd"))
        {
            AddCrowd(item.Fields("crowd", "count", "locales", "roles", "directMessages"));
            return;
        }

        var fields = item.Fields("name", "roles", "locale", "directMessages");
        AddPerson(
            fields.Require("name"),
            fields.Require("name").Text(),
            Roles(fields["roles"]),
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
        _crowds[name.Text()] = members;
        foreach (var (index, member) in members.Index())
        {
            AddPerson(
                name,
                member,
                Roles(fields["roles"]),
                locales[index % locales.Count],
                IsOpen(fields["directMessages"])
            );
        }
    }

    private void AddPerson(YamlValue at, string name, IReadOnlyList<string> roles, string locale, bool isOpen)
    {
        if (_people.Exists(person => person.Name == name))
        {
            throw at.Mistake($"'{name}' is already in the cast.");
        }

        _people.Add(new StagePerson(name, roles, locale, isOpen));
    }

    private IReadOnlyList<string> Roles(YamlValue? value) =>
        value is null || (value.IsList && value.Items().Count == 0)
            ? []
            :
            [
                .. value
                    .Items()
                    .Select(item =>
                        Cast.Roles.ContainsKey(item.Text())
                            ? item.Text()
                            : throw item.Mistake($"'{item.Text()}' is no role of the cast.")
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
