using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Contracts.DiscordOpenApi;

/// <summary>
/// Discord's own machine-readable description of its interface, and what its pages ask of every request beyond it.
/// </summary>
/// <remarks>https://github.com/discord/discord-api-spec</remarks>
internal sealed partial class DiscordDescription
{
    private readonly JsonObject _document;
    private readonly JsonSchemaCheck _check;
    private readonly List<(Regex Path, int Literals, string Template, JsonObject Methods)> _paths;

    private DiscordDescription(JsonObject document)
    {
        _document = document;
        _check = new JsonSchemaCheck(document);
        _paths =
        [
            .. document["paths"]!
                .AsObject()
                .Select(path =>
                    (
                        new Regex(
                            "^"
                                + Parameter()
                                    .Replace(
                                        Regex.Escape(path.Key).Replace("\\{", "{", StringComparison.Ordinal),
                                        "[^/]+"
                                    )
                                + "$",
                            RegexOptions.CultureInvariant,
                            TimeSpan.FromSeconds(1)
                        ),
                        path.Key.Split('/').Count(part => !part.StartsWith('{')),
                        path.Key,
                        path.Value!.AsObject()
                    )
                ),
        ];
        AllowDocumentedExceptions();
    }

    /// <summary>The description that lies beside the checkout; null where it is absent.</summary>
    public static DiscordDescription? Here { get; } =
        Checkout.Shared("data", "discord-openapi.json") is { } file
            ? new DiscordDescription(JsonNode.Parse(File.ReadAllText(file))!.AsObject())
            : null;

    /// <summary>Everything that is wrong with a request; nothing if Discord's documents allow it as it is.</summary>
    public IReadOnlyList<string> Faults(RecordedRequest request)
    {
        var path = request.Path.Split('?')[0];
        var found = _paths
            .Where(candidate => candidate.Path.IsMatch(path))
            .OrderByDescending(candidate => candidate.Literals)
            .FirstOrDefault();
        if (found.Template is null)
            return [$"{request.Method} {path}: there is no such path"];
        if (found.Methods[request.Method.ToLowerInvariant()] is not JsonObject operation)
            return [$"{request.Method} {found.Template}: there is no such method"];
        return
        [
            .. Body(operation, request)
                .Concat(DocumentedRules.Faults(request, found.Template))
                .Select(fault => $"{request.Method} {found.Template}: {fault}"),
        ];
    }

    private IEnumerable<string> Body(JsonObject operation, RecordedRequest request)
    {
        if (operation["requestBody"] is not JsonObject described)
            return request.Body is null && request.Files.Count == 0 ? [] : ["takes no body"];
        if (request.Body is null)
            return (bool?)described["required"] == true ? ["the body is missing"] : [];

        var kinds = described["content"]!.AsObject();
        if (request.ContentType is not { } kind || kinds[kind] is not JsonObject content)
            return [$"takes no body of type {request.ContentType}"];
        // The form names each upload files[n]; payload_json holds what the JSON body would.
        var schema = kind == "multipart/form-data" ? kinds["application/json"]!["schema"]! : content["schema"]!;
        return _check.Faults(schema, request.Body);
    }

    /// <summary>
    /// The description says that <c>default_member_permissions</c> is a number; the documentation, and Discord itself, say
    /// that it is a string of digits.
    /// </summary>
    /// <remarks>https://docs.discord.com/developers/interactions/application-commands#application-command-object</remarks>
    private void AllowDocumentedExceptions()
    {
        foreach (var (_, schema) in _document["components"]!["schemas"]!.AsObject())
        {
            if (schema?["properties"]?["default_member_permissions"] is JsonObject)
                schema["properties"]!["default_member_permissions"] = JsonNode.Parse(
                    """{"type":["string","null"],"pattern":"^[0-9]+$"}"""
                );
        }
    }

    [GeneratedRegex(@"\{[^/]+?\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Parameter();
}
