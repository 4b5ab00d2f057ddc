using System.Diagnostics;
using System.Globalization;
using CsCheck;

namespace Alexandria.OrganizerBot.Faults.Fuzz;

/// <summary>
/// Feeds what nobody would write to every way into the program: frames of both networks, typed text, buttons' ids, the files
/// of campaigns and scenarios, calendars. Nothing of it may throw where it must not, hang, or break what its target promises.
/// </summary>
internal static class FuzzLane
{
    /// <summary>Real time after which an input counts as one that never ends.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromMinutes(2);

    private static readonly Func<IFuzzTarget>[] Targets =
    [
        () => new GatewayFrames(),
        () => new RpcFrames(),
        () => new CommandTexts(),
        () => new CustomIds(),
        () => new CampaignFiles(),
        () => new ScenarioFiles(),
        () => new CalendarFiles(),
    ];

    public static async Task<LaneResult> RunAsync(
        Options options,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var seed = (ulong)options.Number("seed", otherwise: 1);
        var from = options.Text("from") is null ? 0 : options.Number("from", otherwise: 1);
        var least = options.Text("inputs") is null ? 0 : options.Number("inputs", otherwise: 1);
        var seconds = options.Text("seconds") is null && least > 0 ? 0 : options.Number("seconds", otherwise: 60);
        var only = options.Text("only");

        // One for all of them: each wrapper only keeps out those who write through it.
        var shown = TextWriter.Synchronized(output);
        var runs = new List<FuzzRun>();
        foreach (var make in Targets)
        {
            var target = make();
            if (only is null || string.Equals(only, target.Name, StringComparison.Ordinal))
                runs.Add(new FuzzRun(target, seed, from));
            else
                await target.DisposeAsync();
        }

        if (runs.Count == 0)
            throw new MisusedException($"There is no target '{only}'.");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var each = TimeSpan.FromSeconds((double)seconds * Environment.ProcessorCount / runs.Count);
        var all = Parallel.ForEachAsync(
            runs,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop.Token },
            async (run, stopping) =>
            {
                await using (run)
                    await run.RunAsync(each, least, shown, stopping);
            }
        );
        while (!all.IsCompleted)
        {
            await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken));
            if (runs.Find(run => run.InHand > Stuck) is { } stuck)
                throw new StuckException($"{stuck.Name}: input {stuck.Number} of seed {seed} does not end.");
        }

        await all;
        return new LaneResult(
            runs.TrueForAll(run => run is { Failures: 0, Inputs: > 0 }),
            new FuzzFigures(
                runs.Sum(run => run.Inputs),
                runs.Sum(run => run.Failures),
                runs.ToDictionary(run => run.Name, run => new TargetFigures(run.Inputs, run.Failures))
            )
        );
    }

    private sealed record FuzzFigures(long Inputs, long Failures, IReadOnlyDictionary<string, TargetFigures> Targets);

    private sealed record TargetFigures(long Inputs, long Failures);
}

/// <summary>One target, input after input.</summary>
internal sealed class FuzzRun(IFuzzTarget target, ulong seed, int from) : IAsyncDisposable
{
    /// <summary>More are counted, not shown.</summary>
    private const int MostShown = 5;
    private const int MostCharactersShown = 3_000;

    private long _began = long.MaxValue;
    private int _number = from;

    public string Name => target.Name;

    public long Inputs { get; private set; }

    public long Failures { get; private set; }

    /// <summary>The input in hand.</summary>
    public int Number => Volatile.Read(ref _number);

    /// <summary>For how long it has been in hand.</summary>
    public TimeSpan InHand =>
        Volatile.Read(ref _began) is var began && began == long.MaxValue
            ? TimeSpan.Zero
            : Stopwatch.GetElapsedTime(began);

    /// <summary>Goes on until the time has passed and so many inputs were fed.</summary>
    public async Task RunAsync(TimeSpan time, long least, TextWriter output, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            Volatile.Write(ref _began, Stopwatch.GetTimestamp());
            // One stream of chance for each input, so that any of them can be had again alone.
            var finding = await target.FeedAsync(new PCG((uint)_number, seed));
            Inputs++;
            if (finding is not null && ++Failures <= MostShown)
                await ShowAsync(finding, output);
            Volatile.Write(ref _number, _number + 1);
        } while (Stopwatch.GetElapsedTime(start) < time || Inputs < least);
        Volatile.Write(ref _began, long.MaxValue);
    }

    public ValueTask DisposeAsync() => target.DisposeAsync();

    private Task ShowAsync(string finding, TextWriter output)
    {
        var shown = finding.Length > MostCharactersShown ? finding[..MostCharactersShown] : finding;
        return output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Name}: input {_number} (--seed {seed} --only {Name} --from {_number} --inputs 1)\n{shown}\n"
            )
        );
    }
}
