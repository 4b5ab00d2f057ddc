using System.Diagnostics;
using System.Net;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>
/// From the gateway's event to the acknowledgement, over real sockets and with the pledge durable in between: what a person
/// waits for, and what must stay under Discord's three seconds when many press at once.
/// </summary>
internal static class Presses
{
    private const int Rounds = 5;
    private const int OneByOne = 40;
    private const int AtOnce = 100;

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        var people = (Rounds + 1) * (OneByOne + AtOnce);
        await using var scene = await BotOnStage.StartAsync(people, cancellationToken);
        await scene.PostAlertAsync(cancellationToken);
        using var http = new HttpClient();
        var next = 0;

        var (alone, aloneRaw) = await RepeatAsync(
            async () =>
            {
                var times = new List<double>(OneByOne);
                for (var press = 0; press < OneByOne; press++)
                    times.Add(await scene.PressAsync(next++, cancellationToken));
                return times;
            },
            async () =>
            {
                var times = new List<double>(OneByOne);
                for (var request = 0; request < OneByOne; request++)
                    times.Add(await RequestAsync(http, scene.Nowhere, cancellationToken));
                return times;
            },
            cancellationToken
        );
        var (together, togetherRaw) = await RepeatAsync(
            async () =>
                await Task.WhenAll(
                    Enumerable.Range(0, AtOnce).Select(_ => scene.PressAsync(next++, cancellationToken)).ToList()
                ),
            async () =>
                await Task.WhenAll(
                    Enumerable
                        .Range(0, AtOnce)
                        .Select(_ => RequestAsync(http, scene.Nowhere, cancellationToken))
                        .ToList()
                ),
            cancellationToken
        );
        return
        [
            OfPercentile("press to acknowledgement, p50", 50, "bare HTTP round trip", alone, aloneRaw),
            OfPercentile("press to acknowledgement, p95", 95, "bare HTTP round trip", alone, aloneRaw),
            OfPercentile("100 presses at once, p50", 50, "100 bare round trips at once", together, togetherRaw),
            OfPercentile("100 presses at once, p95", 95, "100 bare round trips at once", together, togetherRaw),
        ];
    }

    private static async Task<(List<IReadOnlyList<double>> Values, List<IReadOnlyList<double>> Yardsticks)> RepeatAsync(
        Func<Task<IReadOnlyList<double>>> value,
        Func<Task<IReadOnlyList<double>>> yardstick,
        CancellationToken cancellationToken
    )
    {
        await yardstick();
        await value();
        var values = new List<IReadOnlyList<double>>(Rounds);
        var yardsticks = new List<IReadOnlyList<double>>(Rounds);
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yardsticks.Add(await yardstick());
            values.Add(await value());
        }

        return (values, yardsticks);
    }

    private static async Task<double> RequestAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await http.GetAsync(address, cancellationToken);
        _ = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return response.StatusCode == HttpStatusCode.NotFound
            ? elapsed
            : throw new InvalidOperationException($"The stage answered {response.StatusCode} to nothing.");
    }

    private static Figure OfPercentile(
        string name,
        int percent,
        string yardstick,
        List<IReadOnlyList<double>> values,
        List<IReadOnlyList<double>> yardsticks
    ) =>
        Figure.Of(
            name,
            "ms",
            yardstick,
            [
                .. values.Zip(
                    yardsticks,
                    (value, raw) => new Round(Sample.Percentile(value, percent), Sample.Percentile(raw, percent))
                ),
            ]
        );
}
