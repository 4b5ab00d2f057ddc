using System.Diagnostics;

namespace Alexandria.OrganizerBot.Faults.Stored;

/// <summary>
/// How long a store of very many rows takes to open: with the mark of a clean stop, where the file is read once, and without
/// it, where every row is examined on every way. A figure and no promise: it depends on the machine.
/// </summary>
internal static class OpeningLane
{
    private const int RowsOfOneMember = 7;
    private const int MembersAtOnce = 200;

    public static async Task<LaneResult> RunAsync(
        Options options,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var members = Math.Max(1, options.Number("rows", otherwise: 100_000) / RowsOfOneMember);
        using var folder = new StoreFolder();
        await using (var store = folder.Open())
        {
            foreach (var numbers in Enumerable.Range(0, members).Chunk(MembersAtOnce))
            {
                await store.WriteAsync(
                    session =>
                    {
                        foreach (var number in numbers)
                            SampleRows.Everything(session, number);
                    },
                    cancellationToken
                );
            }
        }

        await output.WriteLineAsync($"{members} members are written");
        var marked = await OpenAsync(folder);
        File.Delete(folder.MarkPath);
        var examined = await OpenAsync(folder);
        return new LaneResult(
            Held: true,
            new OpeningFigures(
                members * RowsOfOneMember,
                new FileInfo(folder.DatabasePath).Length >> 20,
                (long)marked.TotalMilliseconds,
                (long)examined.TotalMilliseconds
            )
        );
    }

    private static async Task<TimeSpan> OpenAsync(StoreFolder folder)
    {
        var started = Stopwatch.GetTimestamp();
        await using var store = folder.Open();
        return Stopwatch.GetElapsedTime(started);
    }

    private sealed record OpeningFigures(int Rows, long FileMiB, long MarkedMs, long ExaminedMs);
}
