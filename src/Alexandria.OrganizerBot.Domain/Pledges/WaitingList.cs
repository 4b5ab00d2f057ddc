namespace Alexandria.OrganizerBot.Domain.Pledges;

/// <summary>Who has room and who is next, for actions with a capacity. Pure functions over the action's pledges.</summary>
public static class WaitingList
{
    /// <summary>Places that nobody has: an offered place is taken until the offer ends. Without a limit: as many as one likes.</summary>
    public static int FreePlaces(int? capacity, IEnumerable<Pledge> pledges)
    {
        ArgumentNullException.ThrowIfNull(pledges);
        if (capacity is not { } limit)
            return int.MaxValue;
        var taken = pledges
            .Where(pledge => pledge is { IsComing: true, Place: PledgePlace.Firm or PledgePlace.Offered })
            .Sum(pledge => pledge.HeadCount);
        return Math.Max(0, limit - taken);
    }

    /// <summary>
    /// Those to whom a place can be offered now, the longest wait first. Somebody with more people than there is room for
    /// keeps their turn: nobody overtakes them.
    /// </summary>
    /// <param name="canBeOffered">Whether the member would hear of the offer; who would not is passed over.</param>
    public static IReadOnlyList<Pledge> Next(
        int freePlaces,
        IEnumerable<Pledge> pledges,
        Func<Pledge, bool> canBeOffered
    )
    {
        ArgumentNullException.ThrowIfNull(pledges);
        ArgumentNullException.ThrowIfNull(canBeOffered);
        var next = new List<Pledge>();
        foreach (var waiting in InOrder(pledges).Where(canBeOffered))
        {
            if (waiting.HeadCount > freePlaces)
                break;
            freePlaces -= waiting.HeadCount;
            next.Add(waiting);
        }
        return next;
    }

    /// <summary>The member's place in the line, from 1; 0: not in it.</summary>
    public static int PlaceInLine(MemberKey member, IEnumerable<Pledge> pledges)
    {
        ArgumentNullException.ThrowIfNull(pledges);
        return InOrder(pledges).ToList().FindIndex(pledge => pledge.Member == member) + 1;
    }

    private static IEnumerable<Pledge> InOrder(IEnumerable<Pledge> pledges) =>
        pledges
            .Where(pledge => pledge.IsComing && pledge.Place == PledgePlace.Waiting)
            .OrderBy(pledge => pledge.WaitingSince)
            .ThenBy(pledge => pledge.Member.Value, StringComparer.Ordinal);
}
