using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>Whom a text would notify (resources/message, allowed mentions).</summary>
internal static partial class Mentions
{
    /// <summary>Names of people, roles as <c>@role</c>, and <c>@everyone</c>.</summary>
    /// <param name="world">Knows people.</param>
    /// <param name="server">Where it is said; null in a private chat, where no roles are.</param>
    /// <param name="text">All text that can mention: content and text displays, not embeds.</param>
    /// <param name="allowed">The request's <c>allowed_mentions</c>; null takes the default of its kind of request.</param>
    /// <param name="isReply">Answers to interactions notify only people by default.</param>
    /// <param name="mayMentionEveryone">Whether the bot has the permission.</param>
    public static IReadOnlyList<string> In(
        StageWorld world,
        Server? server,
        string text,
        JsonObject? allowed,
        bool isReply,
        bool mayMentionEveryone
    )
    {
        var parse = allowed is null
            ? new HashSet<string?> { "users", isReply ? null : "roles", isReply ? null : "everyone" }
            : [.. allowed.Items("parse").Select(item => item.Text())];
        bool Allows(string kind, string id) =>
            parse.Contains(kind) || allowed.Items(kind).Any(item => item.Text() == id);

        var roleIds = server?.Roles ?? new Dictionary<string, string>();
        var people = PersonMention()
            .Matches(text)
            .Select(match => world.People.FirstOrDefault(person => person.Id == match.Groups["id"].Value))
            .OfType<Person>()
            .Where(person => Allows("users", person.Id))
            .Select(person => person.Name);
        var roles = RoleMention()
            .Matches(text)
            .SelectMany(match => roleIds.Where(role => role.Value == match.Groups["id"].Value))
            .Where(role => mayMentionEveryone && Allows("roles", role.Value))
            .Select(role => "@" + role.Key);
        var everyone =
            mayMentionEveryone && parse.Contains("everyone") && EveryoneMention().IsMatch(text)
                ? new[] { "@everyone" }
                : [];
        return [.. people.Concat(roles).Concat(everyone).Distinct()];
    }

    [GeneratedRegex(@"<@!?(?<id>\d{1,20})>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PersonMention();

    [GeneratedRegex(@"<@&(?<id>\d{1,20})>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RoleMention();

    [GeneratedRegex("@(everyone|here)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EveryoneMention();
}
