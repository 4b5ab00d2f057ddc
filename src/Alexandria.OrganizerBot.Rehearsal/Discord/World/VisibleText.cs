using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>What people see of a message: its text top to bottom, its buttons in reading order, its files.</summary>
internal static class VisibleText
{
    private const int Button = 2;
    private const int FirstSelect = 3;
    private const int TextInput = 4;
    private const int LastSelect = 8;
    private const int TextDisplay = 10;
    private const int LinkStyle = 5;

    public static StageMessage Seen(Message message, string botName) =>
        new(
            message.Id,
            message.Place.Where,
            message.Author?.Name ?? "bot",
            message.IsLoading ? $"{botName} is thinking…" : Of(message),
            [.. AllComponents(message.Components).Where(IsPressable).Select(Pressable)],
            [.. ShownFiles(message).Select(file => new StageAttachment(file.Name, file.Description, file.Content))],
            message.At,
            message.EditedAt
        )
        {
            Selects = [.. AllComponents(message.Components).Where(IsSelect).Select(Select)],
        };

    public static string Of(Message message) =>
        string.Join('\n', Parts(message).Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>Every component, parents before children, in reading order.</summary>
    public static IEnumerable<JsonObject> AllComponents(JsonNode? components)
    {
        foreach (var component in (components as JsonArray ?? []).OfType<JsonObject>())
        {
            yield return component;
            foreach (var child in AllComponents(component["components"]))
            {
                yield return child;
            }
            foreach (var single in new[] { component["accessory"], component["component"] }.OfType<JsonObject>())
            {
                yield return single;
            }
        }
    }

    /// <summary>The form's title, then every label with its description.</summary>
    public static string OfModal(JsonObject modal)
    {
        var parts = AllComponents(modal["components"])
            .SelectMany(part => new[] { part.Text("label"), part.Text("description"), part.Text("content") });
        return string.Join('\n', parts.Prepend(modal.Text("title")).Where(part => !string.IsNullOrEmpty(part)));
    }

    /// <summary>Names of files that a component or embed shows by <c>attachment://name</c>.</summary>
    public static IEnumerable<string> ReferencedFiles(JsonNode? node) =>
        node switch
        {
            JsonObject one => one.SelectMany(property =>
                property.Key is "url"
                && property.Value.Text()
                    is ['a', 't', 't', 'a', 'c', 'h', 'm', 'e', 'n', 't', ':', '/', '/', .. var name]
                    ? [name]
                    : ReferencedFiles(property.Value)
            ),
            JsonArray many => many.SelectMany(ReferencedFiles),
            _ => [],
        };

    private static IEnumerable<string?> Parts(Message message)
    {
        yield return message.Content;
        foreach (var display in AllComponents(message.Components).Where(part => part.Whole("type") == TextDisplay))
        {
            yield return display.Text("content");
        }
        foreach (var embed in message.Embeds)
        {
            yield return embed?["author"].Text("name");
            yield return embed.Text("title");
            yield return embed.Text("description");
            foreach (var field in embed.Objects("fields"))
            {
                yield return field.Text("name");
                yield return field.Text("value");
            }
            yield return embed?["footer"].Text("text");
        }
        yield return message.Poll?["question"].Text("text");
        foreach (var answer in message.Poll.Objects("answers"))
        {
            yield return answer["poll_media"].Text("text");
        }
    }

    // With components V2 a file is hidden until a component shows it.
    private static IEnumerable<StoredFile> ShownFiles(Message message)
    {
        if (!message.IsComponentsV2)
        {
            return message.Files;
        }
        var shown = ReferencedFiles(message.Components).ToHashSet();
        return message.Files.Where(file => shown.Contains(file.Name));
    }

    private static bool IsPressable(JsonObject component) => component.Whole("type") == Button;

    public static bool IsSelect(JsonObject component) =>
        component.Whole("type") is (>= FirstSelect and <= LastSelect) and not TextInput;

    private static StageSelect Select(JsonObject select) =>
        new(
            select.Text("placeholder") ?? "",
            select.Text("custom_id") ?? "",
            [.. select.Objects("options").Select(option => option.Text("label") ?? "")],
            select.Truth("disabled") != true
        );

    private static StageButton Pressable(JsonObject button) =>
        new(
            button.Text("label") ?? button["emoji"].Text("name") ?? "",
            (button.Whole("style") == LinkStyle ? button.Text("url") : button.Text("custom_id")) ?? "",
            button.Truth("disabled") != true
        );
}
