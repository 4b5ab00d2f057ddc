using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Actions;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>
/// Reads what people type before anything else does, and refuses what must not be kept of anybody: personal details, and
/// reports of sightings. The answer repeats nothing of it, and nothing of it is logged or stored.
/// </summary>
internal sealed class InputGuard(FeatureCatalog catalog, CampaignBook campaigns, RequestReader reader)
{
    /// <summary>A link has a gate of its own, and the ids in addresses look like anything.</summary>
    private const string Link = "link";

    private readonly ScopeWords _scope = new(
        Listed(catalog, "scope.who"),
        Listed(catalog, "scope.seen"),
        Listed(catalog, "scope.plate")
    );

    /// <summary>The answer to something that is not taken; null: it may be read.</summary>
    public Reply? WhyRefused(Incoming incoming)
    {
        var refused = Typed(incoming.Act)
            .Select(typed => (typed.Name, Key: WhyNot(typed.Text, incoming)))
            .Where(typed => typed.Key is not null)
            .ToList();
        if (refused.Count == 0)
            return null;
        if (incoming.Act is Act.Complete)
            return new Reply.Completions([]);
        return new Reply.NotTaken(
            new Card
            {
                Parts =
                [
                    new CardPart.Paragraph(Sentence(incoming, refused[0].Key!)),
                    .. GivenBack(incoming, [.. refused.Select(typed => typed.Name)]),
                ],
            }
        );
    }

    /// <summary>Everything that somebody wrote freely, by the name of its option or field.</summary>
    private IEnumerable<(string Name, string Text)> Typed(Act act) =>
        act switch
        {
            Act.Say said => [("", said.Text)],
            Act.Command command => command
                .Options.Where(option => option.Key != Link && !NamesPerson(command.Name, option.Key))
                .Select(option => (option.Key, option.Value)),
            Act.Submit(_, var fields) => fields.Select(field => (field.Key, field.Value)),
            Act.Complete complete => [(complete.Option, complete.Typed)],
            _ => [],
        };

    private bool NamesPerson(string command, string option) =>
        catalog.Commands.Any(spec =>
            spec.Name == command && spec.Options.Any(known => known.Name == option && known.IsPerson)
        );

    /// <summary>The key of the sentence that refuses a text; null: nothing in it is recognised.</summary>
    private string? WhyNot(string text, Incoming incoming)
    {
        var here = Here(incoming);
        text = WithoutAllowedLinks(text, here);
        if (PersonalDetails.Find(text, [.. here.SelectMany(PublishedLines)]) is not null)
            return incoming.AnswerIsPublic ? "guard.personal-in-group" : "guard.personal";
        var scope = _scope.With(here.SelectMany(campaign => campaign.ScopeWords));
        return ScopeGuard.Reports(text, scope) ? "guard.report" : null;
    }

    private string Sentence(Incoming incoming, string key)
    {
        var language = reader.LanguageFor(incoming);
        var hotline = Here(incoming).Select(campaign => campaign.Hotline).FirstOrDefault(line => line is not null);
        return key == "guard.report" && hotline is not null
            ? catalog.Words.Text(language, "guard.report-hotline", ("hotline", hotline))
            : catalog.Words.Text(language, key);
    }

    /// <summary>What else stood in a form, so that it need not be written again.</summary>
    private IEnumerable<CardPart> GivenBack(Incoming incoming, IReadOnlyList<string> without)
    {
        if (incoming.Act is not Act.Submit(_, var fields))
            yield break;
        var language = reader.LanguageFor(incoming);
        var kept = (
            from field in fields
            where ActionForm.Names.Contains(field.Key, StringComparer.Ordinal)
            where !without.Contains(field.Key, StringComparer.Ordinal) && !string.IsNullOrWhiteSpace(field.Value)
            let option = new OptionSpec(field.Key)
            let label = catalog.Words.Text(language, $"option.{option.Name}.name")
            select $"{label}: {UntrustedText.Clean(field.Value, ActionFields.LongestNote)}"
        ).ToList();
        if (kept.Count == 0)
            yield break;
        yield return new CardPart.Small(catalog.Words.Text(language, "guard.rest"));
        yield return new CardPart.Bullets(kept);
    }

    private IReadOnlyList<Campaign> Here(Incoming incoming) =>
        incoming.Server is { } server ? campaigns.At(incoming.Network, server, incoming.Channel) : campaigns.All;

    private static IEnumerable<string> PublishedLines(Campaign campaign) =>
        campaign.Targets.Select(target => target.Phone).Append(campaign.Hotline).OfType<string>();

    /// <summary>Where a link is typed among the words, as where there are no options.</summary>
    private static string WithoutAllowedLinks(string text, IReadOnlyList<Campaign> here) =>
        text.Contains("https://", StringComparison.OrdinalIgnoreCase)
            ? string.Join(' ', text.Split(' ').Where(word => !here.Any(campaign => IsAllowedLink(word, campaign))))
            : text;

    private static bool IsAllowedLink(string word, Campaign campaign) =>
        word.IndexOf("https://", StringComparison.OrdinalIgnoreCase) is >= 0 and var start
        && Links.Read(word[start..], campaign) is LinkReading.Allowed;

    /// <summary>The words of a list in every language: people mix them.</summary>
    private static IEnumerable<string> Listed(FeatureCatalog catalog, string key) =>
        catalog.Words.Languages.SelectMany(language => catalog.Words.Text(language, key).Split(';'));
}
