using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

/// <summary>
/// What the program relies on, whatever database lies behind the store. A database's own suite says how to open one, and
/// tests beside this what is its alone.
/// </summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private Store store = null!;

    private protected abstract FakeTimeProvider Time { get; }

    /// <summary>Opens the store that this test owns, for the first time or again.</summary>
    private protected abstract Store Open();

    /// <summary>Removes it with all its files.</summary>
    private protected abstract void Remove();

    public ValueTask InitializeAsync()
    {
        store = Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Remove();
        GC.SuppressFinalize(this);
    }

    private Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    private async Task Reopen()
    {
        await store.DisposeAsync();
        store = Open();
    }

    private Task Write(Action<StoreSession> work) => store.WriteAsync(work);

    [Fact]
    public async Task What_was_written_is_there_after_reopening()
    {
        var action = Samples.Action(1);
        await Write(s => s.Save(action));

        await Reopen();

        Samples.AssertSame(action, store.Read(s => s.Find(action.Id)));
    }

    [Fact]
    public async Task A_write_returns_what_its_work_returns() => Assert.Equal(42, await store.WriteAsync(_ => 42));

    [Fact]
    public async Task Work_that_throws_leaves_nothing_behind_and_its_exception_reaches_the_caller()
    {
        var action = Samples.Action(1);

        var thrown = await Assert.ThrowsAsync<FormatException>(() =>
            Write(s =>
            {
                s.Save(action);
                throw new FormatException("mine");
            })
        );

        Assert.Equal("mine", thrown.Message);
        Assert.Null(store.Read(s => s.Find(action.Id)));
    }

    [Fact]
    public async Task Work_sees_what_it_wrote_itself()
    {
        var pledge = Samples.Pledge(1, Samples.Alice);

        var seen = await store.WriteAsync(s =>
        {
            s.Save(pledge);
            return s.PledgesOf(pledge.Action);
        });

        Assert.Equal([pledge], seen);
    }

    [Fact]
    public async Task A_failing_work_does_not_take_its_neighbours_with_it()
    {
        // All are handed in while the writer is busy with the first, so they share a group.
        using var release = new ManualResetEventSlim();
        var blocker = store.WriteAsync(_ => release.Wait(TimeSpan.FromSeconds(30)));
        var runs = 0;
        var writes = Enumerable
            .Range(1, 20)
            .Select(n =>
                Write(s =>
                {
                    s.Save(Samples.Pledge(1, Samples.Member(n)));
                    if (n == 7)
                        throw new FormatException($"{Interlocked.Increment(ref runs)}");
                })
            )
            .ToList();
        release.Set();
        await blocker;

        await Assert.ThrowsAsync<FormatException>(() => writes[6]);
        await Task.WhenAll(writes.Where((_, index) => index != 6));

        Assert.Equal(2, runs);
        var stored = store.Read(s => s.PledgesOf(new ActionId(1))).Select(p => p.Member).ToHashSet();
        Assert.Equal(19, stored.Count);
        Assert.DoesNotContain(Samples.Member(7), stored);
    }

    [Fact]
    public async Task Work_that_runs_again_counts_once()
    {
        using var release = new ManualResetEventSlim();
        var blocker = store.WriteAsync(_ => release.Wait(TimeSpan.FromSeconds(30)));
        var number = store.WriteAsync(s => s.NextActionId());
        var began = store.WriteAsync(s => s.TryBegin("event", Now));
        var queued = store.WriteAsync(s => s.Enqueue(Samples.Message("once")));
        var poison = Write(_ => throw new FormatException());
        release.Set();
        await blocker;

        await Assert.ThrowsAsync<FormatException>(() => poison);
        Assert.Equal(1, (await number).Number);
        Assert.True(await began);
        Assert.True(await queued);
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        var writers = Enumerable
            .Range(0, 8)
            .Select(writer =>
                Task.Run(async () =>
                {
                    for (var n = 0; n < 50; n++)
                    {
                        var member = Samples.Member(writer * 50 + n);
                        await Write(s =>
                        {
                            s.Save(Samples.Pledge(1, member));
                            s.SetSetting("count", $"{int.Parse(s.GetSetting("count") ?? "0", null) + 1}");
                        });
                        // What was acknowledged is seen by the next read.
                        Assert.NotNull(store.Read(s => s.FindPledge(new(1), member)));
                    }
                })
            );

        await Task.WhenAll(writers);

        await Reopen();
        Assert.Equal(400, store.Read(s => s.PledgesOf(new ActionId(1))).Count);
        Assert.Equal("400", store.Read(s => s.GetSetting("count")));
    }

    [Fact]
    public async Task A_read_cannot_write()
    {
        Action<StoreSession>[] writes =
        [
            s => s.NextActionId(),
            s => s.Save(Samples.Action(1)),
            s => s.Save(Samples.Pledge(1, Samples.Alice)),
            s => s.ForgetAddress(Samples.Alice, "discord"),
            s => s.Enqueue(Samples.Message("m")),
            s => s.ClaimReady("discord", Now, 1),
            s => s.TryBegin("event", Now),
            s => s.SetSetting("a", "b"),
            s => s.PurgeExpired(Now),
            s => s.PurgeEnded(Samples.Campaign, Now),
            s => s.Forget(Samples.Alice),
        ];
        foreach (var write in writes)
        {
            Assert.Throws<InvalidOperationException>(() =>
                store.Read(s =>
                {
                    write(s);
                    return true;
                })
            );
        }

        await Reopen();
        Assert.Null(store.Read(s => s.Find(new(1))));
        Assert.Empty(store.Read(s => s.PledgesOf(new ActionId(1))));
        Assert.Null(store.Read(s => s.FindMessage("m")));
    }

    [Fact]
    public async Task Committed_is_raised_after_what_was_written_can_be_read()
    {
        var seen = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Committed += () => seen.TrySetResult(store.Read(s => s.PledgesOf(new ActionId(1))).Count);

        await Write(s => s.Save(Samples.Pledge(1, Samples.Alice)));

        Assert.Equal(1, await seen.Task);
    }

    [Fact]
    public async Task A_subscriber_that_throws_stops_nothing()
    {
        store.Committed += () => throw new FormatException();

        await Write(s => s.SetSetting("a", "1"));
        await Write(s => s.SetSetting("a", "2"));

        Assert.Equal("2", store.Read(s => s.GetSetting("a")));
    }

    [Fact]
    public async Task Work_whose_caller_gave_up_before_its_turn_is_not_run()
    {
        using var release = new ManualResetEventSlim();
        using var givesUp = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var blocker = store.WriteAsync(_ =>
        {
            begun.TrySetResult();
            release.Wait(TimeSpan.FromSeconds(30));
        });
        // Handed in while the first one runs: else both might be taken together, and then it has had its turn.
        await begun.Task;
        var write = store.WriteAsync(s => s.SetSetting("a", "1"), givesUp.Token);
        await givesUp.CancelAsync();
        release.Set();
        await blocker;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
        Assert.Null(store.Read(s => s.GetSetting("a")));
    }

    [Fact]
    public async Task Closing_finishes_what_was_handed_in()
    {
        var writes = Enumerable
            .Range(0, 100)
            .Select(n => Write(s => s.Save(Samples.Pledge(1, Samples.Member(n)))))
            .ToList();

        await Reopen();

        await Task.WhenAll(writes);
        Assert.Equal(100, store.Read(s => s.PledgesOf(new ActionId(1))).Count);
    }

    [Fact]
    public async Task A_closed_store_says_so()
    {
        var closed = store;
        await Reopen();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.WriteAsync(s => s.SetSetting("a", "1")));
        Assert.Throws<ObjectDisposedException>(() => closed.Read(s => s.GetSetting("a")));
    }
}
