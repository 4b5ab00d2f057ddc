using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Campaigns;

/// <summary>
/// Somebody who knows has read a text that makes a claim about people or law, and found it right. It holds for the text as it
/// stood then: whoever changes the text voids the review.
/// </summary>
/// <param name="Text">The text's key, such as <c>purpose</c>, <c>claims.riders</c> or a key of the bot's own words.</param>
/// <param name="Language">Code of the language in which it was read.</param>
/// <param name="Fingerprint">Of the text as it was read; see <see cref="Domain.Text.TextFingerprint"/>.</param>
/// <param name="Date">The day on which it was read.</param>
/// <param name="By">As what somebody read it. Never a name: who works for a campaign is nobody's business.</param>
public sealed record TextReview(string Text, string Language, string Fingerprint, LocalDate Date, ReviewerRole By);

/// <summary>As what somebody reviews a text.</summary>
public enum ReviewerRole
{
    /// <summary>Answers for what the campaign says.</summary>
    Organizer,

    /// <summary>Speaks the language at home.</summary>
    Speaker,

    Translator,

    Lawyer,

    /// <summary>Wrote the program: can vouch for what it does, and for nothing else.</summary>
    Developer,
}
