using System.Diagnostics;
using System.Globalization;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Members;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>One due reminder of an action with 10,000 pledges becomes one outbox message for each who wants it.</summary>
internal static class ReminderExpansion
{
    private const int Pledges = 10_000;

    /// <summary>As the sketch has it, one in ten can't come and hears nothing.</summary>
    private const int Reminded = 9_000;

    /// <summary>As in <see cref="ReminderSweep"/>.</summary>
    private const int MessagesAtOnce = 500;
    private const int Rounds = 3;
    private const string Seed = "seed";

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using (var seed = Sketch.OpenStore(folder, Seed))
        {
            await Sketch.FillAsync(seed, Pledges, cancellationToken);
            await seed.WriteAsync(session => session.Save(Step), cancellationToken);
        }

        var copies = 0;
        var files = 0;
        var expansion = await Round.RepeatAsync(
            Rounds,
            () => ExpandAsync(folder, $"copy-{copies++}", cancellationToken),
            () => Task.FromResult(RawRows.Insert(folder[$"raw-{files++}.db"], Reminded, MessagesAtOnce)),
            cancellationToken
        );

        await using var store = Sketch.OpenStore(folder, Seed);
        var audience = await Round.RepeatAsync(
            Rounds,
            () => Task.FromResult(Time(() => Audience(store))),
            () => Task.FromResult(Time(() => store.Read(session => session.PledgesOf(Sketch.Action.Id)).Count)),
            cancellationToken
        );
        return
        [
            Figure.Of("reminder expansion, 10,000 pledges", "ms", "raw insert of as many sealed rows", expansion),
            Figure.Of("of that: who may be reminded", "ms", "read 10,000 pledges", audience),
        ];
    }

    private static ReminderStep Step =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{Sketch.Action.Id.Code}.1.week-before"),
            Sketch.Action.Id,
            Version: 1,
            "week-before",
            ReminderAudience.Pledged,
            DueAt: Sketch.Now,
            UsefulUntil: Sketch.Action.Starts.Instant,
            ReminderStepState.Planned
        );

    /// <summary>Sweeps a copy of the seed: each round fills an outbox that was empty.</summary>
    private static async Task<double> ExpandAsync(
        TemporaryFolder folder,
        string copy,
        CancellationToken cancellationToken
    )
    {
        folder.Copy(Seed, copy);
        await using var store = Sketch.OpenStore(folder, copy);
        var sweep = new ReminderSweep(store, new CampaignBook([Sketch.Campaign]));
        var started = Stopwatch.GetTimestamp();
        await sweep.SweepAsync(Sketch.Now, cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (store.Read(session => session.MessagesAbout(Sketch.Action.Id)).Count != Reminded)
            throw new InvalidOperationException("Not every reminder was written: the figure would mean nothing.");
        return elapsed;
    }

    private static int Audience(Store store) =>
        store.Read(session =>
            session
                .PledgesOf(Sketch.Action.Id)
                .Count(pledge => pledge.IsCommitted && session.MayRemind(pledge.Member, Sketch.Action.Id, Sketch.Now))
        );

    private static double Time(Func<int> work)
    {
        var started = Stopwatch.GetTimestamp();
        _ = work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
