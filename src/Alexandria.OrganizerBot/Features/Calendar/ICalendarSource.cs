using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// One kind of calendar: which addresses to ask, and how the answer is read. What a feed says never makes a source throw,
/// and what it does not say clearly is never guessed. Which field becomes what: docs/calendars.md.
/// </summary>
internal interface ICalendarSource
{
    /// <summary>How campaigns call it in their files.</summary>
    string Kind { get; }

    /// <summary>The media type to ask for.</summary>
    string MediaType { get; }

    /// <summary>The first address to ask.</summary>
    /// <param name="feed">The feed's configured address.</param>
    /// <param name="window">The days of interest.</param>
    Uri FirstPage(Uri feed, DateInterval window);

    /// <summary>The address after one that answered, or null: that was all.</summary>
    Uri? PageAfter(Uri page, ReadOnlyMemory<byte> answer) => null;

    /// <summary>Reads what the addresses answered, in their order.</summary>
    CalendarReading Read(IReadOnlyList<ReadOnlyMemory<byte>> pages, FeedRules rules);
}
