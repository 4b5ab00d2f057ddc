using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Actions;

/// <summary>A named moment on the way to an action, on the wall of the action's zone.</summary>
/// <param name="Kind">Which one; an action has at most one of each.</param>
/// <param name="Local">Date and time on the wall.</param>
public sealed record Milestone(MilestoneKind Kind, LocalDateTime Local);

/// <summary>The moments that reminders can hang on, in the order in which they usually come.</summary>
public enum MilestoneKind
{
    /// <summary>The agenda is published.</summary>
    Docket,

    /// <summary>From then on one can register to speak.</summary>
    FormOpens,

    /// <summary>From then on one can no longer register to speak.</summary>
    FormCloses,

    /// <summary>From then on no written comment is taken.</summary>
    CommentsClose,

    /// <summary>From then on one is let in.</summary>
    Doors,

    /// <summary>It begins. Every action has it.</summary>
    Start,

    /// <summary>It is over.</summary>
    End,
}
