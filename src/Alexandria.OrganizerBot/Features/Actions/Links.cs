using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Text;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>Whether a link may be shown: https, and an exact host of the campaign's list.</summary>
internal static class Links
{
    public static LinkReading Read(string? text, Campaign campaign)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new LinkReading.None();
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) || UntrustedText.AsciiHost(url) is not { } host)
            return new LinkReading.Unreadable();
        if (
            url.Scheme == Uri.UriSchemeHttps
            && url.IsDefaultPort
            && url.UserInfo.Length == 0
            && campaign.LinkHosts.Contains(host, StringComparer.OrdinalIgnoreCase)
        )
            return new LinkReading.Allowed(url);
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
}

internal abstract record LinkReading
{
    private LinkReading() { }

    public sealed record None : LinkReading;

    public sealed record Allowed(Uri Url) : LinkReading;

    public sealed record Unreadable : LinkReading;

    public sealed record NotAllowed(string Host) : LinkReading;
}
