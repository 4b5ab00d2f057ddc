using Alexandria.OrganizerBot.Conversation;

namespace Alexandria.OrganizerBot.Tests.Conversation;

public sealed class SerialByKeyTests
{
    private readonly SerialByKey _serial = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_work_of_one_person_happens_one_after_the_other_in_order()
    {
        var done = new List<int>();
        var running = 0;
        for (var piece = 0; piece < 200; piece++)
        {
            var number = piece;
            _serial.Run(
                "bo",
                async () =>
                {
                    Assert.Equal(1, Interlocked.Increment(ref running));
                    await Task.Yield();
                    done.Add(number);
                    Interlocked.Decrement(ref running);
                }
            );
        }

        await _serial.DrainAsync().WaitAsync(Token);

        Assert.Equal(Enumerable.Range(0, 200), done);
    }

    [Fact]
    public async Task Nobody_waits_for_somebody_else()
    {
        var never = new TaskCompletionSource();
        var answered = new TaskCompletionSource();
        _serial.Run("slow", () => never.Task);
        _serial.Run(
            "quick",
            () =>
            {
                answered.SetResult();
                return Task.CompletedTask;
            }
        );

        await answered.Task.WaitAsync(Token);

        Assert.False(never.Task.IsCompleted);
        never.SetResult();
        await _serial.DrainAsync().WaitAsync(Token);
    }

    [Fact]
    public async Task Work_never_runs_on_the_thread_that_hands_it_over()
    {
        // A receive loop hands over under its own lock: work that began inline could block it.
        using var handedOver = new ManualResetEventSlim();
        var sawHandOver = false;
        _serial.Run(
            "bo",
            () =>
            {
                sawHandOver = handedOver.Wait(TimeSpan.FromSeconds(30), Token);
                return Task.CompletedTask;
            }
        );
        handedOver.Set();

        await _serial.DrainAsync().WaitAsync(Token);

        Assert.True(sawHandOver);
    }

    [Fact]
    public async Task Draining_waits_for_all_that_was_taken_over()
    {
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        var ended = 0;
        _serial.Run(
            "bo",
            async () =>
            {
                await first.Task;
                ended++;
            }
        );
        _serial.Run(
            "bo",
            async () =>
            {
                await second.Task;
                ended++;
            }
        );

        var drained = _serial.DrainAsync();
        first.SetResult();
        Assert.False(drained.IsCompleted);
        second.SetResult();
        await drained.WaitAsync(Token);

        Assert.Equal(2, ended);
    }

    [Fact]
    public async Task With_nothing_to_do_it_is_drained_at_once() =>
        Assert.True(_serial.DrainAsync().IsCompletedSuccessfully);

    [Fact]
    public async Task Nobody_is_remembered_when_their_work_is_done()
    {
        for (var person = 0; person < 100; person++)
        {
            for (var piece = 0; piece < 3; piece++)
                _serial.Run($"person {person}", async () => await Task.Yield());
        }

        await _serial.DrainAsync().WaitAsync(Token);

        Assert.Equal(0, _serial.UnfinishedKeys);
    }
}
