using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>
/// The small things that everything is made of, by BenchmarkDotNet. In this process: its usual way, a project that it
/// generates and builds itself, would have to get past our lock files and analyzers.
/// </summary>
internal static class MicroBenchmarks
{
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        var config = ManualConfig
            .CreateEmpty()
            .AddJob(
                Job.ShortRun.WithIterationCount(9)
                    .WithIterationTime(TimeInterval.FromMilliseconds(100))
                    .WithToolchain(InProcessNoEmitToolchain.DontLogOutput)
            )
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(folder.Path)
            .WithOptions(ConfigOptions.DisableLogFile);
        var summary = await Task.Run(() => BenchmarkRunner.Run<SmallThings>(config), cancellationToken);
        if (summary.HasCriticalValidationErrors)
            throw new InvalidOperationException(string.Join('\n', summary.ValidationErrors.Select(e => e.Message)));
        return
        [
            Beside(summary, "seal a pledge", nameof(SmallThings.Seal), "its JSON", nameof(SmallThings.Json)),
            Beside(summary, "open a pledge", nameof(SmallThings.Open), "its JSON", nameof(SmallThings.Json)),
            Beside(
                summary,
                "key of a member",
                nameof(SmallThings.MemberKey),
                "one bare HMAC-SHA-256",
                nameof(SmallThings.Hmac)
            ),
            Beside(
                summary,
                "plan four reminders",
                nameof(SmallThings.Plan),
                "resolve one wall time",
                nameof(SmallThings.ResolveWallTime)
            ),
            Beside(
                summary,
                "fold 10,000 pledges",
                nameof(SmallThings.FoldTally),
                "sum of their head-counts",
                nameof(SmallThings.SumHeadCounts)
            ),
        ];
    }

    /// <summary>Both ran apart, so the ratio is one of medians.</summary>
    private static Figure Beside(Summary summary, string name, string method, string yardstick, string rawMethod)
    {
        var (value, raw) = (Result(summary, method), Result(summary, rawMethod));
        const double nanoseconds = 1_000;
        return new Figure(
            name,
            "µs",
            value.Median / nanoseconds,
            value.Min / nanoseconds,
            value.Max / nanoseconds,
            yardstick,
            raw.Median / nanoseconds,
            value.Median / raw.Median
        );
    }

    private static BenchmarkDotNet.Mathematics.Statistics Result(Summary summary, string method) =>
        summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method).ResultStatistics
        ?? throw new InvalidOperationException($"{method} gave no result.");
}
