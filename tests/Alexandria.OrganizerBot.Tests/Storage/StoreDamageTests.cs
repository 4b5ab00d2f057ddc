using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using LiteDB;

namespace Alexandria.OrganizerBot.Tests.Storage;

/// <summary>
/// A damaged row is reported and never served: when the store is opened, and, as a second line, where it is read. Bytes that
/// flip at random are the flips lane's.
/// </summary>
public sealed class StoreDamageTests : IDisposable
{
    private static readonly ActionId First = new(1);
    private readonly StoreHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_store_with_a_damaged_row_is_refused_in_one_sentence_that_says_what_to_do()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        Tamper("pledges", row => row["v"].AsBinary[^1] ^= 1);

        AssertRefused();
    }

    [Fact]
    public async Task A_row_that_vanished_is_missed()
    {
        await Write(s =>
        {
            s.Save(Samples.Pledge(1, Samples.Alice));
            s.Save(Samples.Pledge(1, Samples.Bob));
        });
        using (var database = new LiteDatabase(home.DatabasePath))
            database.GetCollection("pledges").Delete($"A1|{Samples.Alice}");
        File.Delete(home.MarkPath);

        AssertRefused();
    }

    [Fact]
    public async Task A_whole_collection_that_vanished_is_missed()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        using (var database = new LiteDatabase(home.DatabasePath))
            database.DropCollection("pledges");
        File.Delete(home.MarkPath);

        AssertRefused();
    }

    [Fact]
    public async Task A_file_of_a_version_that_counted_nothing_is_opened_and_counted_from_then_on()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        using (var database = new LiteDatabase(home.DatabasePath))
        {
            var meta = database.GetCollection("meta");
            meta.Delete("counts");
            var sentinel = meta.FindById("store");
            sentinel.Remove("counted");
            meta.Update(sentinel);
        }
        File.Delete(home.MarkPath);

        await using (var store = home.Open())
            Assert.NotNull(store.Read(s => s.FindPledge(First, Samples.Alice)));
        using (var database = new LiteDatabase(home.DatabasePath))
            database.GetCollection("pledges").Delete($"A1|{Samples.Alice}");
        File.Delete(home.MarkPath);

        AssertRefused();
    }

    [Fact]
    public async Task What_was_rolled_back_does_not_count()
    {
        await using (var store = home.Open())
        {
            await store.WriteAsync(s => s.Save(Samples.Pledge(1, Samples.Alice)));
            await Assert.ThrowsAsync<InvalidOperationException>(() =>
                store.WriteAsync(s =>
                {
                    s.Save(Samples.Pledge(1, Samples.Bob));
                    throw new InvalidOperationException("rejected");
                })
            );
        }

        File.Delete(home.MarkPath);
        await using var again = home.Open();
        Assert.Single(again.Read(s => s.PledgesOf(First)));
    }

    [Fact]
    public async Task A_file_that_changed_since_a_clean_stop_is_refused_wherever_the_change_is()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        Assert.True(File.Exists(home.MarkPath));
        await using (var file = File.OpenWrite(home.DatabasePath))
        {
            // The end of the last page: nothing that LiteDB reads.
            file.Position = file.Length - 1;
            file.WriteByte(1);
        }

        AssertRefused();
    }

    [Fact]
    public async Task A_backup_beside_a_mark_of_another_time_is_examined_and_opened()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        var backup = await File.ReadAllBytesAsync(home.DatabasePath);
        await Write(s => s.Save(Samples.Pledge(1, Samples.Bob)));
        await File.WriteAllBytesAsync(home.DatabasePath, backup);

        await using var store = home.Open();
        Assert.Single(store.Read(s => s.PledgesOf(First)));
    }

    [Fact]
    public async Task A_row_with_one_bit_changed_is_reported_by_its_collection_alone()
    {
        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));
        Tamper("pledges", row => row["v"].AsBinary[^1] ^= 1);

        await using var store = home.OpenUnexamined();
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

        await using var store = home.OpenUnexamined();
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

        await using var store = home.OpenUnexamined();
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
        File.Delete(home.MarkPath);

        await using var store = home.OpenUnexamined();
        Assert.Throws<StoreDamagedException>(() => store.Read(s => s.FindPledge(First, Samples.Alice)));
    }

    [Fact]
    public async Task A_changed_index_field_does_not_open()
    {
        await Write(s => s.Save(Samples.Step(1, "day-before", Samples.Noon)));
        Tamper("steps", row => row["due"] = 1L);

        await using var store = home.OpenUnexamined();
        Assert.Throws<StoreDamagedException>(() => store.Read(s => s.DueSteps(Samples.Noon, 10)));
    }

    private void AssertRefused()
    {
        var refused = Assert.Throws<StoreRefusedException>(home.Open);
        Assert.EndsWith("restore a backup.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Samples.Alice.Value, refused.Message, StringComparison.Ordinal);
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
        File.Delete(home.MarkPath);
    }
}
