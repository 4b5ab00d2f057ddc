using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Features.Wipe;

/// <summary>
/// Which organizer of a campaign asked last to destroy everything. In memory: after a restart nobody has asked, and on disk
/// it would outlive what it is for.
/// </summary>
internal sealed class WipeAsks
{
    /// <summary>For so long a second organizer can agree: ten minutes.</summary>
    public static readonly Duration Stands = Duration.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<CampaignId, WipeAsk> _asks = [];

    /// <summary>The ask that still stands in the campaign; null: there is none.</summary>
    public WipeAsk? Standing(CampaignId campaign, Instant now)
    {
        lock (_lock)
            return _asks.TryGetValue(campaign, out var ask) && now < ask.Until ? ask : null;
    }

    /// <summary>Somebody asks, and nobody else did; false: somebody did, and it still stands.</summary>
    public bool TryAsk(CampaignId campaign, WipeAsk ask, Instant now)
    {
        lock (_lock)
        {
            if (Standing(campaign, now) is not null)
                return false;
            _asks[campaign] = ask;
            return true;
        }
    }

    public void Forget(CampaignId campaign)
    {
        lock (_lock)
            _asks.Remove(campaign);
    }
}

/// <summary>One organizer's wish to destroy everything.</summary>
/// <param name="Identities">Every identity of the human, as keyed hashes.</param>
/// <param name="Server">Where they asked.</param>
/// <param name="Until">When it ends unless a second organizer agrees.</param>
internal sealed record WipeAsk(IReadOnlyList<MemberKey> Identities, string Server, Instant Until);
