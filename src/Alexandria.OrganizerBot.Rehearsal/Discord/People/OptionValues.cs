using System.Globalization;
using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.People;

/// <summary>
/// Turns what a person typed into option values, and refuses what Discord's client would not let them send. Needs the
/// world's gate.
/// </summary>
internal sealed class OptionValues(ResolvedNames names)
{
    private const int Text = 3;
    private const int Integer = 4;
    private const int Boolean = 5;
    private const int User = 6;
    private const int Channel = 7;
    private const int Role = 8;
    private const int Mentionable = 9;
    private const int Number = 10;

    /// <summary>Reads all values of a command.</summary>
    /// <exception cref="StageException">A value that the client would refuse.</exception>
    public List<JsonObject> Read(TypedCommand command, IReadOnlyDictionary<string, string> typed)
    {
        var missing = command.Options.FirstOrDefault(option =>
            option.Truth("required") == true && !typed.Keys.Any(name => CommandBook.IsCalled(option, name))
        );
        if (missing is not null)
        {
            throw new StageException($"The option {missing.Text("name")} is required.");
        }
        return
        [
            .. typed.Select(value =>
            {
                var option = Option(command, value.Key);
                return new JsonObject
                {
                    ["name"] = option.Text("name"),
                    ["type"] = option.Whole("type"),
                    ["value"] = Value(option, value.Value),
                };
            }),
        ];
    }

    public static JsonObject Option(TypedCommand command, string name) =>
        command.Options.FirstOrDefault(option => CommandBook.IsCalled(option, name))
        ?? throw new StageException($"The command has no option {name}.");

    private JsonNode Value(JsonObject option, string typed)
    {
        var name = option.Text("name");
        if (option.Objects("choices").ToList() is { Count: > 0 } choices)
        {
            var chosen =
                choices.FirstOrDefault(choice =>
                    CommandBook.IsCalled(choice, typed)
                    || (choice.Text("value") ?? choice["value"]!.ToJsonString()) == typed
                )
                ?? throw new StageException(
                    $"{name} takes one of: {string.Join(", ", choices.Select(choice => choice.Text("name")))}; not {typed}."
                );
            return chosen["value"]!.DeepClone();
        }
        return option.Whole("type") switch
        {
            Text => OfText(option, typed),
            Integer => long.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? Within(option, whole, whole)
                : throw new StageException($"{name} takes a whole number, not {typed}."),
            Number => double.TryParse(typed, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? Within(option, number, number)
                : throw new StageException($"{name} takes a number, not {typed}."),
            Boolean => typed.ToLowerInvariant() switch
            {
                "true" or "yes" => true,
                "false" or "no" => false,
                _ => throw new StageException($"{name} takes true or false, not {typed}."),
            },
            User => names.OfPerson(typed),
            Channel => names.OfChannel(typed),
            Mentionable => names.OfPersonOrRole(typed),
            Role => names.OfRole(typed),
            _ => throw new StageException($"The stage cannot fill in {name}: people on it have no files to attach."),
        };
    }

    private static JsonNode OfText(JsonObject option, string typed)
    {
        var length = Json.Length(typed);
        var least = option.Whole("min_length") ?? 0;
        var most = option.Whole("max_length") ?? 6000;
        return length >= least && length <= most
            ? typed
            : throw new StageException($"{option.Text("name")} takes {least} to {most} characters, not {length}.");
    }

    private static JsonNode Within(JsonObject option, double number, JsonNode value)
    {
        var least = option["min_value"].Number() ?? double.MinValue;
        var most = option["max_value"].Number() ?? double.MaxValue;
        return number >= least && number <= most
            ? value
            : throw new StageException($"{option.Text("name")} takes {least} to {most}, not {number}.");
    }
}
