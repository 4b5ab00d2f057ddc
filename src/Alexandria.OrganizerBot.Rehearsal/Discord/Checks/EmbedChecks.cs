using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Checks;

/// <summary>Limits of embeds (resources/message, embed limits).</summary>
internal static class EmbedChecks
{
    private const int MostEmbeds = 10;
    private const int MostFields = 25;
    private const int MostText = 6000;

    /// <summary>Checks the embeds of a message.</summary>
    /// <param name="embeds">The value of <c>embeds</c>.</param>
    /// <param name="errors">Positioned at <c>embeds</c>.</param>
    public static void Check(JsonArray embeds, FormErrors errors)
    {
        if (embeds.Count > MostEmbeds)
        {
            errors.AddHere("BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
        }
        foreach (var (index, node) in embeds.Index())
        {
            One(node as JsonObject ?? [], errors.At(index));
        }
        if (embeds.Sum(TextLength) > MostText)
        {
            errors.AddHere("MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000");
        }
    }

    private static void One(JsonObject embed, FormErrors errors)
    {
        errors.Text(embed, "title", 0, 256);
        errors.Text(embed, "description", 0, 4096);
        errors.At("footer").Text(embed["footer"] as JsonObject ?? [], "text", 0, 2048);
        errors.At("author").Text(embed["author"] as JsonObject ?? [], "name", 0, 256);
        var fields = embed["fields"] as JsonArray ?? [];
        if (fields.Count > MostFields)
        {
            errors.Length("fields", 0, MostFields);
        }
        foreach (var (index, node) in fields.Index())
        {
            var at = errors.At("fields").At(index);
            at.Text(node as JsonObject ?? [], "name", 1, 256, required: true);
            at.Text(node as JsonObject ?? [], "value", 1, 1024, required: true);
        }
    }

    private static int TextLength(JsonNode? embed) =>
        new[]
        {
            embed.Text("title"),
            embed.Text("description"),
            embed?["footer"].Text("text"),
            embed?["author"].Text("name"),
        }
            .Concat(embed.Objects("fields").SelectMany(field => new[] { field.Text("name"), field.Text("value") }))
            .Sum(text => Json.Length(text ?? ""));
}
