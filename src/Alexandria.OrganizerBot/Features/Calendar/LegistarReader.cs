using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>Reads the answer of a Legistar Web API (<c>/v1/{client}/events</c>). Never throws on what a feed says.</summary>
internal static class LegistarReader
{
    /// <summary>Reads the answer's bytes.</summary>
    /// <param name="body">The answer as it came.</param>
    /// <param name="feedId">Id of one of the campaign's feeds: its bodies filter.</param>
    /// <param name="campaign">Whose zone and link hosts count.</param>
    /// <param name="fetchedAt">When the answer came.</param>
    public static CalendarReading Read(
        ReadOnlyMemory<byte> body,
        string feedId,
        Campaign campaign,
        Instant fetchedAt
    ) => throw new NotSupportedException($"{body.Length}{feedId}{campaign}{fetchedAt}");
}
