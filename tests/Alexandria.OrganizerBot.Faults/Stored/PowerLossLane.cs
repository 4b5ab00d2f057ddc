using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Faults.Stored;

/// <summary>
/// Cuts the power in a model: a real store writes to a disk that records, and is opened again from what each cut might have
/// left, by way of real files.
/// </summary>
internal static class PowerLossLane
{
    /// <summary>Cuts for each recording: a new one costs more than a further cut in it.</summary>
    private const int CutsOfOne = 50;
    private const int Rows = 60;
    private const int ProgressEvery = 500;

    public static async Task<LaneResult> RunAsync(
        Options options,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var crashes = options.Number("crashes", otherwise: 2_000);
        var seed = options.Number("seed", otherwise: 1);
        var disks = options.Text("disk") switch
        {
            null or "honest" => () => new RecordedDisk(lies: false),
            "lying" => (Func<RecordedDisk>)(() => new RecordedDisk(lies: true)),
            _ => throw new MisusedException("--disk is honest or lying."),
        };
        var chance = new Random(seed);
        var figures = new PowerFigures(0, 0, 0, 0, 0);
        for (var recording = 0; figures.Crashes < crashes; recording++)
        {
            using var folder = new StoreFolder();
            var disk = disks();
            // By turns one after the other, and many at once from the first moment on.
            await RecordAsync(folder, disk, writers: recording % 2 == 0 ? 1 : 16, cancellationToken);
            for (var cut = 0; cut < CutsOfOne && figures.Crashes < crashes; cut++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                figures += await CutAsync(folder, disk, chance, figures.Crashes, output);
                if (figures.Crashes % ProgressEvery == 0)
                    await output.WriteLineAsync($"{figures.Crashes} of {crashes} crashes: {figures}");
            }
        }

        return new LaneResult(figures is { Lost: 0, Torn: 0 }, figures);
    }

    private static async Task RecordAsync(
        StoreFolder folder,
        RecordedDisk disk,
        int writers,
        CancellationToken cancellationToken
    )
    {
        await using var store = StoreFolder.Open(folder.Options with { Streams = disk.Streams });
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(WriteAsync, cancellationToken)));

        async Task WriteAsync()
        {
            while (Interlocked.Increment(ref next) is var row and < Rows)
            {
                await store.WriteAsync(session => SampleRows.Pledge(session, row), cancellationToken);
                disk.Acknowledged(row);
            }
        }
    }

    private static async Task<PowerFigures> CutAsync(
        StoreFolder folder,
        RecordedDisk disk,
        Random chance,
        int number,
        TextWriter output
    )
    {
        // The side file that says that the store was in use is there from the first acknowledgement on.
        var told = IReadOnlyList<int> (int moment) => disk.ToldBefore(moment);
        var moment = chance.Next(1, disk.Count + 1);
        while (told(moment).Count == 0)
            moment = chance.Next(1, disk.Count + 1);
        var kind = number % 3;
        Func<bool> survives = kind == 0 ? () => false : () => chance.Next(2) == 0;
        Func<int, int?> tears =
            kind == 2 ? sectors => sectors > 1 && chance.Next(2) == 0 ? chance.Next(1, sectors) : null : _ => null;
        await File.WriteAllBytesAsync(folder.DatabasePath, disk.LeftAfter(isLog: false, moment, survives, tears));
        await File.WriteAllBytesAsync(folder.LogPath, disk.LeftAfter(isLog: true, moment, survives, tears));
        File.Delete(folder.MarkPath);

        var acknowledged = told(moment);
        var found = new PowerFigures(1, acknowledged.Count, 0, 0, kind == 2 ? 1 : 0);
        try
        {
            await using var store = folder.Open();
            var pledges = store.Read(session => session.PledgesOf(SampleRows.Action)).ToHashSet();
            var halves = Enumerable
                .Range(0, Rows)
                .Count(row =>
                    pledges.Contains(SampleRows.Pledge(row))
                    != store.Read(session => session.FindMessage(SampleRows.MessageId(row)) is not null)
                );
            found = found with
            {
                Lost = acknowledged.Count(row => !pledges.Contains(SampleRows.Pledge(row))),
                Torn = halves > 0 ? 1 : 0,
            };
        }
        catch (StoreRefusedException refused)
        {
            found = found with { Lost = acknowledged.Count, Torn = 1 };
            await output.WriteLineAsync($"crash {number}: {refused.Message} ({refused.InnerException?.Message})");
        }

        if (found is not { Lost: 0, Torn: 0 })
            await output.WriteLineAsync(
                $"crash {number}, at event {moment} of {disk.Count}, {(kind == 2 ? "torn writes" : kind == 1 ? "some writes" : "no unflushed write")}: {found}"
            );
        return found;
    }

    /// <summary>What was counted; the lane's last line.</summary>
    /// <param name="Crashes">Power cuts.</param>
    /// <param name="Acknowledged">Rows that people had been told of, over all cuts.</param>
    /// <param name="Lost">Those of them that are not there, or that nobody can read.</param>
    /// <param name="Torn">Cuts after which the store does not open, or half of a transaction is there.</param>
    /// <param name="WithTornWrites">Cuts in which a write that was not flushed may be there in part.</param>
    private sealed record PowerFigures(int Crashes, int Acknowledged, int Lost, int Torn, int WithTornWrites)
    {
        public static PowerFigures operator +(PowerFigures one, PowerFigures other) =>
            new(
                one.Crashes + other.Crashes,
                one.Acknowledged + other.Acknowledged,
                one.Lost + other.Lost,
                one.Torn + other.Torn,
                one.WithTornWrites + other.WithTornWrites
            );
    }
}
