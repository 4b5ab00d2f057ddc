using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Faults.Stored;

/// <summary>
/// Watches the system calls of a process that writes to a real store, and sees to it that each acknowledgement comes after
/// a flush of what it acknowledges. Needs strace; where there is none, it says that it was skipped.
/// </summary>
internal static partial class FlushesLane
{
    /// <summary>The verb of the child that is watched.</summary>
    public const string WriterVerb = "write-rows";
    private const string Acknowledgement = "acknowledged ";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<LaneResult> RunAsync(
        Options options,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var rows = options.Number("rows", otherwise: 20);
        using var folder = new StoreFolder();
        using var notes = new TemporaryFolder();
        if (!await WatchAsync(folder, notes["calls"], rows, output, cancellationToken))
            return new LaneResult(Held: true, new FlushFigures(0, 0, Skipped: true));
        var figures = Judge(await File.ReadAllLinesAsync(notes["calls"], cancellationToken), folder);
        return new LaneResult(figures.Acknowledged == rows && figures.FlushedBefore == rows, figures);
    }

    /// <summary>What the watched child does.</summary>
    public static async Task WriteRowsAsync(Options options, TextWriter output, CancellationToken cancellationToken)
    {
        await using var store = StoreFolder.Open(
            new StoreOptions { DataDirectory = options.Text("data")!, KeysDirectory = options.Text("keys")! }
        );
        for (var row = 0; row < options.Number("rows", otherwise: 1); row++)
        {
            var number = row;
            await store.WriteAsync(session => SampleRows.Pledge(session, number), cancellationToken);
            await output.WriteLineAsync(
                string.Create(CultureInfo.InvariantCulture, $"{Acknowledgement}{number}").AsMemory(),
                cancellationToken
            );
            await output.FlushAsync(cancellationToken);
        }
    }

    private static async Task<bool> WatchAsync(
        StoreFolder folder,
        string notes,
        int rows,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo("strace")
        {
            ArgumentList =
            {
                "-f",
                "-y",
                "-s",
                "64",
                "-e",
                "trace=pwrite64,fsync,fdatasync,write",
                "-o",
                notes,
                "dotnet",
                typeof(FlushesLane).Assembly.Location,
                WriterVerb,
                "--rows",
                rows.ToString(CultureInfo.InvariantCulture),
                "--data",
                folder.Options.DataDirectory,
                "--keys",
                folder.Options.KeysDirectory,
            },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        Process? child = null;
        try
        {
            child = Process.Start(start)!;
            var said = child.StandardOutput.ReadToEndAsync(patience.Token);
            var complained = child.StandardError.ReadToEndAsync(patience.Token);
            await child.WaitForExitAsync(patience.Token);
            if (child.ExitCode == 0)
                return true;
            await output.WriteLineAsync($"skipped: strace ended with {child.ExitCode}: {await said}{await complained}");
            return false;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            await output.WriteLineAsync($"skipped: strace cannot be started: {missing.Message}");
            return false;
        }
        finally
        {
            if (child is { HasExited: false })
                child.Kill(entireProcessTree: true);
            child?.Dispose();
        }
    }

    /// <summary>Goes through the calls in the order in which they ended; a flush counts for what was written before it began.</summary>
    private static FlushFigures Judge(IEnumerable<string> calls, StoreFolder folder)
    {
        var begun = new Dictionary<string, string>(StringComparer.Ordinal);
        var flushBeganAfter = new Dictionary<string, int>(StringComparer.Ordinal);
        var (acknowledged, flushed, writes, writesFlushed, writesBefore) = (0, 0, 0, 0, 0);
        foreach (var line in calls)
        {
            var (thread, call) = Parts(line);
            if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                begun[thread] = call;
                if (IsFlush(call) && call.Contains(folder.DatabasePath, StringComparison.Ordinal))
                    flushBeganAfter[thread] = writes;
                if (!call.StartsWith("write(", StringComparison.Ordinal))
                    continue;
            }
            else if (call.StartsWith("<... ", StringComparison.Ordinal))
            {
                call = begun.Remove(thread, out var beginning) ? beginning : "";
                if (call.StartsWith("write(", StringComparison.Ordinal))
                    continue;
            }
            else
            {
                flushBeganAfter[thread] = writes;
            }

            var isDatabase = call.Contains(folder.DatabasePath, StringComparison.Ordinal);
            if (isDatabase && call.StartsWith("pwrite64(", StringComparison.Ordinal))
                writes++;
            else if (isDatabase && IsFlush(call))
                writesFlushed = Math.Max(writesFlushed, flushBeganAfter.GetValueOrDefault(thread));
            else if (
                call.StartsWith("write(", StringComparison.Ordinal)
                && call.Contains(Acknowledgement, StringComparison.Ordinal)
            )
            {
                acknowledged++;
                // Something was written for it, and all of it was flushed.
                if (writes > writesBefore && writesFlushed == writes)
                    flushed++;
                writesBefore = writes;
            }
        }

        return new FlushFigures(acknowledged, flushed, Skipped: false);
    }

    private static bool IsFlush(string call) =>
        call.StartsWith("fsync(", StringComparison.Ordinal) || call.StartsWith("fdatasync(", StringComparison.Ordinal);

    private static (string Thread, string Call) Parts(string line) =>
        Line().Match(line) is { Success: true } match
            ? (match.Groups["thread"].Value, match.Groups["call"].Value)
            : ("", "");

    [GeneratedRegex(
        @"^(?<thread>\d+)\s+(?<call>.*)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Line();

    /// <param name="Acknowledged">Acknowledgements seen.</param>
    /// <param name="FlushedBefore">Those before which the database was written and all of it flushed.</param>
    /// <param name="Skipped">There is no strace here.</param>
    private sealed record FlushFigures(int Acknowledged, int FlushedBefore, bool Skipped);
}
