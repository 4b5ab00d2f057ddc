using System.Runtime.InteropServices;
using System.Text.Json;
using Alexandria.OrganizerBot.Faults.Crash;
using Alexandria.OrganizerBot.Faults.Fanout;
using Alexandria.OrganizerBot.Faults.Fuzz;
using Alexandria.OrganizerBot.Faults.Stored;
using Alexandria.OrganizerBot.Faults.Year;

namespace Alexandria.OrganizerBot.Faults;

/// <summary>
/// The lanes that break things on purpose, on this machine only. Each prints its progress and, as its last line, one JSON
/// object; the exit code is 0 only if what it set out to prove held. docs/faults.md says what each one proves, and what not.
/// </summary>
internal static class FaultsProgram
{
    private const int Broken = 1;
    private const int Misused = 2;

    /// <summary>As shells say it of a program that Ctrl+C ended.</summary>
    private const int Stopped = 130;

    private const string Usage = """
        Breaks the bot on purpose, on this machine only. The last line is one JSON object; 0 means that the promise held.

          crash --kills N --seed S [--workers W] [--resume FILE] [--bot PROGRAM.dll]
          powerloss --crashes N --seed S [--disk honest|lying]
          flushes --rows N
          flips --flips N --seed S
          opening --rows N
          fanout --reminders N [--bot PROGRAM.dll]
          fuzz [--seconds N] [--seed S] [--inputs N] [--only TARGET] [--from N]
          year [--from DATE] [--weeks N] [--hosts N] [--bot PROGRAM.dll]
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        using var stop = new CancellationTokenSource();
        using var interrupted = Stopping(PosixSignal.SIGINT, stop);
        using var terminated = Stopping(PosixSignal.SIGTERM, stop);
        try
        {
            return await RunAsync(arguments, output, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
    }

    /// <summary>Runs one lane.</summary>
    /// <param name="arguments">The verb and its options.</param>
    /// <param name="output">Where progress and the last line go.</param>
    /// <param name="cancellationToken">Ends the lane and what it started.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            if (arguments is [FlushesLane.WriterVerb, .. var writer])
            {
                await FlushesLane.WriteRowsAsync(
                    Options.Read(writer, "rows", "data", "keys"),
                    output,
                    cancellationToken
                );
                return 0;
            }

            var result = arguments switch
            {
                ["crash", .. var options] => await CrashLane.RunAsync(
                    Options.Read(options, "kills", "seed", "workers", "resume", "bot"),
                    output,
                    cancellationToken
                ),
                ["powerloss", .. var options] => await PowerLossLane.RunAsync(
                    Options.Read(options, "crashes", "seed", "disk"),
                    output,
                    cancellationToken
                ),
                ["flushes", .. var options] => await FlushesLane.RunAsync(
                    Options.Read(options, "rows"),
                    output,
                    cancellationToken
                ),
                ["flips", .. var options] => await FlipsLane.RunAsync(
                    Options.Read(options, "flips", "seed"),
                    output,
                    cancellationToken
                ),
                ["opening", .. var options] => await OpeningLane.RunAsync(
                    Options.Read(options, "rows"),
                    output,
                    cancellationToken
                ),
                ["fanout", .. var options] => await FanoutLane.RunAsync(
                    Options.Read(options, "reminders", "bot"),
                    output,
                    cancellationToken
                ),
                ["fuzz", .. var options] => await FuzzLane.RunAsync(
                    Options.Read(options, "seconds", "seed", "inputs", "only", "from"),
                    output,
                    cancellationToken
                ),
                ["year", .. var options] => await YearLane.RunAsync(
                    Options.Read(options, "from", "weeks", "hosts", "bot"),
                    output,
                    cancellationToken
                ),
                _ => throw new MisusedException(Usage),
            };
            await output.WriteLineAsync(JsonSerializer.Serialize(result.Figures, Json));
            return result.Held ? 0 : Broken;
        }
        catch (MisusedException misused)
        {
            await Console.Error.WriteLineAsync(misused.Message);
            return Misused;
        }
    }

    private static PosixSignalRegistration Stopping(PosixSignal signal, CancellationTokenSource stop) =>
        PosixSignalRegistration.Create(
            signal,
            context =>
            {
                context.Cancel = true;
                stop.Cancel();
            }
        );
}

/// <summary>What a lane found.</summary>
/// <param name="Held">Whether the promise held.</param>
/// <param name="Figures">What its last line says.</param>
internal sealed record LaneResult(bool Held, object Figures);
