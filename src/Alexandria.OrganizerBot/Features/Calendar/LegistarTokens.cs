namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Tokens for those clients of the Legistar Web API that demand one. They come from the configuration, are put only into
/// addresses of the API itself, and are never logged.
/// </summary>
/// <param name="tokens">The client's name as it stands in addresses, and its token.</param>
internal sealed class LegistarTokens(IReadOnlyDictionary<string, string> tokens)
{
    private const string Host = "webapi.legistar.com";

    public static LegistarTokens None { get; } = new(new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Whether an address is one of the API itself.</summary>
    public static bool IsApi(Uri url) => url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && url.Host == Host;

    /// <summary>The address with its client's token, where there is one; no other host ever gets it.</summary>
    public Uri Sign(Uri url)
    {
        if (!IsApi(url) || ClientOf(url) is not { } client)
            return url;
        var token = tokens
            .Where(pair => string.Equals(pair.Key, client, StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.Value)
            .FirstOrDefault();
        if (string.IsNullOrEmpty(token))
            return url;
        var query = url.Query.TrimStart('?');
        var signed = $"token={Uri.EscapeDataString(token)}";
        return new UriBuilder(url) { Query = query.Length == 0 ? signed : $"{query}&{signed}", Port = -1 }.Uri;
    }

    /// <summary>"nyc" of <c>/v1/nyc/events</c>.</summary>
    private static string? ClientOf(Uri url) => url.Segments is [_, "v1/", var client, ..] ? client.TrimEnd('/') : null;
}
