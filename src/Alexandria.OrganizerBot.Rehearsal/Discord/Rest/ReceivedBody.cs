using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal.Discord.Checks;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>A request's body as far as it could be read. What is wrong with it is said only once its turn comes.</summary>
internal sealed partial class ReceivedBody
{
    private const int LargestFile = 10 * 1024 * 1024;

    public static ReceivedBody None { get; } = new();

    /// <summary>Content type without parameters; null without a body.</summary>
    public string? MediaType { get; private init; }
    public JsonNode? Json { get; private init; }
    public IReadOnlyList<UploadedFile> Files { get; private init; } = [];

    private DiscordRefusal? Fault { get; init; }

    public static async Task<ReceivedBody> ReadAsync(string? contentType, byte[] body, CancellationToken token)
    {
        if (body.Length == 0)
        {
            return None;
        }
        if (!MediaTypeHeaderValue.TryParse(contentType, out var media))
        {
            return new ReceivedBody { Fault = WrongContentType() };
        }
        var type = media.MediaType.Value?.ToLowerInvariant();
        return type switch
        {
            "application/json" => OfJson(type, body, []),
            "multipart/form-data" => await OfMultipartAsync(type, media, body, token),
            _ => new ReceivedBody { MediaType = type, Fault = WrongContentType() },
        };
    }

    /// <summary>The request for its route.</summary>
    /// <exception cref="DiscordRefusal">The body could not be read.</exception>
    public RestRequest Understood(
        IReadOnlyDictionary<string, string> values,
        IReadOnlyDictionary<string, string> query
    ) => Fault is null ? new RestRequest(values, query, Json, Files) : throw Fault;

    private static ReceivedBody OfJson(string type, ReadOnlySpan<byte> utf8, IReadOnlyList<UploadedFile> files)
    {
        try
        {
            return new ReceivedBody
            {
                MediaType = type,
                Json = World.Json.Parse(utf8),
                Files = files,
            };
        }
        catch (JsonException)
        {
            return new ReceivedBody
            {
                MediaType = type,
                Files = files,
                Fault = DiscordRefusal.InvalidJson(),
            };
        }
    }

    private static async Task<ReceivedBody> OfMultipartAsync(
        string type,
        MediaTypeHeaderValue media,
        byte[] body,
        CancellationToken token
    )
    {
        var boundary = HeaderUtilities.RemoveQuotes(media.Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
        {
            return new ReceivedBody { MediaType = type, Fault = WrongContentType() };
        }
        using var stream = new MemoryStream(body);
        var reader = new MultipartReader(boundary, stream);
        var files = new List<UploadedFile>();
        byte[]? payload = null;
        try
        {
            while (await reader.ReadNextSectionAsync(token) is { } section)
            {
                using var part = new MemoryStream();
                await section.Body.CopyToAsync(part, token);
                var disposition = section.GetContentDispositionHeader();
                var name = HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).Value ?? "";
                if (name == "payload_json")
                {
                    payload = part.ToArray();
                }
                else if (FilePart().Match(name) is { Success: true } match)
                {
                    var fileName = disposition?.FileNameStar.Value is { Length: > 0 } star
                        ? star
                        : HeaderUtilities.RemoveQuotes(disposition?.FileName ?? default).Value;
                    files.Add(
                        new UploadedFile(
                            long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture),
                            string.IsNullOrEmpty(fileName) ? "unknown" : fileName,
                            section.ContentType ?? "application/octet-stream",
                            part.ToArray()
                        )
                    );
                }
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            return new ReceivedBody { MediaType = type, Fault = WrongContentType() };
        }
        if (files.Any(file => file.Content.Length > LargestFile))
        {
            return new ReceivedBody { MediaType = type, Fault = DiscordRefusal.TooLarge() };
        }
        return payload is null
            ? new ReceivedBody
            {
                MediaType = type,
                Json = new JsonObject(),
                Files = files,
            }
            : OfJson(type, payload, files);
    }

    private static DiscordRefusal WrongContentType()
    {
        var errors = new FormErrors();
        errors.AddHere(
            "CONTENT_TYPE_INVALID",
            "Expected \"Content-Type\" header to be one of {'application/json', 'application/x-www-form-urlencoded', 'multipart/form-data'}."
        );
        return DiscordRefusal.InvalidForm(errors.Tree);
    }

    [GeneratedRegex(@"^files\[(?<number>\d{1,9})\]$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FilePart();
}
