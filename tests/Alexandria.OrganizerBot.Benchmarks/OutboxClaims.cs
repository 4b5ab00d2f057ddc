using System.Diagnostics;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Benchmarks;

/// <summary>
/// The pump takes 16 messages in flight: from a long queue it must cost what it costs from a short one.
/// </summary>
internal static class OutboxClaims
{
    private const int Long = 10_000;
    private const int Claimed = 16;
    private const int Rounds = 9;

    /// <summary>Enough for every round of the short queue, the one for warming up included, and some are left.</summary>
    private const int Short = Claimed * (Rounds + 2);

    public static async Task<IReadOnlyList<Figure>> MeasureAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryFolder();
        await using var full = Sketch.OpenStore(folder, "long");
        await using var quiet = Sketch.OpenStore(folder, "short");
        await FillAsync(full, Long, cancellationToken);
        await FillAsync(quiet, Short, cancellationToken);
        var claim = await Round.RepeatAsync(
            Rounds,
            () => ClaimAsync(full, cancellationToken),
            () => ClaimAsync(quiet, cancellationToken),
            cancellationToken
        );
        var look = await Round.RepeatAsync(
            Rounds,
            () => Task.FromResult(Look(full)),
            () => Task.FromResult(Look(quiet)),
            cancellationToken
        );
        return
        [
            Figure.Of("claim 16 of 10,000 waiting", "ms", $"the same of at most {Short}", claim),
            Figure.Of("is one of 10,000 ready?", "ms", "the same of a few", look),
        ];
    }

    private static Task FillAsync(Store store, int messages, CancellationToken cancellationToken) =>
        store.WriteAsync(
            session =>
            {
                for (var person = 0; person < messages; person++)
                {
                    var member = Sketch.Member(store, person);
                    session.Enqueue(
                        new OutboxMessage
                        {
                            Id = $"A1.1.day-before|{member.Value}",
                            Campaign = Sketch.Campaign.Id,
                            Network = Networks.Discord,
                            To = new Recipient.Direct(member),
                            Content = new MessageContent.Reminder(Sketch.Action.Id, 1, "day-before"),
                            NotBefore = Sketch.Now,
                            UsefulUntil = Sketch.Action.Starts.Instant,
                        }
                    );
                }
            },
            cancellationToken
        );

    private static async Task<double> ClaimAsync(Store store, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var claimed = await store.WriteAsync(
            session => session.ClaimReady(Networks.Discord, Sketch.Now, Claimed),
            cancellationToken
        );
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return claimed.Count == Claimed ? elapsed : throw new InvalidOperationException("The queue ran dry.");
    }

    private static double Look(Store store)
    {
        const int times = 20;
        var started = Stopwatch.GetTimestamp();
        for (var time = 0; time < times; time++)
            _ = store.Read(session => session.ReadyMessages(Networks.Discord, Sketch.Now, limit: 1));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / times;
    }
}
