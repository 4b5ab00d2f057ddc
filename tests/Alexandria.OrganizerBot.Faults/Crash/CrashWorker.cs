using Alexandria.OrganizerBot.Domain.Pledges;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Crash;

/// <summary>One stage with one bot, on which one action after another lives and is killed through.</summary>
internal sealed class CrashWorker
{
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/Denver"];
    private static readonly LocalDateTime FirstMorning = new(2027, 1, 4, 9, 0);

    /// <summary>An action's life with all that follows it: long enough that its rows are pruned and weekly caps begin anew.</summary>
    private static readonly Period Rhythm = Period.FromDays(9);

    /// <summary>Give up on a stage after so many stuck bots: something is broken for good.</summary>
    private const int StuckAllowed = 3;

    /// <summary>Lives one action after the other until the lane has its kills.</summary>
    /// <param name="lane">Whose kills they are.</param>
    /// <param name="worker">Its number.</param>
    /// <param name="episode">The first action's number, above 0 in a resumed run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task RunAsync(CrashLane lane, int worker, int episode, CancellationToken cancellationToken)
    {
        for (var stuck = 0; lane.GoesOn && stuck < StuckAllowed; stuck++)
        {
            // A stuck bot leaves the stage in a state that says nothing about the next action: a fresh one, then.
            var morning = FirstMorning;
            for (var before = 0; before < episode; before++)
                morning += Rhythm;
            await using var stage = await CrashStage.OpenAsync(InstantOf(morning), Zone, lane.Bot, cancellationToken);
            ActionLife? life = null;
            try
            {
                var shapes = await LearnAsync(stage, InstantOf(morning), cancellationToken);
                var consents = CrashStage.People.ToDictionary(person => person, _ => new ConsentPromise());
                for (; lane.GoesOn; episode++, morning += Rhythm)
                {
                    life = new ActionLife(lane, worker, episode, stage, shapes, consents);
                    await life.LiveAsync(morning + Period.FromDays(1), cancellationToken);
                    lane.Finished(worker, episode, life.Totals);
                    life.Dispose();
                    life = null;
                }
                return;
            }
            catch (StuckException exception)
            {
                lane.Tell(worker, episode, exception.Message);
                lane.Finished(worker, episode, (life?.Totals ?? new CrashTotals()) + new CrashTotals { Stuck = 1 });
                episode++;
            }
            finally
            {
                life?.Dispose();
            }
        }
    }

    public static Instant InstantOf(LocalDateTime local) => local.InZoneLeniently(Zone).ToInstant();

    /// <summary>One action in peace: what each confirmation looks like.</summary>
    private static async Task<Shapes> LearnAsync(CrashStage stage, Instant now, CancellationToken cancellationToken)
    {
        const string title = "Sorrel practice";
        var shapes = new Shapes();
        await stage.SettleAsync(cancellationToken);
        var day = now.InZone(Zone).Date.PlusDays(3);
        var code = await ActionLife.DraftAsync(stage, title, day, cancellationToken);
        await ActionLife.CommandAsync(stage, "/action post", new() { ["action"] = code }, cancellationToken);
        await stage.SettleAsync(cancellationToken);
        foreach (
            var (choice, person) in CrashStage
                .People.GroupBy(p => p.Network)
                .SelectMany(on => on.Take(Shapes.Choices.Count).Index())
        )
        {
            var since = stage.Seen.Count;
            await ActionLife.AnswerAsync(
                stage,
                person,
                code,
                choice,
                ActionLife.AlertOf(stage, title)!,
                cancellationToken
            );
            await stage.SettleAsync(cancellationToken);
            shapes.Learn(person.Network, title, Answer(stage, person, since), Shapes.Choices[choice]);
            since = stage.Seen.Count;
            await ActionLife.ConsentAsync(stage, person, cancellationToken);
            await stage.SettleAsync(cancellationToken);
            shapes.LearnConsent(person.Network, Answer(stage, person, since));
        }

        if (shapes.Count != 2 * Shapes.Choices.Count)
            throw new StuckException("The confirmations of different answers cannot be told apart.");
        await ActionLife.CommandAsync(stage, "/action cancel", new() { ["action"] = code }, cancellationToken);
        await stage.SettleAsync(cancellationToken);
        return shapes;
    }

    private static string Answer(CrashStage stage, Neighbor person, int since) =>
        // On Discord the test message is private and the answer is not; on Signal there is but one.
        stage
            .Seen.Since(since)
            .LastOrDefault(entry =>
                entry.Who == person.Name
                && (person.Network == "discord" ? entry.Kind is "ephemeral" or "update" : SeenByPeople.IsPrivate(entry))
            )
            ?.Text
        ?? throw new StuckException($"{person.Network} gave no answer:\n{stage.LastLogLines()}");
}
