namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>Reads what a cast says about Signal: its groups, and who is on it.</summary>
internal static class SignalCastReader
{
    public const string Discord = "discord";
    public const string Signal = "signal";

    /// <summary>Keys of a person that concern Signal.</summary>
    public static IReadOnlyList<string> PersonKeys { get; } = ["on", "groups", "sharesNumber"];

    /// <summary>Reads <c>signal</c> of a cast.</summary>
    public static IReadOnlyList<StageGroup> Groups(YamlValue signal) =>
        [.. (signal.Fields("groups")["groups"]?.Items() ?? []).Select(Group)];

    /// <summary>Which networks a person is on; null: every network of the stage, as there is only Discord.</summary>
    public static IReadOnlyList<string>? Networks(YamlValue at, string name, YamlFields fields, StageCast cast)
    {
        if (fields["on"] is not { } stated)
        {
            return !cast.HasSignal ? null
                : cast.AllServers.Count == 0 ? [Signal]
                : throw at.Mistake(
                    $"there are Discord and Signal; say where '{name}' is, with 'on': [discord, signal]."
                );
        }

        return [.. stated.Items().Select(item => Known(item, cast)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The groups that a person belongs to.</summary>
    public static IReadOnlyList<string> GroupsOf(YamlFields fields, StageCast cast)
    {
        if (fields["groups"] is not { } stated || (stated.IsList && stated.Items().Count == 0))
        {
            return [];
        }

        return
        [
            .. stated
                .Items()
                .Select(item =>
                    cast.Groups.FirstOrDefault(group => group.Name == item.Text().TrimStart('#'))?.Name
                    ?? throw item.Mistake($"'{item.Text()}' is no Signal group of the cast.")
                ),
        ];
    }

    /// <summary>Checks what can only be checked once everyone is known.</summary>
    public static void Check(YamlValue at, StageCast cast)
    {
        var names = cast.Groups.Select(group => group.Name).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw at.Mistake("two Signal groups have the same name.");
        }

        if (names.Find(name => cast.AllServers.Any(server => server.Channels.ContainsKey(name))) is { } shared)
        {
            throw at.Mistake($"#{shared} is a channel and a Signal group; call them differently.");
        }

        foreach (var person in cast.People.Where(person => person.Groups.Count > 0 && !person.IsOn(Signal)))
        {
            throw at.Mistake($"'{person.Name}' is in a Signal group and not on Signal.");
        }

        foreach (var (group, admin) in cast.Groups.SelectMany(group => group.Admins.Select(admin => (group, admin))))
        {
            if (!cast.People.Any(person => person.Name == admin && person.Groups.Contains(group.Name)))
            {
                throw at.Mistake($"'{admin}' is an admin of #{group.Name} and no member.");
            }
        }
    }

    private static StageGroup Group(YamlValue value)
    {
        var fields = value.Fields("name", "id", "expires", "bot", "admins", "onlyAdminsWrite", "invite");
        var bot = fields["bot"]?.Text() ?? "member";
        return bot is "member" or "admin" or "absent"
            ? new StageGroup(fields.Require("name").Text().TrimStart('#'), fields.Require("id").Text())
            {
                ExpiresInSeconds = (int)(fields["expires"]?.Span().ToTimeSpan().TotalSeconds ?? 0),
                BotIsMember = bot != "absent",
                BotIsAdmin = bot == "admin",
                OnlyAdminsWrite = fields["onlyAdminsWrite"]?.Flag() ?? false,
                InviteLink = fields["invite"]?.Text(),
                Admins = [.. (fields["admins"]?.Items() ?? []).Select(item => item.Text())],
            }
            : throw fields.Require("bot").Mistake($"'{bot}' is none of: member, admin, absent.");
    }

    private static string Known(YamlValue item, StageCast cast) =>
        item.Text() switch
        {
            Signal when cast.HasSignal => Signal,
            Discord when cast.AllServers.Count > 0 => Discord,
            var other => throw item.Mistake($"'{other}' is no network of the cast."),
        };
}
