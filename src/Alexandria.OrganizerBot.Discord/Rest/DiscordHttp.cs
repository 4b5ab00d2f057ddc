using System.Net.Http.Headers;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>Makes the HTTP client that <see cref="DiscordRest"/> wants.</summary>
public static class DiscordHttp
{
    /// <summary>
    /// A client without redirects (they could carry the token elsewhere), cookies, or repeats, whose connections are renewed
    /// so that a change of address in DNS is noticed. Time-outs are set per request by <see cref="DiscordRest"/>.
    /// </summary>
    public static HttpClient CreateClient(DiscordClientOptions options)
    {
        var client = new HttpClient(CreateHandler(options), disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    internal static SocketsHttpHandler CreateHandler(DiscordClientOptions options) =>
        new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Over plain HTTP a proxy from the environment would read the token.
            UseProxy = options.ApiBaseUrl.Scheme == Uri.UriSchemeHttps,
            ConnectTimeout = options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
}
