using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_campaigns_trail_hangs_together_and_knows_nothing_of_another_campaigns()
    {
        var other = new CampaignId("other");
        await AuditAsync(Samples.Campaign, 3);
        await AuditAsync(other, 2);
        await AuditAsync(Samples.Campaign, 1);

        await Reopen();

        var (ours, theirs) = (Trail(Samples.Campaign), Trail(other));
        Assert.Equal([1, 2, 3, 4], ours.Entries.Select(entry => entry.Number));
        Assert.Equal([1, 2], theirs.Entries.Select(entry => entry.Number));
        Assert.Equal((null, null), (ours.BrokenAt, theirs.BrokenAt));
        Assert.NotEqual(ours.Entries[0].Who, theirs.Entries[0].Who);
    }

    [Fact]
    public async Task What_is_left_of_a_trail_hangs_together_with_what_the_retention_took()
    {
        await AuditAsync(Samples.Campaign, 5);
        var young = Now + Duration.FromDays(1);
        Time.Advance(TimeSpan.FromDays(1));
        await AuditAsync(Samples.Campaign, 2);

        var gone = await store.WriteAsync(s => s.PurgeAudit(young, most: 3));
        var more = await store.WriteAsync(s => s.PurgeAudit(young, most: 3));
        await AuditAsync(Samples.Campaign, 1);
        await Reopen();

        var left = Trail(Samples.Campaign);
        Assert.Equal((3, 2), (gone, more));
        Assert.Equal([6, 7, 8], left.Entries.Select(entry => entry.Number));
        Assert.Null(left.BrokenAt);
    }

    [Fact]
    public async Task A_trail_of_which_everything_is_old_goes_on_where_it_was()
    {
        await AuditAsync(Samples.Campaign, 2);
        await store.WriteAsync(s => s.PurgeAudit(Now + Duration.FromDays(1)));

        await AuditAsync(Samples.Campaign, 1);

        Assert.Equal([3], Trail(Samples.Campaign).Entries.Select(entry => entry.Number));
        Assert.Null(Trail(Samples.Campaign).BrokenAt);
    }

    private AuditReading Trail(CampaignId campaign) => store.Read(s => s.AuditOf(campaign));

    private async Task AuditAsync(CampaignId campaign, int times)
    {
        for (var n = 0; n < times; n++)
            await Write(s =>
                s.Audit(campaign, AuditRole.Organizer, Samples.Alice, AuditDeed.Created, "A1", AuditResult.Done, Now)
            );
    }
}
