namespace Alexandria.OrganizerBot.Domain.Campaigns;

/// <summary>One text in several languages, by language code.</summary>
public sealed record LocalizedText(IReadOnlyDictionary<string, string> ByLanguage)
{
    /// <summary>The text in the language, else in <paramref name="fallback"/>, else in any language there is.</summary>
    public string In(string language, string fallback) =>
        ByLanguage.GetValueOrDefault(language) ?? ByLanguage.GetValueOrDefault(fallback) ?? ByLanguage.Values.First();
}
