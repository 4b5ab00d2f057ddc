namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>One figure beside its yardstick.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Unit">Of every value but the ratio.</param>
/// <param name="Median">Over the rounds.</param>
/// <param name="Low">The least of the rounds.</param>
/// <param name="High">The most of the rounds.</param>
/// <param name="Yardstick">What it is held against.</param>
/// <param name="YardstickMedian">The yardstick's median over the same rounds.</param>
/// <param name="Ratio">The median of the rounds' own ratios: a slow minute of the machine slows both of a round.</param>
internal sealed record Figure(
    string Name,
    string Unit,
    double Median,
    double Low,
    double High,
    string Yardstick,
    double YardstickMedian,
    double Ratio
)
{
    /// <summary>A figure from rounds that each measured both.</summary>
    public static Figure Of(string name, string unit, string yardstick, IReadOnlyList<Round> rounds) =>
        new(
            name,
            unit,
            Sample.Median(rounds.Select(round => round.Value)),
            rounds.Min(round => round.Value),
            rounds.Max(round => round.Value),
            yardstick,
            Sample.Median(rounds.Select(round => round.Yardstick)),
            Sample.Median(rounds.Select(round => round.Value / round.Yardstick))
        );
}

/// <summary>What one round measured, in one unit.</summary>
internal sealed record Round(double Value, double Yardstick)
{
    /// <summary>Warms both up once, then measures the yardstick and the thing in turns.</summary>
    /// <param name="count">How many rounds.</param>
    /// <param name="value">Does the thing once and says what it measured.</param>
    /// <param name="yardstick">The same for the yardstick.</param>
    /// <param name="cancellationToken">Ends it between two measurements.</param>
    public static async Task<IReadOnlyList<Round>> RepeatAsync(
        int count,
        Func<Task<double>> value,
        Func<Task<double>> yardstick,
        CancellationToken cancellationToken
    )
    {
        await yardstick();
        await value();
        var rounds = new List<Round>(count);
        for (var round = 0; round < count; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // What the round before left behind is not this one's to collect.
            GC.Collect();
            var held = await yardstick();
            rounds.Add(new Round(await value(), held));
        }

        return rounds;
    }
}

/// <summary>Statistics of few numbers.</summary>
internal static class Sample
{
    public static double Median(IEnumerable<double> values) => Percentile(values, 50);

    /// <summary>The value below or at which so many percent lie, interpolated between neighbours.</summary>
    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        var place = (sorted.Count - 1) * percent / 100;
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }
}
