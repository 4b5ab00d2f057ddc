using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Faults.Stored;

/// <summary>
/// Flips one byte at a time in the database of a real store, opens it, asks it everything, writes to it, and opens it again.
/// Every other time the file is as a clean stop leaves it, with its mark; else as a kill does, without one.
/// </summary>
internal static class FlipsLane
{
    private const int Members = 40;

    /// <summary>Numbers of what is written after the damage: it must not cover what is older.</summary>
    private const int FirstLater = 1_000;
    private const int Later = 5;

    /// <summary>Long enough that pages are taken from the list of free ones, which may be damaged too.</summary>
    private static readonly string Long = new('x', 6_000);

    public static async Task<LaneResult> RunAsync(
        Options options,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var flips = options.Number("flips", otherwise: 100);
        var seed = options.Number("seed", otherwise: 1);
        var chance = new Random(seed);
        using var folder = new StoreFolder();
        string truth;
        await using (var store = folder.Open())
        {
            for (var number = 0; number < Members; number++)
            {
                var member = number;
                await store.WriteAsync(session => SampleRows.Everything(session, member), cancellationToken);
            }

            truth = store.Read(session => SampleRows.Said(session, Members));
        }

        var database = await File.ReadAllBytesAsync(folder.DatabasePath, cancellationToken);
        var mark = await File.ReadAllBytesAsync(folder.MarkPath, cancellationToken);
        // Most of a small file is zeros that mean nothing: bytes that say something are what can be damaged.
        var meant = Enumerable.Range(0, database.Length).Where(at => database[at] != 0).ToList();
        var figures = new FlipFigures(flips, 0, 0, 0);
        for (var flip = 0; flip < flips; flip++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var damaged = (byte[])database.Clone();
            var at = meant[chance.Next(meant.Count)];
            damaged[at] ^= (byte)chance.Next(1, 256);
            await File.WriteAllBytesAsync(folder.DatabasePath, damaged, cancellationToken);
            File.Delete(folder.LogPath);
            File.Delete(folder.MarkPath);
            if (flip % 2 == 0)
                await File.WriteAllBytesAsync(folder.MarkPath, mark, cancellationToken);

            switch (await ServedAsync(folder, truth, cancellationToken))
            {
                case Verdict.NoEffect:
                    figures = figures with { NoEffect = figures.NoEffect + 1 };
                    break;
                case Verdict.Reported:
                    figures = figures with { Reported = figures.Reported + 1 };
                    break;
                case Verdict.ServedSilently:
                    figures = figures with { ServedSilently = figures.ServedSilently + 1 };
                    await output.WriteLineAsync(
                        $"seed {seed}, flip {flip}: byte {at} (page {at / 8192}, {at % 8192} in it) was served silently"
                    );
                    break;
            }
        }

        return new LaneResult(figures.ServedSilently == 0, figures);
    }

    private enum Verdict
    {
        NoEffect,
        Reported,
        ServedSilently,
    }

    private static async Task<Verdict> ServedAsync(
        StoreFolder folder,
        string truth,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using (var store = folder.Open())
            {
                if (store.Read(session => SampleRows.Said(session, Members)) != truth)
                    return Verdict.ServedSilently;
                for (var number = FirstLater; number < FirstLater + Later; number++)
                {
                    var member = number;
                    await store.WriteAsync(session => session.SetSetting($"later-{member}", Long), cancellationToken);
                }
            }

            await using (var store = folder.Open())
            {
                for (var number = FirstLater; number < FirstLater + Later; number++)
                {
                    var member = number;
                    if (store.Read(session => session.GetSetting($"later-{member}")) != Long)
                        return Verdict.ServedSilently;
                }

                return store.Read(session => SampleRows.Said(session, Members)) == truth
                    ? Verdict.NoEffect
                    : Verdict.ServedSilently;
            }
        }
        catch (Exception damage) when (damage is StoreRefusedException or StoreDamagedException or StoreFailedException)
        {
            return Verdict.Reported;
        }
    }

    private sealed record FlipFigures(int Flips, int NoEffect, int Reported, int ServedSilently);
}
