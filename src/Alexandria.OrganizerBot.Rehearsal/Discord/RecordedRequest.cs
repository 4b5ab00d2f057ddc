using System.Text.Json.Nodes;

namespace Alexandria.OrganizerBot.Rehearsal.Discord;

/// <summary>A REST request as the stage received it, with what it answered.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below <c>/api/v10</c>, with its query: what the OpenAPI description calls a path.</param>
/// <param name="ContentType">Without parameters such as the boundary; null for a request without a body.</param>
/// <param name="UserAgent">As sent.</param>
/// <param name="AuthorizationScheme"><c>Bot</c> or null; the token itself is not kept.</param>
/// <param name="Body">The JSON body, or <c>payload_json</c> of a multipart body.</param>
/// <param name="Files">Names and sizes in bytes of uploaded files.</param>
/// <param name="Status">The HTTP status that was answered; 0 while it is under way.</param>
/// <param name="Code">Discord's error code of a refusal.</param>
public sealed record RecordedRequest(
    string Method,
    string Path,
    string? ContentType,
    string? UserAgent,
    string? AuthorizationScheme,
    JsonNode? Body,
    IReadOnlyList<TranscriptAttachment> Files,
    int Status,
    int? Code
);
