using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Calls;

/// <summary>The calls of an action in numbers; nobody is in it.</summary>
public sealed record CallTally
{
    /// <summary>Calls that count: one for each person, office and day.</summary>
    public required int Calls { get; init; }

    /// <summary>What came of the calls to each office, by the target's id.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<CallOutcome, int>> ByTarget { get; init; }

    /// <summary>Calls in each hour of the day in which there were any, by the wall clock of the campaign.</summary>
    public required IReadOnlyList<CallHour> ByHour { get; init; }

    /// <summary>Counts the calls.</summary>
    /// <param name="calls">All of one action.</param>
    /// <param name="zone">Whose wall clock the hours are read from.</param>
    public static CallTally Of(IReadOnlyCollection<LoggedCall> calls, DateTimeZone zone) =>
        new()
        {
            Calls = calls.Count,
            ByTarget = calls
                .GroupBy(call => call.Target, StringComparer.Ordinal)
                .ToDictionary(
                    group => group.Key,
                    IReadOnlyDictionary<CallOutcome, int> (group) => group.CountBy(call => call.Outcome).ToDictionary(),
                    StringComparer.Ordinal
                ),
            ByHour =
            [
                .. calls
                    .Select(call => call.At.InZone(zone).LocalDateTime)
                    .GroupBy(at => (at.Date, at.Hour))
                    .OrderBy(group => group.Key)
                    .Select(group => new CallHour(group.Key.Date, group.Key.Hour, group.Count())),
            ],
        };

    /// <summary>How many calls had the outcome, over all offices.</summary>
    public int CountOf(CallOutcome outcome) => ByTarget.Values.Sum(counts => counts.GetValueOrDefault(outcome));
}

/// <summary>An hour of a call-in day.</summary>
/// <param name="Day">The day in the campaign's zone.</param>
/// <param name="Hour">0 to 23, by the wall clock there.</param>
/// <param name="Calls">Calls logged in it.</param>
public sealed record CallHour(LocalDate Day, int Hour, int Calls);
