using System.Globalization;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Where a request goes. Built from an interpolated path, so that the template (which is safe to log and names the limit's
/// bucket) and the filled path never drift apart.
/// </summary>
/// <param name="Template">The path with its ids left out, for example <c>/channels/{0}/messages</c>.</param>
/// <param name="Path">The path with its ids, escaped. May hold an interaction's token: never logged.</param>
/// <param name="Resource">The top-level resource that limits are counted by: channel, guild, or webhook with token.</param>
internal sealed record Route(HttpMethod Method, string Template, string Path, string Resource)
{
    /// <summary>Callbacks and interaction webhooks carry their own token and do not count towards the global limit.</summary>
    public bool IsInteraction { get; private init; }

    /// <summary>A callback happens once for each token, so there is no bucket to remember.</summary>
    public bool IsCallback { get; private init; }

    /// <summary>How logs and errors call this route.</summary>
    public string Name => $"{Method} {Template}";

    public static Route To(HttpMethod method, FormattableString path, string query = "")
    {
        var ids = path.GetArguments().Select(id => Uri.EscapeDataString((string)id!)).ToArray<object>();
        var template = path.Format;
        return new Route(
            method,
            template,
            string.Format(CultureInfo.InvariantCulture, template, ids) + query,
            ResourceOf(template, ids)
        )
        {
            IsInteraction = template.StartsWith("/webhooks/", StringComparison.Ordinal) || IsCallbackOf(template),
            IsCallback = IsCallbackOf(template),
        };
    }

    private static bool IsCallbackOf(string template) =>
        template.StartsWith("/interactions/", StringComparison.Ordinal);

    private static string ResourceOf(string template, object[] ids)
    {
        if (template.StartsWith("/webhooks/{0}/{1}", StringComparison.Ordinal))
        {
            return $"{ids[0]}/{ids[1]}";
        }

        return
            template.StartsWith("/channels/{0}", StringComparison.Ordinal)
            || template.StartsWith("/guilds/{0}", StringComparison.Ordinal)
            ? (string)ids[0]
            : "";
    }
}
