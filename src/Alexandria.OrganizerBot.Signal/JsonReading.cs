using System.Text.Json;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// Tolerant reading: a member that is missing, null or of another kind than expected reads as absent, because signal-cli
/// adds, drops and renames members between versions.
/// </summary>
internal static class JsonReading
{
    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    public static string? Text(this JsonElement element, string name) => element.Field(name)?.AsText();

    public static long? Long(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
            ? number
            : null;

    public static int? Int(this JsonElement element, string name) => element.Field(name)?.AsInt();

    public static bool Bool(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.True };

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static int? AsInt(this JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    private static string? AsText(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair or broken UTF-8: JSON by its grammar, and no text.
            return null;
        }
    }
}
