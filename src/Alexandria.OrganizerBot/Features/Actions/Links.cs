using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>Whether a link may be shown: https, and an exact host of the campaign's list.</summary>
internal static class Links
{
    public static LinkReading Read(string? text, Campaign campaign)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new LinkReading.None();
        if (
            Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url)
            && url.Scheme == Uri.UriSchemeHttps
            && url.IsDefaultPort
            && url.UserInfo.Length == 0
            && campaign.LinkHosts.Contains(url.IdnHost, StringComparer.OrdinalIgnoreCase)
        )
            return new LinkReading.Allowed(url);
        // The host is shown in its ASCII form, where a look-alike letter can be seen.
        return new LinkReading.NotAllowed(url is { IdnHost.Length: > 0 } ? url.IdnHost : "?");
    }
}

internal abstract record LinkReading
{
    private LinkReading() { }

    public sealed record None : LinkReading;

    public sealed record Allowed(Uri Url) : LinkReading;

    public sealed record NotAllowed(string Host) : LinkReading;
}
