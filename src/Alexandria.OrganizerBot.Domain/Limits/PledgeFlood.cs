using Alexandria.OrganizerBot.Domain.Pledges;
using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Limits;

/// <summary>
/// Whether pledges to one action come so fast that somebody may be making them up: then further ones are held until an
/// organizer has looked.
/// </summary>
public static class PledgeFlood
{
    /// <summary>How many times faster than before counts as sudden.</summary>
    private const int Sudden = 3;

    private static readonly Duration Now = Duration.FromMinutes(1);
    private static readonly Duration Before = Duration.FromMinutes(10);

    /// <summary>
    /// True where in the last minute at least <paramref name="mostPerMinute"/> people said that they will do something, and
    /// that is more than three times as many as in an average minute of the ten before.
    /// </summary>
    /// <param name="pledges">Everybody's answers to the action.</param>
    /// <param name="mostPerMinute">The campaign's threshold; null: nothing is ever held.</param>
    /// <param name="now">The moment of the next pledge.</param>
    public static bool IsOn(IEnumerable<Pledge> pledges, int? mostPerMinute, Instant now)
    {
        ArgumentNullException.ThrowIfNull(pledges);
        if (mostPerMinute is not { } most)
            return false;
        int recent = 0,
            earlier = 0;
        foreach (var at in pledges.Where(pledge => pledge.IsComing).Select(pledge => pledge.At))
        {
            if (at > now - Now)
                recent++;
            else if (at > now - Now - Before)
                earlier++;
        }
        return recent >= most && recent * (Before / Now) > Sudden * earlier;
    }
}
