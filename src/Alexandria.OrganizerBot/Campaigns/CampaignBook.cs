using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;

namespace Alexandria.OrganizerBot.Campaigns;

/// <summary>The campaigns that this instance runs.</summary>
internal sealed class CampaignBook(IReadOnlyList<Campaign> campaigns)
{
    private readonly Dictionary<CampaignId, Campaign> _byId = campaigns.ToDictionary(campaign => campaign.Id);

    public IReadOnlyList<Campaign> All => campaigns;

    /// <summary>The campaign with that id.</summary>
    /// <exception cref="KeyNotFoundException">A row names a campaign that is no longer among the files.</exception>
    public Campaign this[CampaignId id] => _byId[id];

    public Campaign? Find(CampaignId id) => _byId.GetValueOrDefault(id);

    /// <summary>The campaigns that a command typed in that place may mean.</summary>
    public IReadOnlyList<Campaign> At(string network, string server, string? channel) =>
        [.. campaigns.Where(campaign => campaign.ServerAt(network, server)?.Covers(channel) == true)];
}
