using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Calendar;

/// <summary>
/// Takes what a calendar says into the store, with what follows for the actions that were made from its meetings, in one
/// transaction. What can't be read, or looks like an accident, changes nothing: the meetings of before are kept and the
/// coordinators are told once a day.
/// </summary>
internal sealed partial class MeetingIntake(Store store, ILogger<MeetingIntake> logger)
{
    /// <summary>How far ahead, in days, a meeting that was listed before must be listed still: every source is asked for that.</summary>
    private const int DaysWatched = 89;

    /// <summary>Takes in one reading; a reading that was taken in before changes nothing more.</summary>
    /// <returns>
    /// Whether "unchanged" would be answer enough the next time: not where the calendar could not be read, and not as long as
    /// a second reading has to show whether a meeting is really gone.
    /// </returns>
    public async Task<bool> TakeAsync(
        Campaign campaign,
        CalendarFeed feed,
        CalendarReading reading,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        switch (reading)
        {
            case CalendarReading.Understood understood:
                var intake = await store.WriteAsync(
                    session => TakeIn(session, campaign, feed, understood, now),
                    cancellationToken
                );
                if (intake == Intake.Suspect)
                    Log.Suspect(logger, campaign.Id.Value, feed.Id);
                else
                    Log.Read(logger, campaign.Id.Value, feed.Id, understood.Meetings.Count, understood.Dropped.Count);
                return intake == Intake.Settled;
            case CalendarReading.Unreadable unreadable:
                Log.Unreadable(logger, campaign.Id.Value, feed.Id, unreadable.Reason);
                await store.WriteAsync(
                    session =>
                        FeedNotice.TellOnceADay(
                            session,
                            campaign,
                            feed,
                            "notice.calendar-unreadable",
                            [],
                            (unreadable.Key, unreadable.Values),
                            now
                        ),
                    cancellationToken
                );
                return false;
            default:
                throw new InvalidOperationException($"Unknown reading {reading.GetType().Name}.");
        }
    }

    private static Intake TakeIn(
        StoreSession session,
        Campaign campaign,
        CalendarFeed feed,
        CalendarReading.Understood reading,
        Instant now
    )
    {
        var today = now.InZone(campaign.Zone).Date;
        var known = session
            .Meetings(campaign.Id, today, today.PlusDays(DaysWatched))
            .Where(meeting => meeting.Feed == feed.Id && !meeting.HasBegun(campaign.Zone, now))
            .ToList();
        if (reading.Meetings.Count == 0 && known.Exists(meeting => meeting.Absence?.IsMissing != true))
        {
            FeedNotice.TellOnceADay(
                session,
                campaign,
                feed,
                "notice.calendar-empty",
                [("number", known.Count)],
                reason: null,
                now
            );
            return Intake.Suspect;
        }

        var follow = new CalendarFollower(session, campaign, now);
        foreach (var meeting in reading.Meetings)
            Take(session, follow, meeting);
        var absent = known.Where(meeting => !IsListed(meeting, reading)).ToList();
        var isSettled = true;
        foreach (var meeting in absent)
            isSettled &= Miss(session, follow, meeting, now);
        return isSettled ? Intake.Settled : Intake.Open;
    }

    private static void Take(StoreSession session, CalendarFollower follow, Meeting meeting)
    {
        var before = session.FindMeeting(meeting.Campaign, meeting.Feed, meeting.Id);
        // A reading that was overtaken by a later one tells nothing.
        if (before?.FetchedAt > meeting.FetchedAt)
            return;
        session.Save(meeting);
        if (before is not null)
            follow.Changed(before, meeting);
    }

    /// <summary>Counts that the meeting is absent; whether it is known by now that it is no accident.</summary>
    private static bool Miss(StoreSession session, CalendarFollower follow, Meeting meeting, Instant now)
    {
        var absence = Absence.After(meeting.Absence, now);
        session.Save(meeting with { Absence = absence });
        if (absence.IsMissing && meeting.Absence?.IsMissing != true)
            follow.Missing(meeting);
        return absence.IsMissing;
    }

    /// <summary>
    /// Whether the calendar still has it: also as an entry that can't be read this time, and under another number. An entry
    /// that now bears the name of a body that the campaign does not follow is gone for it.
    /// </summary>
    private static bool IsListed(Meeting meeting, CalendarReading.Understood reading) =>
        reading.Meetings.Any(listed => listed.Id == meeting.Id || listed.ContentHash == meeting.ContentHash)
        || reading.Dropped.Any(entry => entry.Id == meeting.Id && entry.Reason != DropReason.OtherBody);

    /// <summary>What came of a reading.</summary>
    private enum Intake
    {
        Settled,

        /// <summary>Taken in; whether a meeting is gone the next reading shows.</summary>
        Open,

        /// <summary>Not taken in.</summary>
        Suspect,
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

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "{Campaign}: calendar {Feed} is suddenly empty; its meetings of before are kept"
        )]
        public static partial void Suspect(ILogger logger, string campaign, string feed);
    }
}
