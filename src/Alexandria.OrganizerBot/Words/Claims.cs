using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Words;

/// <summary>What is said about people or law for a campaign, by its own file and by the bot's words, and what of it was reviewed.</summary>
internal static class Claims
{
    /// <summary>The key of a campaign's purpose.</summary>
    public const string Purpose = "purpose";

    /// <summary>The key of one of the campaign's claims.</summary>
    public static string KeyOf(Claim claim) => $"claims.{claim.Id}";

    /// <summary>Every such text of the campaign, in each of its languages: its own first, then the bot's.</summary>
    public static IReadOnlyList<ClaimText> Of(Campaign campaign, Catalogue words) =>
        [
            .. campaign.Languages.Select(language => PurposeOf(campaign, language)),
            .. campaign.Claims.SelectMany(claim =>
                campaign.Languages.Select(language => In(campaign, claim, language))
            ),
            .. Spoken(campaign, "calls.script", campaign.Calls.Script),
            .. Spoken(campaign, "calls.voicemail", campaign.Calls.Voicemail),
            .. campaign.Languages.SelectMany(words.Claims),
        ];

    /// <summary>What callers say to an office about the campaign's matter.</summary>
    private static IEnumerable<ClaimText> Spoken(Campaign campaign, string key, LocalizedText? text) =>
        text is null
            ? []
            : campaign.Languages.Select(language => new ClaimText(
                key,
                language,
                text.In(language, campaign.DefaultLanguage)
            ));

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
