using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>
/// What becomes of steps that are due, also after a long silence: what is still useful is sent, and one that a later step of
/// the same action says better to everybody whom it is for is not.
/// </summary>
public static class ReminderTriage
{
    /// <summary>The steps with their new state.</summary>
    public static IReadOnlyList<ReminderStep> Decide(IEnumerable<ReminderStep> due, Instant now)
    {
        ArgumentNullException.ThrowIfNull(due);
        return
        [
            .. due.GroupBy(step => step.Action)
                .SelectMany(ofAction => ofAction.Select(step => step with { State = StateOf(step, ofAction, now) })),
        ];
    }

    private static ReminderStepState StateOf(ReminderStep step, IEnumerable<ReminderStep> ofAction, Instant now)
    {
        if (step.UsefulUntil <= now)
            return ReminderStepState.Expired;
        return ofAction.Any(other => other.UsefulUntil > now && SaysItBetter(other, step))
            ? ReminderStepState.Collapsed
            : ReminderStepState.Expanded;
    }

    /// <summary>Whether nobody hears the one, since everybody whom it is for hears the other.</summary>
    private static bool SaysItBetter(ReminderStep other, ReminderStep step) =>
        other.Version == step.Version
        && other.DueAt > step.DueAt
        && other.Weight <= step.Weight
        && Covers(other.Audience, step.Audience)
        && (other.PledgedBefore is not { } before || before >= step.PledgedBefore);

    private static bool Covers(ReminderAudience other, ReminderAudience audience)
    {
        var members = audience & ReminderAudience.Members;
        return (other.HasFlag(ReminderAudience.Pledged) || (other & members) == members)
            && (!audience.HasFlag(ReminderAudience.Channel) || other.HasFlag(ReminderAudience.Channel));
    }
}
