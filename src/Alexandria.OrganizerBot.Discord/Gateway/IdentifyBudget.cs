// https://docs.discord.com/developers/events/gateway#session-start-limit-object
namespace Alexandria.OrganizerBot.Discord;

/// <summary>How long an IDENTIFY must wait. Too many in a day make Discord end all sessions and reset the token.</summary>
internal static class IdentifyBudget
{
    private static readonly TimeSpan ConcurrencyWindow = TimeSpan.FromSeconds(5);

    /// <param name="limit">What Discord last said, or null where it could not be asked.</param>
    /// <param name="sinceLast">How long ago our last IDENTIFY was, or null if there was none.</param>
    public static TimeSpan WaitBefore(SessionStartLimit? limit, TimeSpan? sinceLast)
    {
        // A session limit without numbers reads as zeros: then only the spacing below applies.
        if (limit is { Remaining: <= 0, ResetAfter: > 0 })
        {
            return TimeSpan.FromMilliseconds(limit.ResetAfter);
        }

        return sinceLast is { } since && since < ConcurrencyWindow ? ConcurrencyWindow - since : TimeSpan.Zero;
    }
}
