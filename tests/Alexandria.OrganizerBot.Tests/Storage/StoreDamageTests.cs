using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using LiteDB;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>A damaged row is reported and never served.</summary>
public sealed class StoreDamageTests : IDisposable
{
    private static readonly ActionId First = new(1);
    private readonly StoreHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_row_with_one_bit_changed_is_reported_by_its_collection_alone()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        Tamper("pledges", row => row["v"].AsBinary[^1] ^= 1);

        await using var store = home.Open();
        var damage = Assert.Throws<StoreDamagedException>(() => store.Read(s => s.FindPledge(First, Samples.Alice)));

        Assert.Equal("pledges", damage.Collection);
        Assert.DoesNotContain(Samples.Alice.Value, damage.ToString(), StringComparison.Ordinal);
        Assert.Throws<StoreDamagedException>(() => store.Read(s => s.PledgesOf(First)));
        await Assert.ThrowsAsync<StoreDamagedException>(() => store.WriteAsync(s => s.PledgesOf(Samples.Alice)));
    }

    [Fact]
    public async Task A_damaged_row_does_not_keep_others_from_being_written()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        Tamper("pledges", row => row["v"].AsBinary[20] ^= 1);

        await using var store = home.Open();
        await Assert.ThrowsAsync<StoreDamagedException>(() =>
            store.WriteAsync(s =>
            {
                s.SetSetting("a", "half");
                return s.FindPledge(First, Samples.Alice);
            })
        );
        await store.WriteAsync(s => s.Save(Samples.Pledge(1, Samples.Bob)));

        Assert.Null(store.Read(s => s.GetSetting("a")));
        Assert.NotNull(store.Read(s => s.FindPledge(First, Samples.Bob)));
        Assert.False(store.Fatal.IsCompleted);
    }

    [Fact]
    public async Task Work_that_swallows_the_report_is_rolled_back_all_the_same()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        Tamper("pledges", row => row["v"].AsBinary[20] ^= 1);

        await using var store = home.Open();
        await Assert.ThrowsAsync<StoreDamagedException>(() =>
            store.WriteAsync(s =>
            {
                try
                {
                    s.FindPledge(First, Samples.Alice);
                }
                catch (StoreDamagedException)
                {
                    // The work believes that it can go on.
                }

                s.SetSetting("a", "half");
            })
        );

        Assert.Null(store.Read(s => s.GetSetting("a")));
    }

    [Fact]
    public async Task A_row_put_in_anothers_place_does_not_open()
    {
        await Write(s =>
        {
            s.Save(Samples.Pledge(1, Samples.Alice));
            s.Save(Samples.Pledge(1, Samples.Bob) with { HeadCount = 9 });
        });
        using (var database = new LiteDatabase(home.DatabasePath))
        {
            var rows = database.GetCollection("pledges");
            var alice = rows.FindById($"A1|{Samples.Alice}");
            alice["v"] = rows.FindById($"A1|{Samples.Bob}")["v"];
            rows.Update(alice);
        }

        await using var store = home.Open();
        Assert.Throws<StoreDamagedException>(() => store.Read(s => s.FindPledge(First, Samples.Alice)));
    }

    [Fact]
    public async Task A_changed_index_field_does_not_open()
    {
        await Write(s => s.Save(Samples.Step(1, "day-before", Samples.Noon)));
        Tamper("steps", row => row["due"] = 1L);

        await using var store = home.Open();
        Assert.Throws<StoreDamagedException>(() => store.Read(s => s.DueSteps(Samples.Noon, 10)));
    }

    [Fact]
    public async Task No_flipped_byte_changes_what_is_served()
    {
        const int members = 60;
        await Write(s =>
        {
            for (var n = 0; n < members; n++)
                s.Save(Samples.Pledge(1, Samples.Member(n)));
        });
        var healthy = await File.ReadAllBytesAsync(home.DatabasePath);
        var chance = new Random(20270301);
        // Most of a small database is zeros, and a flipped bit there damages nothing.
        var used = Enumerable.Range(8192, healthy.Length - 8192).Where(at => healthy[at] != 0).ToList();
        var reported = 0;

        for (var round = 0; round < 60; round++)
        {
            var damaged = (byte[])healthy.Clone();
            damaged[used[chance.Next(used.Count)]] ^= (byte)(1 << chance.Next(8));
            await File.WriteAllBytesAsync(home.DatabasePath, damaged);
            try
            {
                await using var store = home.Open();
                for (var n = 0; n < members; n++)
                {
                    // A lost row (null) can only be told by counting, which is done elsewhere; a changed one must not be served.
                    var member = Samples.Member(n);
                    if (store.Read(s => s.FindPledge(First, member)) is { } served)
                        Assert.Equal(Samples.Pledge(1, member), served);
                }

                Assert.All(
                    store.Read(s => s.PledgesOf(First)),
                    served => Assert.Equal(Samples.Pledge(1, served.Member), served)
                );
            }
            catch (Exception e) when (e is StoreDamagedException or StoreRefusedException or StoreFailedException)
            {
                reported++;
            }
        }

        Assert.InRange(reported, 1, 60);
    }

    private async Task Write(Action<StoreSession> work)
    {
        await using var store = home.Open();
        await store.WriteAsync(work);
    }

    private void Tamper(string collection, Action<BsonDocument> change)
    {
        using var database = new LiteDatabase(home.DatabasePath);
        var rows = database.GetCollection(collection);
        var row = Assert.Single(rows.FindAll().ToList());
        change(row);
        rows.Update(row);
    }
}
