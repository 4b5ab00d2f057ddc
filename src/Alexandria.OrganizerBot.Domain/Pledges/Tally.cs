using Alexandria.OrganizerBot.Domain.Actions;

namespace Alexandria.OrganizerBot.Domain.Pledges;

/// <summary>Who will come, as numbers. Nothing in it names or points to a person.</summary>
/// <param name="People">Members who pledged anything that stands.</param>
/// <param name="HeadCount">People to expect, guests included.</param>
/// <param name="ByAnswer">Members by answer; every answer of the action is present, also with 0.</param>
/// <param name="Maybe">Members who may come.</param>
/// <param name="Waiting">Members who wait for room.</param>
/// <param name="CantCome">Members who said that they can't come.</param>
/// <param name="Withdrawn">Members who took their pledge back.</param>
/// <param name="ByNetwork">Standing pledges by network.</param>
/// <param name="ByLanguage">Standing pledges by language.</param>
public sealed record Tally(
    int People,
    int HeadCount,
    IReadOnlyDictionary<PledgeAnswer, int> ByAnswer,
    int Maybe,
    int Waiting,
    int CantCome,
    int Withdrawn,
    IReadOnlyDictionary<string, int> ByNetwork,
    IReadOnlyDictionary<string, int> ByLanguage
)
{
    /// <summary>Standing pledges whose members confirmed them for the present time.</summary>
    public int Confirmed { get; init; }

    /// <summary>Standing pledges that were given for an earlier time, and not yet again for the present one.</summary>
    public int ForEarlierTime { get; init; }

    /// <summary>Pledges that are held until an organizer has looked; they count nowhere else.</summary>
    public int Held { get; init; }

    /// <summary>Members who said afterwards that they were there, whatever they had answered before.</summary>
    public int Came { get; init; }

    /// <summary>Members who said afterwards that they could not make it.</summary>
    public int Missed { get; init; }

    /// <summary>Counts the pledges of one action in one pass.</summary>
    public static Tally Of(IEnumerable<Pledge> pledges, CollectiveAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Of(pledges, action.Asks, action.TimeVersion);
    }

    /// <summary>Counts the pledges of an action whose time was never moved.</summary>
    public static Tally Of(IEnumerable<Pledge> pledges, IReadOnlyList<Ask> asks) => Of(pledges, asks, timeVersion: 1);

    private static Tally Of(IEnumerable<Pledge> pledges, IReadOnlyList<Ask> asks, int timeVersion)
    {
        ArgumentNullException.ThrowIfNull(pledges);
        ArgumentNullException.ThrowIfNull(asks);
        var byAnswer = asks.Select(PledgeAnswers.For).ToDictionary(answer => answer, _ => 0);
        var byNetwork = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var byLanguage = new SortedDictionary<string, int>(StringComparer.Ordinal);
        int people = 0,
            headCount = 0,
            maybe = 0,
            waiting = 0,
            cantCome = 0,
            withdrawn = 0,
            confirmed = 0,
            forEarlierTime = 0,
            came = 0,
            missed = 0,
            held = 0;
        foreach (var pledge in pledges)
        {
            came += pledge.Came == true ? 1 : 0;
            missed += pledge.Came == false ? 1 : 0;
            switch (pledge.Answer)
            {
                case PledgeAnswer.Maybe:
                    maybe++;
                    continue;
                case PledgeAnswer.CantCome:
                    cantCome++;
                    continue;
                case PledgeAnswer.Withdrawn:
                    withdrawn++;
                    continue;
                default:
                    if (pledge.Place == PledgePlace.Held)
                    {
                        held++;
                        continue;
                    }
                    if (pledge.Place != PledgePlace.Firm)
                    {
                        waiting++;
                        continue;
                    }
                    people++;
                    headCount += pledge.HeadCount;
                    if (pledge.GivenFor < timeVersion)
                        forEarlierTime++;
                    else if (pledge.ConfirmedAt is not null)
                        confirmed++;
                    byAnswer[pledge.Answer] = byAnswer.GetValueOrDefault(pledge.Answer) + 1;
                    byNetwork[pledge.Network] = byNetwork.GetValueOrDefault(pledge.Network) + 1;
                    byLanguage[pledge.Language] = byLanguage.GetValueOrDefault(pledge.Language) + 1;
                    continue;
            }
        }
        return new Tally(people, headCount, byAnswer, maybe, waiting, cantCome, withdrawn, byNetwork, byLanguage)
        {
            Confirmed = confirmed,
            ForEarlierTime = forEarlierTime,
            Came = came,
            Missed = missed,
            Held = held,
        };
    }
}
