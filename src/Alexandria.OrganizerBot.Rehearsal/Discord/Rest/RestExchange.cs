using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>A request that found its route.</summary>
/// <param name="Values">Path parameters by their names in the route's template.</param>
/// <param name="Query">Query parameters.</param>
/// <param name="Body">The JSON body or <c>payload_json</c>; null without a body.</param>
/// <param name="Files">Uploaded files, by the number in their part name <c>files[n]</c>.</param>
internal sealed record RestRequest(
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Query,
    JsonNode? Body,
    IReadOnlyList<UploadedFile> Files
)
{
    public string this[string parameter] => Values[parameter];
}

/// <summary>A file part of a multipart body.</summary>
internal sealed record UploadedFile(long Number, string Name, string ContentType, ReadOnlyMemory<byte> Content);

/// <summary>What the stage answers.</summary>
internal sealed record RestAnswer(int Status, JsonNode? Body)
{
    public static RestAnswer Ok(JsonNode body) => new(200, body);

    public static RestAnswer NoContent() => new(204, null);
}
