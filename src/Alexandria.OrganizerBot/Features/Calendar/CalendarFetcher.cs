using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Features.Calendar;

internal sealed class CalendarFetcher(HttpClient http)
{
    public async Task<CalendarFetch> FetchAsync(CalendarFeed feed, CancellationToken cancellationToken) =>
        new CalendarFetch.Fetched(await http.GetByteArrayAsync(feed.Url, cancellationToken));
}

internal abstract record CalendarFetch
{
    private CalendarFetch() { }

    public sealed record Unchanged : CalendarFetch;

    public sealed record Fetched(ReadOnlyMemory<byte> Body) : CalendarFetch;

    public sealed record Failed(CalendarReading.Unreadable Reason) : CalendarFetch;
}
