using System.Globalization;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Takes what a calendar says into the store. What can't be read changes nothing: the meetings of before are kept and the
/// coordinators are told once a day.
/// </summary>
internal sealed partial class MeetingIntake(Store store, ILogger<MeetingIntake> logger)
{
    public async Task TakeAsync(
        Campaign campaign,
        CalendarFeed feed,
        CalendarReading reading,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        switch (reading)
        {
            case CalendarReading.Understood(var meetings, var dropped):
                await store.WriteAsync(
                    session =>
                    {
                        foreach (var meeting in meetings)
                            session.Save(meeting);
                    },
                    cancellationToken
                );
                Log.Read(logger, campaign.Id.Value, feed.Id, meetings.Count, dropped.Count);
                break;
            case CalendarReading.Unreadable unreadable:
                Log.Unreadable(logger, campaign.Id.Value, feed.Id, unreadable.Reason);
                await store.WriteAsync(
                    session =>
                        session.TellCoordinators(
                            campaign,
                            $"calendar-unreadable|{campaign.Id}|{feed.Id}|{now.InZone(campaign.Zone).Date:uuuu-MM-dd}",
                            new MessageContent.Notice(
                                "notice.calendar-unreadable",
                                new Dictionary<string, string>(StringComparer.Ordinal) { ["feed"] = feed.Id },
                                Reason: new MessageContent.Notice(
                                    unreadable.Key,
                                    unreadable.Values.ToDictionary(
                                        value => value.Name,
                                        value => string.Create(CultureInfo.InvariantCulture, $"{value.Value}"),
                                        StringComparer.Ordinal
                                    )
                                )
                            ),
                            now
                        ),
                    cancellationToken
                );
                break;
            default:
                throw new InvalidOperationException($"Unknown reading {reading.GetType().Name}.");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "{Campaign}: calendar {Feed} has {Kept} meetings; {Dropped} entries were left out"
        )]
        public static partial void Read(ILogger logger, string campaign, string feed, int kept, int dropped);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Campaign}: calendar {Feed} cannot be read: {Reason}")]
        public static partial void Unreadable(ILogger logger, string campaign, string feed, string reason);
    }
}
