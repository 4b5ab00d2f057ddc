using Alexandria.OrganizerBot.Domain.Pledges;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>
/// Which of an action's reminders one reader hears: those that are meant for their answer, of one moment only the weightiest,
/// and four at the most over the action's whole life, changes of its time included. Pure.
/// </summary>
public static class ReminderLadder
{
    /// <summary>More reminders make fewer people come: they turn them off.</summary>
    public const int MostPerAction = 4;

    /// <summary>
    /// The steps of the action's newest version that a member with that pledge hears, earliest first, past ones included.
    /// </summary>
    /// <param name="pledge">The pledge as it stands.</param>
    /// <param name="steps">All steps of the action, of every version and in every state.</param>
    public static IReadOnlyList<ReminderStep> For(Pledge pledge, IEnumerable<ReminderStep> steps)
    {
        ArgumentNullException.ThrowIfNull(pledge);
        ArgumentNullException.ThrowIfNull(steps);
        var left = MostPerAction;
        IReadOnlyList<ReminderStep> heard = [];
        foreach (var version in steps.GroupBy(step => step.Version).OrderBy(version => version.Key))
        {
            // What an older version's change made void was never said and costs nothing.
            left -= heard.Count(step => step.State == ReminderStepState.Expanded);
            heard = Weightiest(version.Where(step => Concerns(pledge, step)), left);
        }
        return heard;
    }

    /// <summary>The one that a member with that pledge hears of those that are due together; null: none.</summary>
    /// <param name="pledge">The pledge as it stands.</param>
    /// <param name="steps">All steps of the action.</param>
    /// <param name="due">Those of them that are due and were not settled yet.</param>
    /// <param name="now">The present moment.</param>
    public static ReminderStep? Next(
        Pledge pledge,
        IEnumerable<ReminderStep> steps,
        IReadOnlyList<ReminderStep> due,
        Instant now
    ) => Latest(For(pledge, steps).Where(step => due.Any(one => one.Id == step.Id)), now);

    /// <summary>The one that a channel hears of those that are due together; null: none.</summary>
    public static ReminderStep? NextInChannel(IEnumerable<ReminderStep> due, Instant now) =>
        Latest(due.Where(step => step.Audience.HasFlag(ReminderAudience.Channel)), now);

    /// <summary>
    /// Whether a later one for the same reader has come due meanwhile: nobody reads "in a week" after "tomorrow", however
    /// long a message had to wait.
    /// </summary>
    public static bool IsOvertaken(ReminderStep step, Pledge pledge, IEnumerable<ReminderStep> steps, Instant now)
    {
        ArgumentNullException.ThrowIfNull(step);
        return For(pledge, steps).Any(other => other.DueAt > step.DueAt && other.DueAt <= now);
    }

    /// <summary>The same for a channel.</summary>
    public static bool IsOvertakenInChannel(ReminderStep step, IEnumerable<ReminderStep> steps, Instant now) =>
        steps.Any(other =>
            other.Version == step.Version
            && other.Audience.HasFlag(ReminderAudience.Channel)
            && other.DueAt > step.DueAt
            && other.DueAt <= now
        );

    private static bool Concerns(Pledge pledge, ReminderStep step) =>
        step.Audience.Includes(pledge)
        && step.DueAt > pledge.At
        && (step.PledgedBefore is not { } before || pledge.At < before);

    private static List<ReminderStep> Weightiest(IEnumerable<ReminderStep> steps, int most) =>
        [
            .. steps
                .GroupBy(step => step.DueAt)
                .Select(sameMoment =>
                    sameMoment.OrderBy(step => step.Weight).ThenBy(step => step.Id, StringComparer.Ordinal).First()
                )
                .OrderBy(step => step.Weight)
                // Of equal weight the one nearest to its milestone.
                .ThenByDescending(step => step.DueAt)
                .Take(Math.Max(0, most))
                .OrderBy(step => step.DueAt),
        ];

    private static ReminderStep? Latest(IEnumerable<ReminderStep> steps, Instant now) =>
        steps
            .Where(step => step.DueAt <= now && now < step.UsefulUntil)
            .OrderByDescending(step => step.DueAt)
            .ThenBy(step => step.Weight)
            .ThenBy(step => step.Id, StringComparer.Ordinal)
            .FirstOrDefault();
}
