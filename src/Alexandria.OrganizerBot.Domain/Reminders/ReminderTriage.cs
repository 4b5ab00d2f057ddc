using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>
/// What to do with steps that are due, also after a long silence: only what is still useful is sent, and of several overdue
/// steps of one action only the latest, so that nobody reads "in a week" after "tomorrow".
/// </summary>
public static class ReminderTriage
{
    /// <summary>The steps with their new state; exactly one of each action is <see cref="ReminderStepState.Expanded"/>, or none.</summary>
    public static IReadOnlyList<ReminderStep> Decide(IEnumerable<ReminderStep> due, Instant now)
    {
        ArgumentNullException.ThrowIfNull(due);
        return
        [
            .. due.GroupBy(step => step.Action)
                .SelectMany(ofAction =>
                {
                    var newest = ofAction
                        .Where(step => step.UsefulUntil > now)
                        .OrderBy(step => step.DueAt)
                        .ThenBy(step => step.Id, StringComparer.Ordinal)
                        .LastOrDefault();
                    return ofAction.Select(step =>
                        step with
                        {
                            State =
                                step == newest ? ReminderStepState.Expanded
                                : step.UsefulUntil <= now ? ReminderStepState.Expired
                                : ReminderStepState.Collapsed,
                        }
                    );
                }),
        ];
    }
}
