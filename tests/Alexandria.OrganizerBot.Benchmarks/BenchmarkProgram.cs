using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>
/// Measures the bot's speed and memory. Each figure stands beside a yardstick that was measured in the same run, so that it
/// is a ratio that another machine can be held against. docs/performance.md says what the figures mean.
/// </summary>
internal static class BenchmarkProgram
{
    /// <summary>As shells say it of a program that Ctrl+C ended.</summary>
    private const int Stopped = 130;

    private const string Usage = """
        Measures the bot's speed and memory, on this machine only.

          (nothing)      measures everything, one after the other
          --only NAME    measures one
          --list         names them
        """;

    /// <summary>Everything that is measured, in this order.</summary>
    private static readonly Measurement[] Measurements =
    [
        new("pledge-write", PledgeWrites.MeasureAsync),
        new("reminder-expansion", ReminderExpansion.MeasureAsync),
        new("outbox-claim", OutboxClaims.MeasureAsync),
        new("tally", TallyOfMany.MeasureAsync),
        new("press-to-ack", Presses.MeasureAsync),
        new("memory", IdleMemory.MeasureAsync),
        new("micro", MicroBenchmarks.MeasureAsync),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        using var termination = PosixSignalRegistration.Create(
            PosixSignal.SIGTERM,
            signal =>
            {
                signal.Cancel = true;
                stop.Cancel();
            }
        );
        try
        {
            return await RunAsync(arguments, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
    }

    private static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case []:
                return await MeasureAsync(Measurements, cancellationToken);
            case ["--list"]:
                foreach (var measurement in Measurements)
                    Console.WriteLine(measurement.Name);
                return 0;
            case ["--only", var name] when Array.Find(Measurements, m => m.Name == name) is { } chosen:
                return await MeasureAsync([chosen], cancellationToken);
            case [BareHost.Verb, var parent]:
                await BareHost.RunAsync(parent, cancellationToken);
                return 0;
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static async Task<int> MeasureAsync(
        IReadOnlyList<Measurement> measurements,
        CancellationToken cancellationToken
    )
    {
        var figures = new List<Figure>();
        foreach (var measurement in measurements)
        {
            var started = Stopwatch.GetTimestamp();
            figures.AddRange(await measurement.RunAsync(cancellationToken));
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await Console.Error.WriteLineAsync($"measured {measurement.Name} in {seconds:0} s");
        }

        Report.Write(figures, Console.Out);
        return 0;
    }
}

/// <summary>One thing that can be asked for by name.</summary>
internal sealed record Measurement(string Name, Func<CancellationToken, Task<IReadOnlyList<Figure>>> RunAsync);
