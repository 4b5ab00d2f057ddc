namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>One entry of the route table.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path below <c>/api/v10</c>, with parameters in braces.</param>
/// <param name="Bucket">Its rate-limit bucket (<see cref="DiscordBuckets"/>).</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Answer">Answers a request; called while the world's gate is held.</param>
internal sealed record Route(
    string Method,
    string Template,
    string Bucket,
    RouteAccess Access,
    Func<RestRequest, RestAnswer> Answer
)
{
    // Discord counts a bucket separately for each of these (topics/rate-limits, "top-level resources").
    private static readonly HashSet<string> MajorParameters = ["channel", "guild", "token"];

    private readonly string[] _parts = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The path's parameters if it has this route's form.</summary>
    public IReadOnlyDictionary<string, string>? Match(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != _parts.Length)
        {
            return null;
        }
        var values = new Dictionary<string, string>();
        foreach (var (wanted, given) in _parts.Zip(parts))
        {
            if (wanted is ['{', .. var name, '}'])
            {
                values[name] = Uri.UnescapeDataString(given);
            }
            else if (wanted != given)
            {
                return null;
            }
        }
        return values;
    }

    /// <summary>What the bucket counts for: a channel, a server, an interaction's token.</summary>
    public static string MajorOf(IReadOnlyDictionary<string, string> values) =>
        string.Join('/', values.Where(value => MajorParameters.Contains(value.Key)).Select(value => value.Value));
}

internal enum RouteAccess
{
    /// <summary>Needs <c>Authorization: Bot token</c> and counts towards the global limit.</summary>
    Bot,

    /// <summary>Open to everyone.</summary>
    Anyone,

    /// <summary>The path's own token is the key; not bound to the global limit.</summary>
    InteractionToken,
}
