using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal.Discord;

namespace Alexandria.OrganizerBot.Tests.Contracts.DiscordOpenApi;

/// <summary>What Discord's pages, and this bot's own promise to ping nobody, ask of a request beyond its schema.</summary>
internal static partial class DocumentedRules
{
    private const int MessageCallback = 4;
    private const int UpdateCallback = 7;

    public static IEnumerable<string> Faults(RecordedRequest request, string template) =>
        UserAgent(request).Concat(Authorization(request, template)).Concat(Mentions(request, template));

    /// <remarks>https://docs.discord.com/developers/reference#user-agent</remarks>
    private static IEnumerable<string> UserAgent(RecordedRequest request) =>
        request.UserAgent is { } agent && DiscordBot().IsMatch(agent) ? [] : [$"User-Agent: {request.UserAgent}"];

    /// <summary>An interaction's token, which stands in the path, is all that its routes ask for.</summary>
    private static IEnumerable<string> Authorization(RecordedRequest request, string template)
    {
        var due =
            template.StartsWith("/interactions/", StringComparison.Ordinal)
            || template.StartsWith("/webhooks/", StringComparison.Ordinal)
                ? null
                : "Bot";
        return request.AuthorizationScheme == due ? [] : [$"Authorization: {request.AuthorizationScheme ?? "none"}"];
    }

    /// <summary>Everything that people will see says that it pings nobody; without the field, Discord would parse mentions.</summary>
    /// <remarks>https://docs.discord.com/developers/resources/message#allowed-mentions-object</remarks>
    private static IEnumerable<string> Mentions(RecordedRequest request, string template)
    {
        if (Said(request, template) is not { } message)
            return [];
        return JsonNode.DeepEquals(message["allowed_mentions"], new JsonObject { ["parse"] = new JsonArray() })
            ? []
            : ["allowed_mentions is not {\"parse\":[]}"];
    }

    private static JsonNode? Said(RecordedRequest request, string template)
    {
        if (request.Body is not { } body)
            return null;
        if (template.EndsWith("/callback", StringComparison.Ordinal))
            return (int?)body["type"] is MessageCallback or UpdateCallback ? body["data"] : null;
        // A thread below a message has a name, which pings nobody, and says nothing yet.
        if (template.EndsWith("/threads", StringComparison.Ordinal))
            return null;
        return template.Contains("/messages", StringComparison.Ordinal) && request.Method is "POST" or "PATCH"
            ? body
            : null;
    }

    [GeneratedRegex(@"^DiscordBot \(https?://\S+, [^)\s]+\)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex DiscordBot();
}
