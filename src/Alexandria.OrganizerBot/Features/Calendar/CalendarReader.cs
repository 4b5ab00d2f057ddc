using Alexandria.OrganizerBot.Domain.Campaigns;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>Asks one feed for all its pages and reads them.</summary>
internal sealed class CalendarReader(CalendarFetcher fetcher, CalendarSources sources)
{
    /// <summary>More rows than this are broken or hostile: 20 pages of 1,000.</summary>
    private const int MostPages = 20;

    /// <summary>Asks and reads. Failure is a value; only cancellation throws.</summary>
    /// <param name="campaign">Whose feed it is.</param>
    /// <param name="feed">The feed to ask.</param>
    /// <param name="known">What the last answer said about itself; null: none came yet, or it was not one answer.</param>
    /// <param name="now">The moment of asking.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What was read, and how to ask next time; null: nothing changed since then.</returns>
    public Task<CalendarVisit?> AskAsync(
        Campaign campaign,
        CalendarFeed feed,
        CalendarStamp? known,
        Instant now,
        CancellationToken cancellationToken
    ) => AskAsync(sources.Of(feed.Kind), FeedRules.Of(campaign, feed, now), known, cancellationToken);

    /// <summary>Asks and reads a feed of a kind that is known already. The parameters are those of the other method.</summary>
    public async Task<CalendarVisit?> AskAsync(
        ICalendarSource source,
        FeedRules rules,
        CalendarStamp? known,
        CancellationToken cancellationToken
    )
    {
        var pages = new List<ReadOnlyMemory<byte>>();
        CalendarStamp? stamp = null;
        for (
            Uri? address = source.FirstPage(rules.Feed.Url, rules.Window);
            address is not null && pages.Count < MostPages;

        )
        {
            var isFirst = pages.Count == 0;
            switch (await fetcher.FetchAsync(address, source.MediaType, isFirst ? known : null, cancellationToken))
            {
                case CalendarFetch.NotModified:
                    return null;
                case CalendarFetch.Failed(var reason, var key, var values):
                    return new CalendarVisit(new CalendarReading.Unreadable(reason, key, values), Stamp: null);
                case CalendarFetch.Fetched(var body, var said):
                    // A server that ignores the number of rows to skip would answer the same for ever.
                    if (!isFirst && body.Span.SequenceEqual(pages[^1].Span))
                    {
                        address = null;
                        break;
                    }
                    pages.Add(body);
                    // Only one answer speaks for the whole calendar: later pages may change while the first stays.
                    stamp = isFirst ? said : null;
                    address = source.PageAfter(address, body);
                    break;
                default:
                    throw new InvalidOperationException("Unknown result of a fetch.");
            }
        }
        var reading = source.Read(pages, rules);
        // Only what was understood may be answered with "unchanged" next time.
        return new CalendarVisit(reading, reading is CalendarReading.Understood ? stamp : null);
    }
}

/// <summary>What a feed gave.</summary>
/// <param name="Reading">What it says, or why it cannot be read.</param>
/// <param name="Stamp">What to ask with next time; null: for everything.</param>
internal sealed record CalendarVisit(CalendarReading Reading, CalendarStamp? Stamp);
