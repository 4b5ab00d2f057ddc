using System.Diagnostics;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>
/// A press on "I will attend" from the feature to the durable row and its confirmation: one by one, which is what a person
/// waits for, and a thousand at once, as after an alert to a large server.
/// </summary>
internal static class PledgeWrites
{
    private const int AtOnce = 1_000;

    /// <summary>Fewer: each one waits for the disk on its own, and that takes as long as it takes.</summary>
    private const int OneByOne = 100;
    private const int Rounds = 3;

    /// <summary>An estimate of what a pledge leaves on the disk: its own row, its member's and its event's, sealed.</summary>
    private const int BytesOfPledge = 900;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var stores = 0;

        var oneByOne = await Round.RepeatAsync(
            Rounds,
            () => InFreshStoreAsync(OneByOne, OneByOneAsync),
            () => Task.FromResult(AppendDurably(folder["raw"])),
            cancellationToken
        );
        var atOnce = await Round.RepeatAsync(
            Rounds,
            () => InFreshStoreAsync(AtOnce, AtOnceAsync),
            () => InFreshStoreAsync(OneByOne, OneByOneAsync),
            cancellationToken
        );
        return
        [
            Figure.Of("pledge, one by one", "ms each", "append and flush of 900 bytes", oneByOne),
            Figure.Of("pledge, 1,000 at once", "ms each", "pledges one by one", atOnce),
        ];

        async Task<double> InFreshStoreAsync(int people, Func<Store, CancellationToken, Task> press)
        {
            await using var store = Sketch.OpenStore(folder, $"store-{stores++}");
            await store.WriteAsync(session => session.Save(Sketch.Action), cancellationToken);
            var started = Stopwatch.GetTimestamp();
            await press(store, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds / people;
            if (store.Read(session => session.PledgesOf(Sketch.Action.Id)).Count != people)
                throw new InvalidOperationException("Not every pledge was stored: the figure would mean nothing.");
            return elapsed;
        }
    }

    private static async Task OneByOneAsync(Store store, CancellationToken cancellationToken)
    {
        var feature = new PledgeByButton(store);
        for (var person = 0; person < OneByOne; person++)
            await feature.HandleAsync(Sketch.Press(store, person, $"press-{person}"), cancellationToken);
    }

    private static Task AtOnceAsync(Store store, CancellationToken cancellationToken)
    {
        var feature = new PledgeByButton(store);
        return Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(person =>
                    feature.HandleAsync(Sketch.Press(store, person, $"press-{person}"), cancellationToken)
                )
        );
    }

    /// <summary>The least that durability costs here: append, flush to the disk, repeat.</summary>
    private static double AppendDurably(string path)
    {
        var bytes = new byte[BytesOfPledge];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var started = Stopwatch.GetTimestamp();
        for (var pledge = 0; pledge < OneByOne; pledge++)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / OneByOne;
    }
}
