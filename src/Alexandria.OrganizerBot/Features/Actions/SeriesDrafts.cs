using System.Globalization;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>Drafts the next times of an action that comes again. Nothing is posted: that stays with the organizers.</summary>
internal static class SeriesDrafts
{
    /// <summary>
    /// Drafts what is due, and says so once in the coordinators' channel. Draft, notice, and that the day is done are one
    /// transaction, so a crash doubles and loses nothing.
    /// </summary>
    /// <returns>The series as it is then.</returns>
    public static ActionSeries Draft(StoreSession session, ActionSeries series, Campaign campaign, Instant now)
    {
        var grown = series;
        foreach (var day in series.DaysToDraft(now, campaign.OfficeDays))
        {
            var draft = series.Draft(session.NextActionId(), day, campaign);
            session.Save(draft);
            grown = grown.With(day, draft.Id);
            session.TellCoordinators(
                campaign,
                $"series|{series.Id.Code}|{day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture)}",
                new MessageContent.Notice(
                    "series.drafted",
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        ["code"] = draft.Id.Code,
                        ["title"] = draft.Title,
                        ["series"] = series.Id.Code,
                    }
                )
                {
                    Until = draft.Starts.Instant,
                },
                now
            );
        }
        if (grown != series)
            session.Save(grown);
        return grown;
    }
}
