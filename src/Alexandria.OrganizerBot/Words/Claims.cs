using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Words;

/// <summary>What is said about people or law for a campaign, by its own file and by the bot's words, and what of it was reviewed.</summary>
internal static class Claims
{
    /// <summary>The key of a campaign's purpose.</summary>
    public const string Purpose = "purpose";

    private const string CallScript = "calls.script";
    private const string CallVoicemail = "calls.voicemail";

    /// <summary>The keys of what callers say.</summary>
    public static IReadOnlyList<string> Spoken { get; } = [CallScript, CallVoicemail];

    /// <summary>The key of one of the campaign's claims.</summary>
    public static string KeyOf(Claim claim) => $"claims.{claim.Id}";

    /// <summary>Every such text of the campaign, in each of its languages: its own first, then the bot's.</summary>
    public static IReadOnlyList<ClaimText> Of(Campaign campaign, Catalogue words) =>
        [
            .. campaign.Languages.Select(language => PurposeOf(campaign, language)),
            .. campaign.Claims.SelectMany(claim =>
                campaign.Languages.Select(language => In(campaign, claim, language))
            ),
            .. campaign.Languages.Select(language => CallScriptOf(campaign, language)).OfType<ClaimText>(),
            .. campaign.Languages.Select(language => CallVoicemailOf(campaign, language)).OfType<ClaimText>(),
            .. campaign.Languages.SelectMany(words.Claims),
        ];

    /// <summary>What callers read aloud to an office; null: nothing is written.</summary>
    public static ClaimText? CallScriptOf(Campaign campaign, string language) =>
        SpokenIn(campaign, CallScript, campaign.Calls.Script, language);

    /// <summary>What callers say after the tone; null: nothing is written.</summary>
    public static ClaimText? CallVoicemailOf(Campaign campaign, string language) =>
        SpokenIn(campaign, CallVoicemail, campaign.Calls.Voicemail, language);

    private static ClaimText? SpokenIn(Campaign campaign, string key, LocalizedText? text, string language) =>
        text is null ? null : new ClaimText(key, language, text.In(language, campaign.DefaultLanguage));

    public static ClaimText PurposeOf(Campaign campaign, string language) =>
        new(Purpose, language, campaign.Purpose.In(language, campaign.DefaultLanguage));

    /// <summary>
    /// Whether somebody who may has reviewed it as it stands: for the campaign, or, of the bot's own words, for everybody.
    /// </summary>
    public static bool IsReviewed(ClaimText claim, Campaign campaign, Catalogue words) =>
        claim.IsReviewedIn(words.Reviews) || claim.IsReviewedIn(campaign.Reviews);

    /// <summary>Those of <see cref="Of"/> that await a review.</summary>
    public static IReadOnlyList<ClaimText> Unreviewed(Campaign campaign, Catalogue words) =>
        [.. Of(campaign, words).Where(claim => !IsReviewed(claim, campaign, words))];

    /// <summary>A statement and who makes it are one text: either alone says something else.</summary>
    private static ClaimText In(Campaign campaign, Claim claim, string language) =>
        new(
            KeyOf(claim),
            language,
            $"{claim.Text.In(language, campaign.DefaultLanguage)} ({claim.Attribution.In(language, campaign.DefaultLanguage)})"
        );
}
