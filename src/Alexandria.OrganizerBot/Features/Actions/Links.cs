using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Text;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// Whether a link may be shown, whoever it comes from: https, an exact host of the campaign's list, and nothing that hides where
/// it leads. What only tracks its readers is taken out.
/// </summary>
internal static class Links
{
    /// <summary>Longer ones are no addresses that people share, in UTF-16 units.</summary>
    private const int Longest = 500;

    private static readonly IReadOnlyList<string> TrackingParameters = LinkShorteners.ReadList(
        "tracking-parameters.txt"
    );

    public static LinkReading Read(string? text, Campaign campaign) => Read(text, campaign.LinkHosts);

    /// <param name="hosts">Exact host names that links may lead to.</param>
    public static LinkReading Read(string? text, IReadOnlyList<string> hosts)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new LinkReading.None();
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || UntrustedText.AsciiHost(url) is not { } host)
            return new LinkReading.Unreadable();
        if (
            text.Length <= Longest
            && url.Scheme == Uri.UriSchemeHttps
            && url.IsDefaultPort
            && url.UserInfo.Length == 0
            && hosts.Contains(host, StringComparer.OrdinalIgnoreCase)
            && !LinkShorteners.Has(host)
        )
            return new LinkReading.Allowed(WithoutTracking(url));
        // The host is shown in its ASCII form, where a look-alike letter can be seen.
        return new LinkReading.NotAllowed(host);
    }

    /// <summary>The sentence for an organizer whose link can't be shown, or null.</summary>
    public static Reply? WhyRefused(LinkReading link, Request request) =>
        link switch
        {
            LinkReading.Unreadable => request.Say("error.link-unreadable"),
            LinkReading.NotAllowed when request.Campaign.LinkHosts.Count == 0 => request.Say("error.no-link-hosts"),
            LinkReading.NotAllowed(var host) => request.Say(
                "error.link-host",
                ("host", host),
                ("hosts", string.Join(", ", request.Campaign.LinkHosts))
            ),
            _ => null,
        };

    private static Uri WithoutTracking(Uri url)
    {
        if (url.Query.Length <= 1)
            return url;
        var parts = url.Query[1..].Split('&');
        var kept = parts.Where(part => !Tracks(part)).ToList();
        return kept.Count == parts.Length ? url : new UriBuilder(url) { Query = string.Join('&', kept), Port = -1 }.Uri;
    }

    private static bool Tracks(string part)
    {
        var name = Uri.UnescapeDataString(part.Split('=', 2)[0]);
        return TrackingParameters.Any(known =>
            known.EndsWith('*')
                ? name.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)
                : name.Equals(known, StringComparison.OrdinalIgnoreCase)
        );
    }
}

internal abstract record LinkReading
{
    private LinkReading() { }

    public sealed record None : LinkReading;

    public sealed record Allowed(Uri Url) : LinkReading;

    public sealed record Unreadable : LinkReading;

    public sealed record NotAllowed(string Host) : LinkReading;
}
