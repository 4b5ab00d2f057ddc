using Alexandria.OrganizerBot.Domain.Calendar;
using YamlDotNet.RepresentationModel;

namespace Alexandria.OrganizerBot.Campaigns;

/// <content>Words by which a docket's items are found.</content>
internal static partial class CampaignReader
{
    private const int MaxKeyword = 80;
    private const int MostKeywords = 100;

    /// <summary>The keywords of each language. A docket may be written in any of them, whatever the campaign's own are.</summary>
    private static List<DocketKeyword> ReadKeywords(YamlFields fields, FindingList findings)
    {
        var keywords = new List<DocketKeyword>();
        if (fields.Map("keywords") is not { } map)
            return keywords;
        foreach (var language in CatalogueLanguages)
        {
            foreach (var (text, node) in map.Texts(language))
            {
                if (ReadKeyword(text, language, map.Path(language), node, findings) is { } keyword)
                    keywords.Add(keyword);
            }
        }
        foreach (var (language, key, _) in map.Entries())
        {
            if (!CatalogueLanguages.Contains(language, StringComparer.Ordinal))
                findings.Error(
                    key,
                    $"'{map.Path(YamlFields.Short(language))}' is no language of the bot: write keywords under one of {string.Join(", ", CatalogueLanguages)}."
                );
        }
        if (keywords.Count > MostKeywords)
            findings.Error(
                map.Node,
                $"'keywords' has {keywords.Count} words: {MostKeywords} are possible, and fewer find less that is beside the point."
            );
        foreach (
            var twice in keywords
                .GroupBy(keyword => keyword.Text, StringComparer.OrdinalIgnoreCase)
                .Where(same => same.DistinctBy(keyword => keyword.Language).Count() < same.Count())
        )
            findings.Warning(map.Node, $"'keywords' has '{YamlFields.Short(twice.Key)}' twice.");
        if (keywords.Count > 0 && fields.List("feeds").Count == 0)
            findings.Note(map.Node, "'keywords' are looked for on no docket, because 'feeds' is empty.");
        return keywords;
    }

    private static DocketKeyword? ReadKeyword(
        string text,
        string language,
        string path,
        YamlNode node,
        FindingList findings
    )
    {
        if (text.Length > MaxKeyword)
            findings.Error(
                node,
                $"'{path}' cannot have '{YamlFields.Short(text)}': {text.Length} characters, and {MaxKeyword} are possible."
            );
        else if (!DocketKeyword.CanBe(text))
            findings.Error(
                node,
                $"'{path}' cannot have '{YamlFields.Short(text)}': a keyword is one to {DocketKeyword.MostWords} words of letters and digits."
            );
        else
            return new DocketKeyword(text, language);
        return null;
    }
}
