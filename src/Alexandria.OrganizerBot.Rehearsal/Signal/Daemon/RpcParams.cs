using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>
/// A call's params, read as the real daemon reads them: what is unknown is ignored, a list may be a single value or have a
/// plural name, a wrong type ends in the words of a Java cast.
/// </summary>
internal sealed class RpcParams(JsonObject all)
{
    public string Json => RpcLine.Write(all);

    public bool Has(string name) => all[name] is not null;

    /// <summary>Any scalar as text; null where it is missing.</summary>
    public string? Text(string name) =>
        all[name] switch
        {
            null => null,
            JsonValue value => value.GetValueKind() == JsonValueKind.String
                ? value.GetValue<string>()
                : value.ToJsonString(),
            JsonArray => throw RpcRefusal.NotCast("ArrayList", "String"),
            _ => throw RpcRefusal.NotCast("LinkedHashMap", "String"),
        };

    /// <summary>A list of texts, empty where it is missing.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Items(name).Select(AsText)];

    /// <summary>A list of whole numbers.</summary>
    public IReadOnlyList<int> Numbers(string name) =>
        [
            .. Items(name)
                .Select(item =>
                    item is JsonValue value && value.TryGetValue<int>(out var number)
                        ? number
                        : throw RpcRefusal.NotCast(JavaType(item), "Integer")
                ),
        ];

    /// <summary>
    /// A number of 64 bits. A smaller one is refused: the real daemon takes it for an Integer, which is no Long.
    /// </summary>
    public long? Long(string name)
    {
        if (all[name] is not { } node)
        {
            return null;
        }
        return JavaType(node) == "Long" ? node.GetValue<long>() : throw RpcRefusal.NotCast(JavaType(node), "Long");
    }

    public int? Number(string name)
    {
        if (all[name] is not { } node)
        {
            return null;
        }
        return JavaType(node) == "Integer" ? node.GetValue<int>() : throw RpcRefusal.NotCast(JavaType(node), "Integer");
    }

    public bool Flag(string name)
    {
        if (all[name] is not { } node)
        {
            return false;
        }
        return JavaType(node) == "Boolean"
            ? node.GetValue<bool>()
            : throw RpcRefusal.NotCast(JavaType(node), "Boolean");
    }

    private IEnumerable<JsonNode?> Items(string name) =>
        (all[name] ?? all[name + "s"]) switch
        {
            null => Array.Empty<JsonNode?>(),
            JsonArray list => list.AsEnumerable(),
            // Not a JsonArray: a node can stand in one document only.
            var single => new JsonNode?[] { single },
        };

    private static string AsText(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw RpcRefusal.NotCast(JavaType(node), "String");

    private static string JavaType(JsonNode? node) =>
        node switch
        {
            JsonValue value => value.GetValueKind() switch
            {
                JsonValueKind.String => "String",
                JsonValueKind.True or JsonValueKind.False => "Boolean",
                _ when value.TryGetValue<int>(out _) => "Integer",
                _ when value.TryGetValue<long>(out _) => "Long",
                _ => "Double",
            },
            JsonArray => "ArrayList",
            _ => "LinkedHashMap",
        };
}
