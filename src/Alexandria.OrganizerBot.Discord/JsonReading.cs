using System.Globalization;
using System.Text.Json;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Tolerant reading: a field that is missing, null or of another kind than expected reads as absent, because Discord adds
/// and loosens fields without a new version.
/// </summary>
internal static class JsonReading
{
    public static JsonElement? Field(this JsonElement element, string name)
    {
        try
        {
            return
                element.ValueKind == JsonValueKind.Object
                && element.TryGetProperty(name, out var value)
                && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
                ? value
                : null;
        }
        catch (InvalidOperationException)
        {
            // The name of another field is no text: bytes that are not UTF-8, or half a character.
            return null;
        }
    }

    public static string? Text(this JsonElement element, string name) => element.Field(name)?.TextOrNull();

    /// <summary>A string's text; null: it is none.</summary>
    public static string? TextOrNull(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Bytes that are not UTF-8, or half a character.
            return null;
        }
    }

    public static int? Int(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number)
            ? number
            : null;

    public static bool? Bool(this JsonElement element, string name) =>
        element.Field(name) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => null,
        };

    /// <summary>A permission set: a decimal string of up to 64 bits. Absent or unreadable means none.</summary>
    public static ulong Permissions(this JsonElement element, string name) =>
        ulong.TryParse(element.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : 0;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    public static IReadOnlyList<string> Texts(this JsonElement element, string name) =>
        [.. element.Items(name).Select(TextOrNull).OfType<string>()];
}
