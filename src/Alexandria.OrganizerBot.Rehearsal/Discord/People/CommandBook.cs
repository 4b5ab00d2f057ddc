using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.People;

/// <summary>Finds what a person typed among the registered commands, as Discord's client does. Needs the world's gate.</summary>
internal sealed class CommandBook(StageWorld world)
{
    private const int ChatInput = 1;
    private const int Group = 2;
    private const int Server = 0;
    private const int BotDirect = 1;

    /// <summary>The command that a person typed.</summary>
    /// <param name="person">Who types.</param>
    /// <param name="place">Where.</param>
    /// <param name="typed">For example <c>/action create</c>; names in any language that the bot registered.</param>
    /// <exception cref="StageException">The person's client offers no such command there.</exception>
    public TypedCommand Find(Person person, Place place, string typed)
    {
        var words = typed.TrimStart('/').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            throw new StageException("A command has a name, for example /help.");
        }
        var command =
            Registered(place).FirstOrDefault(command => IsCalled(command, words[0]))
            ?? throw new StageException(
                $"The bot has registered no command /{words[0]} that can be typed in {place.Where}."
            );
        if (!MayUse(person, place, command))
        {
            throw new StageException(
                $"{person.Name} lacks the permission that /{words[0]} asks for, and is not shown it."
            );
        }
        var path = new List<JsonObject>();
        var current = command;
        foreach (var word in words.Skip(1))
        {
            current =
                Subs(current).FirstOrDefault(sub => IsCalled(sub, word))
                ?? throw new StageException($"/{string.Join(' ', words)} has no part called {word}.");
            path.Add(current);
        }
        return Subs(current).Any()
            ? throw new StageException(
                $"/{string.Join(' ', words)} needs one of: {string.Join(", ", Subs(current).Select(sub => sub.Text("name")))}."
            )
            : new TypedCommand(command, path, current.Objects("options").ToList());
    }

    /// <summary>Whether something goes by this name, in its default language or another one.</summary>
    public static bool IsCalled(JsonObject named, string word) =>
        named.Text("name") == word
        || (named["name_localizations"] as JsonObject ?? []).Any(name => name.Value.Text() == word);

    private IEnumerable<JsonObject> Registered(Place place)
    {
        var forServer = (place.Server?.Commands ?? []).OfType<JsonObject>();
        var everywhere = (world.GlobalCommands ?? []).OfType<JsonObject>().Where(command => IsOffered(command, place));
        return forServer.Concat(everywhere).Where(command => command.Whole("type") == ChatInput);
    }

    private static bool IsOffered(JsonObject command, Place place) =>
        command["contexts"] is JsonArray contexts
            ? contexts.Any(context => context.Whole() == (place.IsDirect ? BotDirect : Server))
            : !place.IsDirect || command.Truth("dm_permission") != false;

    // No value: everyone. "0": administrators only. Nobody is asked in a private chat.
    private static bool MayUse(Person person, Place place, JsonObject command)
    {
        if (place.IsDirect || !ulong.TryParse(command.Text("default_member_permissions"), out var needed))
        {
            return true;
        }
        var permissions = PermissionRules.Of(person, place);
        var isAdministrator = (permissions & DiscordPermissions.Administrator) != 0;
        return isAdministrator || (needed != 0 && (permissions & needed) == needed);
    }

    private static IEnumerable<JsonObject> Subs(JsonObject owner) =>
        owner.Objects("options").Where(option => option.Whole("type") is > 0 and <= Group);
}

/// <summary>A command that was found, the subcommands on the way, and the options that its end takes.</summary>
internal sealed record TypedCommand(
    JsonObject Command,
    IReadOnlyList<JsonObject> Path,
    IReadOnlyList<JsonObject> Options
)
{
    /// <summary>The <c>data</c> of the interaction, with values nested below the subcommands.</summary>
    public JsonObject Data(IEnumerable<JsonObject> values, JsonObject? resolved)
    {
        var options = Json.ArrayOf(values);
        foreach (var sub in Path.Reverse())
        {
            options = new JsonArray(
                new JsonObject
                {
                    ["type"] = sub.Whole("type"),
                    ["name"] = sub.Text("name"),
                    ["options"] = options,
                }
            );
        }
        var data = new JsonObject
        {
            ["id"] = Command.Text("id"),
            ["name"] = Command.Text("name"),
            ["type"] = 1,
        };
        if (Command.Text("guild_id") is { } guild)
        {
            data["guild_id"] = guild;
        }
        if (options.Count > 0)
        {
            data["options"] = options;
        }
        if (resolved is { Count: > 0 })
        {
            data["resolved"] = resolved;
        }
        return data;
    }
}
