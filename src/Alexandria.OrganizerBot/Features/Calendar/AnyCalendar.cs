using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>A calendar whose kind is told from its answer; for whoever checks one by hand.</summary>
internal sealed class AnyCalendar(CalendarSources sources) : ICalendarSource
{
    /// <inheritdoc/>
    public string Kind => "auto";

    /// <inheritdoc/>
    public string MediaType => "*/*";

    /// <inheritdoc/>
    public Uri FirstPage(Uri feed, DateInterval window) => feed;

    /// <inheritdoc/>
    public Uri? PageAfter(Uri page, ReadOnlyMemory<byte> answer) => sources.Recognize(answer)?.PageAfter(page, answer);

    /// <inheritdoc/>
    public CalendarReading Read(IReadOnlyList<ReadOnlyMemory<byte>> pages, FeedRules rules) =>
        sources.Recognize(pages[0])?.Read(pages, rules)
        ?? (JsonAnswer.Open(pages[0], out var document) is { } unreadable ? unreadable : Unrecognized(document));

    private static CalendarReading.Unreadable Unrecognized(IDisposable? document)
    {
        document?.Dispose();
        return Unreadable.NotAList;
    }
}
