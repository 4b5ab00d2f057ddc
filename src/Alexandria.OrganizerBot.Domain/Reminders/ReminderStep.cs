using Alexandria.OrganizerBot.Domain.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Reminders;

/// <summary>One reminder of one action, planned for one moment.</summary>
/// <param name="Id">Built from action, version and rule, so that planning twice makes no second one.</param>
/// <param name="Action">The action.</param>
/// <param name="Version">The action's version it was planned for.</param>
/// <param name="Rule">The cadence's rule.</param>
/// <param name="Audience">Who hears it.</param>
/// <param name="DueAt">When it is sent.</param>
/// <param name="UsefulUntil">From then on it would only confuse, and is not sent.</param>
/// <param name="State">What became of it.</param>
public sealed record ReminderStep(
    string Id,
    ActionId Action,
    int Version,
    string Rule,
    ReminderAudience Audience,
    Instant DueAt,
    Instant UsefulUntil,
    ReminderStepState State
)
{
    /// <summary>Who hears only four of an action's reminders hears those that matter most.</summary>
    public ReminderWeight Weight { get; init; } = ReminderWeight.Early;

    /// <summary>Only for pledges given before; null: for all.</summary>
    public Instant? PledgedBefore { get; init; }

    /// <summary>The milestone that it hangs on.</summary>
    public MilestoneKind Of { get; init; } = MilestoneKind.Start;
}

/// <summary>What a reminder is worth to one who hears it, most first.</summary>
public enum ReminderWeight
{
    /// <summary>The last one before something closes.</summary>
    LastCall,

    /// <summary>It asks whether the pledge still holds.</summary>
    Confirm,

    /// <summary>The last one before it begins.</summary>
    BeforeStart,

    /// <summary>Something opens, and only now can one act.</summary>
    Opening,

    /// <summary>It asks whether one was there.</summary>
    Came,

    /// <summary>An earlier one before something closes.</summary>
    Deadline,

    /// <summary>Any other.</summary>
    Early,
}

public enum ReminderStepState
{
    Planned,

    /// <summary>Its messages are in the outbox.</summary>
    Expanded,

    /// <summary>Overdue together with a later one of the same action, which everybody heard in its stead.</summary>
    Collapsed,

    /// <summary>Too late to be useful.</summary>
    Expired,

    /// <summary>The action changed or was cancelled.</summary>
    Void,
}
