using System.Buffers.Text;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Storage;

/// <content>
/// The trail of what organizers did, one chain for each campaign. It shows what somebody with the data folder took away or
/// put back; whoever holds the keys too could write another one.
/// </content>
internal sealed partial class StoreSession
{
    private const int LongestAbout = 12;

    private Rows<AuditEntry> AuditEntries => field ??= new(StoreSchema.Audit, scope);
    private Rows<AuditChain> AuditChains => field ??= new(StoreSchema.AuditChains, scope);

    /// <summary>Adds a line to the campaign's trail, in the transaction of the deed itself.</summary>
    /// <param name="campaign">Where it was done.</param>
    /// <param name="role">What the person was.</param>
    /// <param name="human">Whose deed it was, to be hashed; null: nobody's in chat.</param>
    /// <param name="deed">What was done.</param>
    /// <param name="about">An action's or item's code: letters and digits, at most 12; null: none.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="at">When; only the minute is kept.</param>
    /// <exception cref="ArgumentException"><paramref name="about"/> is no code.</exception>
    public void Audit(
        CampaignId campaign,
        AuditRole role,
        MemberKey? human,
        AuditDeed deed,
        string? about,
        AuditResult result,
        Instant at
    )
    {
        if (about is not null && (about.Length is 0 or > LongestAbout || !about.All(char.IsAsciiLetterOrDigit)))
            throw new ArgumentException("Only a code of ours stands in the trail.", nameof(about));
        var chain = AuditChains.Find(campaign.Value) ?? AuditChain.New(campaign);
        var minute = Instant.FromUnixTimeSeconds(at.ToUnixTimeSeconds() / 60 * 60);
        var entry = new AuditEntry(
            campaign,
            chain.Last + 1,
            minute,
            role,
            human is { } key ? keys.AuditName(campaign, minute, key) : null,
            deed,
            about,
            result,
            chain.LastHash
        );
        AuditEntries.Save(entry);
        AuditChains.Save(
            chain with
            {
                Last = entry.Number,
                LastHash = HashOf(entry),
                LastDeedAt = role is AuditRole.Organizer or AuditRole.Coordinator ? minute : chain.LastDeedAt,
            }
        );
    }

    /// <summary>Adds a line to every trail that was begun: what was done concerns the whole instance.</summary>
    /// <inheritdoc cref="Audit" path="/param"/>
    public void AuditEverywhere(AuditRole role, AuditDeed deed, AuditResult result, Instant at)
    {
        foreach (var trail in AuditChains.StartingWith(""))
            Audit(trail.Campaign, role, human: null, deed, about: null, result, at);
    }

    /// <summary>The minute in which somebody last organized in the campaign; null: nobody did since there is a trail.</summary>
    public Instant? LastDeedIn(CampaignId campaign) => AuditChains.Find(campaign.Value)?.LastDeedAt;

    /// <summary>The campaign's trail as far as it is kept, and whether it is whole.</summary>
    public AuditReading AuditOf(CampaignId campaign)
    {
        var entries = AuditEntries.StartingWith($"{campaign.Value}|");
        var chain = AuditChains.Find(campaign.Value) ?? AuditChain.New(campaign);
        var broken = chain.WasBrokenAt;
        var (number, hash) = (chain.Dropped, chain.DroppedHash);
        foreach (var entry in entries)
        {
            if (!Follows(entry, number, hash))
                broken ??= number + 1;
            (number, hash) = (entry.Number, HashOf(entry));
        }
        if (number != chain.Last || hash != chain.LastHash)
            broken ??= Math.Min(number, chain.Last) + 1;
        return new AuditReading(entries, broken);
    }

    /// <summary>
    /// Takes the oldest entries of every trail; what is left still hangs together with what went, and a break that was found
    /// in what went stays known.
    /// </summary>
    /// <param name="before">Younger entries stay.</param>
    /// <param name="most">At most so many at a time; where so many went, there may be more.</param>
    /// <returns>How many went.</returns>
    public int PurgeAudit(Instant before, int most = int.MaxValue)
    {
        scope.DemandWritable();
        var gone = 0;
        foreach (var trail in AuditChains.StartingWith(""))
        {
            var chain = trail;
            foreach (
                var entry in AuditEntries.StartingWith($"{trail.Campaign.Value}|").TakeWhile(entry => entry.At < before)
            )
            {
                if (gone >= most)
                    break;
                if (!Follows(entry, chain.Dropped, chain.DroppedHash))
                    chain = chain with { WasBrokenAt = chain.WasBrokenAt ?? chain.Dropped + 1 };
                chain = chain with { Dropped = entry.Number, DroppedHash = HashOf(entry) };
                AuditEntries.Delete(StoreSchema.AuditId(entry));
                gone++;
            }
            if (chain != trail)
                AuditChains.Save(chain);
        }
        return gone;
    }

    private static bool Follows(AuditEntry entry, long number, string hash) =>
        entry.Number == number + 1 && entry.Before == hash;

    private string HashOf(AuditEntry entry) => Base64Url.EncodeToString(keys.AuditHash(RowJson.Write(entry)));
}
