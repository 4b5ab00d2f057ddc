// https://docs.discord.com/developers/reference#uploading-files
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>Writes request bodies: JSON alone, or JSON beside files.</summary>
internal static class JsonBody
{
    public static HttpContent Create<T>(T value, JsonTypeInfo<T> type, IReadOnlyList<FileAttachment>? files = null)
    {
        var json = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (files is null or [])
        {
            return json;
        }

        var form = new MultipartFormDataContent();
        Add(form, json, "payload_json", fileName: null);
        foreach (var (index, file) in files.Index())
        {
            var content = new ReadOnlyMemoryContent(file.Content);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(file.ContentType);
            Add(form, content, $"files[{index}]", file.Name);
        }

        return form;
    }

    /// <summary>Quotes by hand: .NET would leave names bare and add a second, encoded file name, which not every server reads.</summary>
    private static void Add(MultipartFormDataContent form, HttpContent part, string name, string? fileName)
    {
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data")
        {
            Name = $"\"{name}\"",
            FileName = fileName is null ? null : $"\"{fileName}\"",
        };
        form.Add(part);
    }
}
