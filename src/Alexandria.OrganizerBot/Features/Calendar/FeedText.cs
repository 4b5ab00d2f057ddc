using System.Net;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Features.Actions;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Text and links out of a calendar, which anybody at city hall can edit: markup, addresses that the campaign does not
/// allow, and access codes are taken out before people see it.
/// </summary>
internal static partial class FeedText
{
    /// <summary>One line of text without HTML, foreign addresses and access codes; null where nothing is left.</summary>
    public static string? Clean(string? raw, int maxLength, IReadOnlyList<string> linkHosts)
    {
        if (string.IsNullOrWhiteSpace(raw))
            return null;
        var start = raw.Length > maxLength * 8 ? raw[..(maxLength * 8)] : raw;
        var text = LegistarMark().Replace(start, " ");
        // Tags once as written and once as entities: "&lt;b&gt;" is a tag that some clerk's tool encoded.
        text = Tag().Replace(WebUtility.HtmlDecode(Tag().Replace(text, " ")), " ");
        text = Address().Replace(text, match => Link(match.Value, linkHosts)?.AbsoluteUri ?? " ");
        text = AccessCode().Replace(text, " ");
        var clean = UntrustedText.Clean(text, maxLength).Trim(' ', ',', ';', '-', '–');
        return clean.Length > 0 ? clean : null;
    }

    /// <summary>The address, where the campaign's gate for links lets it through; else null.</summary>
    /// <param name="linkHosts">The hosts that it may lead to; null: any.</param>
    public static Uri? Link(string? address, IReadOnlyList<string>? linkHosts) =>
        (Links.Read(address, linkHosts ?? HostOf(address)) as LinkReading.Allowed)?.Url;

    private static IReadOnlyList<string> HostOf(string? address) =>
        Uri.TryCreate(address?.Trim(), UriKind.Absolute, out var url) && UntrustedText.AsciiHost(url) is { } host
            ? [host]
            : [];

    [GeneratedRegex("--(em|note|b|i|u)--", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LegistarMark();

    [GeneratedRegex("</?[a-zA-Z!][^<>]{0,300}>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"\b(https?://|www\.)[^\s<>]+",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Address();

    [GeneratedRegex(
        @"\b(pass ?code|password|access code|pin|(meeting|webinar) id)\b( is)? ?[:#]? ?[0-9][0-9 -]*\b|\b(pass ?code|password|access code) ?[:#] ?\S+",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex AccessCode();
}
