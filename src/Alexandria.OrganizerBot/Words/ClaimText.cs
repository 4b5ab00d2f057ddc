using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Text;

namespace Alexandria.OrganizerBot.Words;

/// <summary>
/// A text that makes a claim about people or law, in one language: real people read it only after somebody who knows has.
/// </summary>
/// <param name="Key">A key of the catalogues, <see cref="Claims.Purpose"/>, or the id of a campaign's claim after <c>claims.</c></param>
/// <param name="Language">Code of its language.</param>
/// <param name="Text">As it stands now.</param>
internal sealed record ClaimText(string Key, string Language, string Text)
{
    public string Fingerprint { get; } = TextFingerprint.Of(Text);

    /// <summary>Whether the review is of this text, as it stands now or as it once was.</summary>
    public bool IsMeantBy(TextReview review) =>
        string.Equals(review.Text, Key, StringComparison.Ordinal)
        && string.Equals(review.Language, Language, StringComparison.Ordinal);

    /// <summary>Whether one of the reviews is of this text as it stands now.</summary>
    public bool IsReviewedIn(IEnumerable<TextReview> reviews) =>
        reviews.Any(review =>
            IsMeantBy(review) && string.Equals(review.Fingerprint, Fingerprint, StringComparison.Ordinal)
        );
}
