using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using LiteDB;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>
/// Somebody with the data folder and without the keys takes lines out of the trail, or puts older ones back. (The examination
/// at the start refuses rows that vanished; the trail says it too, for whoever reads it.)
/// </summary>
public sealed class AuditChainTests : IDisposable
{
    private readonly StoreHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_line_that_was_taken_out_is_missed(int number)
    {
        await WriteFiveAsync();
        using (var database = new LiteDatabase(_home.DatabasePath))
            Assert.True(database.GetCollection("audit").Delete(Id(number)));

        await using var store = _home.OpenUnexamined();

        Assert.Equal(number, BrokenAt(store));
    }

    [Fact]
    public async Task The_newest_line_cannot_be_taken_back_with_the_end_of_the_chain_of_before_alone()
    {
        await WriteFiveAsync();
        BsonDocument before;
        using (var database = new LiteDatabase(_home.DatabasePath))
            before = database.GetCollection("auditchains").FindAll().Single();
        await using (var again = _home.OpenUnexamined())
            await AuditAsync(again);
        using (var database = new LiteDatabase(_home.DatabasePath))
            database.GetCollection("auditchains").Update(before);
        File.Delete(_home.MarkPath);

        await using var store = _home.OpenUnexamined();

        Assert.Equal(6, BrokenAt(store));
    }

    [Fact]
    public async Task A_break_stays_known_when_what_broke_is_old_and_gone()
    {
        await WriteFiveAsync();
        using (var database = new LiteDatabase(_home.DatabasePath))
            database.GetCollection("audit").Delete(Id(2));

        await using var store = _home.OpenUnexamined();
        await store.WriteAsync(session => session.PurgeAudit(_home.Time.Now() + Duration.FromDays(1)));
        await AuditAsync(store);

        Assert.Equal(2, BrokenAt(store));
    }

    private static string Id(int number) => $"{Samples.Campaign.Value}|{number:D12}";

    private static long? BrokenAt(Store store) => store.Read(session => session.AuditOf(Samples.Campaign)).BrokenAt;

    private async Task WriteFiveAsync()
    {
        await using (var store = _home.Open())
        {
            for (var n = 0; n < 5; n++)
                await AuditAsync(store);
            Assert.Null(BrokenAt(store));
        }
        File.Delete(_home.MarkPath);
    }

    private Task AuditAsync(Store store) =>
        store.WriteAsync(session =>
            session.Audit(
                Samples.Campaign,
                AuditRole.Organizer,
                Samples.Alice,
                AuditDeed.Edited,
                "A1",
                AuditResult.Done,
                _home.Time.Now()
            )
        );
}
