using Alexandria.OrganizerBot.Domain;

namespace Alexandria.OrganizerBot.Storage;

/// <summary>Keyed hashes that stand in rows instead of the networks' ids.</summary>
internal sealed class MemberKeys
{
    /// <summary>Who a member is in one campaign.</summary>
    public MemberKey Of(CampaignId campaign, string network, string userId) => throw new NotSupportedException();

    /// <summary>The key under which an event is remembered as handled.</summary>
    public string EventKey(string network, string eventId) => throw new NotSupportedException();
}
