using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Features.Tally;

/// <summary>The tally as a picture that can be read on a phone, and the same in words for those who cannot see it.</summary>
internal static class TallyChart
{
    /// <summary>A PNG with one horizontal bar an answer, its number beside it.</summary>
    public static byte[] Png(Domain.Pledges.Tally tally, string language, Catalogue catalogue, string title) =>
        throw new NotSupportedException($"{tally}{language}{catalogue.Languages}{title}");

    /// <summary>What the picture shows, for screen readers; at most 1,024 characters, Discord's limit.</summary>
    public static string AltText(Domain.Pledges.Tally tally, string language, Catalogue catalogue, string title) =>
        throw new NotSupportedException($"{tally}{language}{catalogue.Languages}{title}{PledgeAnswer.Attend}");
}
