using System.Diagnostics;
using System.Text.Json;
using Alexandria.OrganizerBot.Hosting;

namespace Alexandria.OrganizerBot.Faults.Crash;

/// <summary>
/// Kills the real bot at seeded moments while people pledge, turn reminders on and are reminded, and counts what they saw.
/// </summary>
internal sealed class CrashLane
{
    private const int ProgressEvery = 50;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _gate = new();
    private readonly TextWriter _output;
    private readonly string? _resumeFile;
    private readonly int _wanted;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly int _killsBefore;
    private Progress _progress;
    private int _granted;
    private int _done;

    private CrashLane(Progress progress, int kills, string bot, string? resumeFile, TextWriter output)
    {
        Bot = bot;
        _progress = progress;
        _wanted = kills;
        _resumeFile = resumeFile;
        _output = output;
        _granted = _done = _killsBefore = progress.Totals.Kills;
    }

    /// <summary>The program that is killed.</summary>
    public string Bot { get; }

    public int Seed => _progress.Seed;

    /// <summary>Runs until so many kills were made, those of a resumed run included.</summary>
    public static async Task<LaneResult> RunAsync(
        Options options,
        TextWriter output,
        CancellationToken cancellationToken
    )
    {
        var kills = options.Number("kills", otherwise: 200);
        var fresh = new Progress(
            options.Number("seed", otherwise: 1),
            [.. Enumerable.Repeat(0, options.Number("workers", otherwise: 2))],
            new CrashTotals()
        );
        var file = options.Text("resume");
        var bot = options.Text("bot") ?? typeof(RunVerb).Assembly.Location;
        var lane = new CrashLane(Resumed(file, fresh), kills, bot, file, output);
        return await lane.RunAsync(cancellationToken);
    }

    /// <summary>Asks for so many kills; fewer are granted near the end of the run.</summary>
    public int Grant(int wanted)
    {
        lock (_gate)
        {
            var granted = Math.Min(wanted, _wanted - _granted);
            _granted += granted;
            return granted;
        }
    }

    /// <summary>Whether more kills are to be made.</summary>
    public bool GoesOn
    {
        get
        {
            lock (_gate)
                return _granted < _wanted;
        }
    }

    /// <summary>A kill was made; tells how far the lane is from time to time.</summary>
    public void Killed()
    {
        lock (_gate)
        {
            _done++;
            if (_done % ProgressEvery == 0)
            {
                var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
                _output.WriteLine(
                    $"{_done} of {_wanted} kills, {seconds / (_done - _killsBefore):0.00} s each; so far, of finished actions: {JsonSerializer.Serialize(_progress.Totals, JsonSerializerOptions.Web)}"
                );
            }
        }
    }

    /// <summary>An action's life is over: what it came to, from which a later run goes on.</summary>
    public void Finished(int worker, int episode, CrashTotals totals)
    {
        lock (_gate)
        {
            _progress = _progress with
            {
                NextEpisodes =
                [
                    .. _progress.NextEpisodes.Select((next, number) => number == worker ? episode + 1 : next),
                ],
                Totals = _progress.Totals + totals,
            };
            if (_resumeFile is not null)
                File.WriteAllText(_resumeFile, JsonSerializer.Serialize(_progress, Json));
        }
    }

    /// <summary>Says what broke, and where it can be found again.</summary>
    public void Tell(int worker, int episode, string what)
    {
        lock (_gate)
            _output.WriteLine($"seed {Seed}, worker {worker}, action {episode}: {what}");
    }

    private async Task<LaneResult> RunAsync(CancellationToken cancellationToken)
    {
        await _output.WriteLineAsync(
            $"seed {Seed}, {_progress.NextEpisodes.Count} workers, {_wanted} kills, {_killsBefore} of them made before. The seed chooses; when a signal arrives to the microsecond, the system decides."
        );
        await Task.WhenAll(
            _progress.NextEpisodes.Select(
                (episode, worker) =>
                    Task.Run(() => CrashWorker.RunAsync(this, worker, episode, cancellationToken), cancellationToken)
            )
        );
        return new LaneResult(_progress.Totals.Held, _progress.Totals);
    }

    private static Progress Resumed(string? file, Progress fresh)
    {
        if (file is null || !File.Exists(file))
            return fresh;
        var before =
            JsonSerializer.Deserialize<Progress>(File.ReadAllText(file), Json)
            ?? throw new MisusedException($"{file} is not a file of this lane.");
        return before.Seed == fresh.Seed && before.NextEpisodes.Count == fresh.NextEpisodes.Count
            ? before
            : throw new MisusedException($"{file} is of a run with another seed or another number of workers.");
    }

    /// <summary>How far a run has come: the next action of each worker and what was counted.</summary>
    private sealed record Progress(int Seed, IReadOnlyList<int> NextEpisodes, CrashTotals Totals);
}
