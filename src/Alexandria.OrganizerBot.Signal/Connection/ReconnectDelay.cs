namespace Alexandria.OrganizerBot.Signal;

/// <summary>How long to pause before the daemon is tried again. Chance comes in as an argument, from 0 up to 1.</summary>
internal static class ReconnectDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>After the first failure 1 s, doubling up to <paramref name="longest"/>, and of that the half to the whole.</summary>
    /// <param name="failures">Failures in a row, from 1.</param>
    public static TimeSpan Backoff(int failures, TimeSpan longest, double chance)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(failures - 1, 0, 30));
        var capped = doubled < longest ? doubled : longest;
        return capped * (0.5 + (chance / 2));
    }
}
