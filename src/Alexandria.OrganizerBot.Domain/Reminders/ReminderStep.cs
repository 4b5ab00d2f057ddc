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
);

public enum ReminderStepState
{
    Planned,

    /// <summary>Its messages are in the outbox.</summary>
    Expanded,

    /// <summary>Overdue together with a later one of the same action, which was sent in its stead.</summary>
    Collapsed,

    /// <summary>Too late to be useful.</summary>
    Expired,

    /// <summary>The action changed or was cancelled.</summary>
    Void,
}
