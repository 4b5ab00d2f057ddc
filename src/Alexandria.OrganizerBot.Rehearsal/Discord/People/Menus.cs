using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.People;

/// <summary>
/// What people pick from a menu, on a message or in a form, and what Discord's client would not let them pick
/// (components/reference). Needs the world's gate.
/// </summary>
internal static class Menus
{
    private const int StringSelect = 3;
    private const int UserSelect = 5;
    private const int RoleSelect = 6;
    private const int MentionableSelect = 7;
    private const int ChannelSelect = 8;

    /// <summary>The menu with this placeholder or custom id; the only one if nothing is said.</summary>
    /// <exception cref="StageException">There is none, or it cannot be used.</exception>
    public static JsonObject Find(Message message, string select)
    {
        var menus = VisibleText.AllComponents(message.Components).Where(VisibleText.IsSelect).ToList();
        var found =
            select.Length == 0 && menus is [var only]
                ? only
                : menus.FirstOrDefault(menu => menu.Text("custom_id") == select || menu.Text("placeholder") == select);
        if (found is null)
        {
            var there = string.Join(", ", menus.Select(menu => menu.Text("placeholder") ?? menu.Text("custom_id")));
            throw new StageException($"The message has no menu {select}; it has: {there}.");
        }
        return found.Truth("disabled") == true ? throw new StageException($"The menu {select} is disabled.") : found;
    }

    /// <summary>The <c>data</c> of the interaction.</summary>
    public static JsonObject Picked(JsonObject menu, IReadOnlyList<string> picked, ResolvedNames names)
    {
        var values = Values(menu, picked, names);
        var data = new JsonObject
        {
            ["component_type"] = menu.Whole("type"),
            ["custom_id"] = menu.Text("custom_id"),
            ["id"] = menu.Whole("id"),
            ["values"] = Json.ArrayOf(values),
        };
        if (names.All.Count > 0)
        {
            data["resolved"] = names.All;
        }
        return data;
    }

    /// <summary>The values of what was picked: of options their values, of people, roles and channels their ids.</summary>
    /// <exception cref="StageException">Too few, too many, or something that is not offered.</exception>
    public static IReadOnlyList<string> Values(JsonObject menu, IReadOnlyList<string> picked, ResolvedNames names)
    {
        var least = menu.Whole("min_values") ?? 1;
        var most = menu.Whole("max_values") ?? 1;
        var name = menu.Text("custom_id");
        var values = picked.Select(one => Value(menu, one, names)).Distinct(StringComparer.Ordinal).ToList();
        return values.Count >= least && values.Count <= most
            ? values
            : throw new StageException($"{name} takes {least} to {most} values, not {values.Count}.");
    }

    /// <summary>The value of an option, by its label or value.</summary>
    /// <exception cref="StageException">It is not offered.</exception>
    public static string Offered(JsonObject menu, string picked) =>
        menu.Objects("options")
            .FirstOrDefault(option => option.Text("label") == picked || option.Text("value") == picked)
            .Text("value")
        ?? throw new StageException(
            $"{menu.Text("custom_id")} does not offer {picked}; it offers: {string.Join(", ", menu.Objects("options").Select(option => option.Text("label")))}."
        );

    private static string Value(JsonObject menu, string picked, ResolvedNames names) =>
        menu.Whole("type") switch
        {
            StringSelect => Offered(menu, picked),
            UserSelect => names.OfPerson(picked),
            RoleSelect => names.OfRole(picked),
            MentionableSelect => names.OfPersonOrRole(picked),
            ChannelSelect => names.OfChannel(picked),
            var other => throw new InvalidOperationException($"no menu: {other}"),
        };
}
