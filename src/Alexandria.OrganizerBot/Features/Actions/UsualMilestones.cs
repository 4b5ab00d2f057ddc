using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Features.Actions;

/// <summary>
/// What becomes of milestones when the start moves: those that stand where the campaign's file puts them move along, those
/// that somebody gave another time stay, since only people know when a clerk's form closes now.
/// </summary>
internal static class UsualMilestones
{
    public static CollectiveAction MoveAlong(CollectiveAction before, CollectiveAction edited, Campaign campaign)
    {
        if (before.Starts == edited.Starts)
            return edited;
        var usual = campaign.MilestonesFor(before.Starts);
        var moved = campaign.MilestonesFor(edited.Starts);
        return edited with
        {
            Milestones =
            [
                .. edited.Milestones.Select(milestone =>
                    usual.Contains(milestone) ? moved.First(other => other.Kind == milestone.Kind) : milestone
                ),
            ],
        };
    }

    /// <summary>Those that somebody gave a time of their own.</summary>
    public static IEnumerable<Milestone> Typed(CollectiveAction action, Campaign campaign) =>
        action.Milestones.Except(campaign.MilestonesFor(action.Starts));
}
