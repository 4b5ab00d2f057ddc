using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>Reads JSON that a stranger wrote: every accessor answers null where the type is not the expected one.</summary>
internal static class Json
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a body.</summary>
    /// <exception cref="JsonException">The text is not JSON, or names a property twice.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8) => JsonNode.Parse(utf8, documentOptions: Strict);

    public static string? Text(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    public static string? Text(this JsonNode? node, string name) => (node as JsonObject)?[name].Text();

    public static long? Whole(this JsonNode? node) =>
        node is JsonValue value
        && value.GetValueKind() == JsonValueKind.Number
        && long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            ? n
            : null;

    public static long? Whole(this JsonNode? node, string name) => (node as JsonObject)?[name].Whole();

    public static double? Number(this JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)
            : null;

    public static bool? Truth(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] is JsonValue value
            ? value.GetValueKind() switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            }
            : null;

    public static IReadOnlyList<JsonNode?> Items(this JsonNode? node, string name) =>
        (node as JsonObject)?[name] as JsonArray is { } array ? [.. array] : [];

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, string name) =>
        node.Items(name).OfType<JsonObject>();

    /// <summary>Whether the property is there and not null.</summary>
    public static bool Has(this JsonNode? node, string name) => (node as JsonObject)?[name] is not null;

    public static JsonArray ArrayOf(IEnumerable<JsonNode?> nodes) => new([.. nodes]);

    public static JsonArray ArrayOf(IEnumerable<string> texts) => ArrayOf(texts.Select(text => (JsonNode?)text));

    /// <summary>A number as text, the same in every culture.</summary>
    public static string Plain<T>(this T number)
        where T : struct, IFormattable => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Length as Discord and OpenAPI count it: in code points.</summary>
    public static int Length(string text) => text.EnumerateRunes().Count();
}
