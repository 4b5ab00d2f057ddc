namespace Alexandria.OrganizerBot.Domain.Actions;

/// <summary>In which order an action's milestones can come at all.</summary>
public static class MilestoneOrder
{
    private static readonly (MilestoneKind First, MilestoneKind Then)[] Order =
    [
        (MilestoneKind.FormOpens, MilestoneKind.FormCloses),
        (MilestoneKind.FormOpens, MilestoneKind.Start),
        (MilestoneKind.FormCloses, MilestoneKind.Start),
        (MilestoneKind.Docket, MilestoneKind.Start),
        (MilestoneKind.Doors, MilestoneKind.Start),
        (MilestoneKind.Start, MilestoneKind.End),
    ];

    /// <summary>
    /// Two milestones of which the first has to come before the second and does not; null: the order is possible. A period
    /// for comments may end after a hearing, so nothing is asked of it.
    /// </summary>
    public static (MilestoneKind First, MilestoneKind Then)? Broken(CollectiveAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        foreach (var (first, then) in Order)
        {
            if (action.MomentOf(first)?.Instant >= action.MomentOf(then)?.Instant)
                return (first, then);
        }
        return null;
    }
}
