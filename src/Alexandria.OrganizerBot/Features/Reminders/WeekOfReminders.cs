using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Reminders;

/// <summary>
/// How many reminders a person has heard from a campaign in the last seven days. It is told from pledges and steps, so that
/// nothing needs to be remembered about anybody: what the retention has deleted no longer counts.
/// </summary>
internal sealed class WeekOfReminders
{
    private static readonly Duration Week = Duration.FromDays(7);

    /// <summary>A reminder hangs on an action that lies no further away than this.</summary>
    private static readonly Duration Farthest = Duration.FromDays(70);

    private readonly IReadOnlyDictionary<ActionId, IReadOnlyList<ReminderStep>> _steps;
    private readonly Instant _since;

    private WeekOfReminders(IReadOnlyDictionary<ActionId, IReadOnlyList<ReminderStep>> steps, Instant since)
    {
        _steps = steps;
        _since = since;
    }

    /// <summary>What nobody can have heard more of.</summary>
    public int Most => _steps.Values.Sum(steps => Math.Min(ReminderLadder.MostPerAction, steps.Count(IsRecent)));

    public static WeekOfReminders Until(StoreSession session, CampaignId campaign, Instant now)
    {
        var since = now - Week;
        var steps = session
            .ActionsOf(campaign)
            .Where(action => action.OverBy > since - Week && action.Starts.Instant < now + Farthest)
            .Select(action => (action.Id, Steps: session.StepsOf(action.Id)))
            .Where(one => one.Steps.Any(step => IsRecent(step, since)))
            .ToDictionary(one => one.Id, one => one.Steps);
        return new WeekOfReminders(steps, since);
    }

    /// <summary>How many the member has heard.</summary>
    public int HeardBy(StoreSession session, MemberKey member) =>
        _steps.Sum(ofAction =>
            session.FindPledge(ofAction.Key, member) is { } pledge
                ? ReminderLadder.For(pledge, ofAction.Value).Count(IsRecent)
                : 0
        );

    private bool IsRecent(ReminderStep step) => IsRecent(step, _since);

    private static bool IsRecent(ReminderStep step, Instant since) =>
        step.State == ReminderStepState.Expanded && step.DueAt > since;
}
