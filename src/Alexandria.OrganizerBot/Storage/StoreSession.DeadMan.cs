using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>A campaign in which nobody organizes any more.</content>
internal sealed partial class StoreSession
{
    private Rows<DeadManWatch> DeadManWatches => field ??= new(StoreSchema.DeadManWatches, scope);

    public void Save(DeadManWatch watch) => DeadManWatches.Save(watch);

    /// <summary>What is noted about the campaign; null: nothing yet.</summary>
    public DeadManWatch? WatchOf(CampaignId campaign) => DeadManWatches.Find(campaign.Value);

    /// <summary>
    /// Forgets members of the campaign, and what waits to be sent to them; when none is left, what is kept of answers and
    /// permissions to its actions. The actions stay: they name nobody.
    /// </summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="most">So many members at a time.</param>
    /// <returns>How many rows went; 0: nothing is left.</returns>
    public int ForgetMembersOf(CampaignId campaign, int most)
    {
        scope.DemandWritable();
        var gone = 0;
        var members = Members.Between("seen", $"{campaign.Value}|", $"{campaign.Value}|~", most);
        foreach (var row in members)
            gone += Forget(row.Member.Key).Total;
        if (members.Count == most)
            return gone;
        foreach (var action in ActionsOf(campaign))
        {
            gone += Pledges.DeleteStartingWith($"{action.Id.Code}|");
            gone += Consents.DeleteBetween("action", action.Id.Number, action.Id.Number);
            gone += Deadlines.DeleteBetween("action", action.Id.Number, action.Id.Number);
        }
        return gone;
    }
}

/// <summary>What is known of whether anybody still organizes in a campaign.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Since">When it was first looked at.</param>
/// <param name="Active">When somebody last organized, or it was first looked at.</param>
/// <param name="Stage">What was told since.</param>
/// <param name="Until">When its members are forgotten unless somebody organizes before.</param>
internal sealed record DeadManWatch(
    CampaignId Campaign,
    Instant Since,
    Instant Active,
    DeadManStage Stage,
    Instant Until
);

/// <summary>Quiet → Warned → WarnedTwice → Forgotten; any deed of an organizer leads back to Quiet.</summary>
internal enum DeadManStage
{
    Quiet,
    Warned,
    WarnedTwice,
    Forgotten,
}
