using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>
/// Reads <c>permissions</c> of a cast: who is given and denied what, in the whole server or, below a <c>#channel</c>, in
/// that channel. Channels, roles and people are checked when the stage is set.
/// </summary>
internal static class PermissionsReader
{
    public static StagePermissions Read(YamlValue? value)
    {
        if (value is null)
        {
            return StagePermissions.Usual;
        }

        var all = value.Fields().All;
        return new StagePermissions(
            all.Where(pair => !pair.Key.StartsWith('#')).ToDictionary(pair => pair.Key, pair => Overwrite(pair.Value)),
            all.Where(pair => pair.Key.StartsWith('#'))
                .ToDictionary(
                    pair => pair.Key[1..],
                    IReadOnlyDictionary<string, StageOverwrite> (pair) =>
                        pair.Value.Fields().All.ToDictionary(who => who.Key, who => Overwrite(who.Value))
                )
        );
    }

    private static StageOverwrite Overwrite(YamlValue value)
    {
        var fields = value.Fields("allow", "deny");
        return new StageOverwrite(Bits(fields["allow"]), Bits(fields["deny"]));
    }

    private static ulong Bits(YamlValue? value) =>
        (value?.Items() ?? []).Aggregate(
            0UL,
            (sum, item) =>
                DiscordPermissions.ByName.TryGetValue(item.Text(), out var bit)
                    ? sum | bit
                    : throw item.Mistake(
                        $"'{item.Text()}' is no permission; there are: {string.Join(", ", DiscordPermissions.ByName.Keys)}."
                    )
        );
}
