using System.Diagnostics;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>The tally of 10,000 pledges: read, opened and counted, against the counting alone.</summary>
internal static class TallyOfMany
{
    private const int Pledges = 10_000;
    private const int Rounds = 9;

    /// <summary>Counting alone is so quick that one time would measure the clock.</summary>
    private const int FoldsEach = 50;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var store = Sketch.OpenStore(folder, "store");
        await Sketch.FillAsync(store, Pledges, cancellationToken);
        var inMemory = store.Read(session => session.PledgesOf(Sketch.Action.Id));
        var rounds = await Round.RepeatAsync(
            Rounds,
            () => Task.FromResult(Time(() => store.Read(session => session.PledgesOf(Sketch.Action.Id)))),
            () => Task.FromResult(Enumerable.Range(0, FoldsEach).Average(_ => Time(() => inMemory))),
            cancellationToken
        );
        return [Figure.Of("tally of 10,000 from the store", "ms", "the same from memory", rounds)];
    }

    private static double Time(Func<IReadOnlyList<Pledge>> pledges)
    {
        var started = Stopwatch.GetTimestamp();
        var tally = Tally.Of(pledges(), Sketch.Action.Asks);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return tally.People + tally.CantCome == Pledges
            ? elapsed
            : throw new InvalidOperationException("The tally is wrong: the figure would mean nothing.");
    }
}
