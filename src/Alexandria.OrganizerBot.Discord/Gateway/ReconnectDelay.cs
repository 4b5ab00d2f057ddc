namespace Alexandria.OrganizerBot.Discord;

/// <summary>How long to pause before the gateway is tried again. Chance comes in as an argument, from 0 up to 1.</summary>
internal static class ReconnectDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>After the first failure about 1 s, doubling up to <paramref name="longest"/>, and of that the half to the whole.</summary>
    /// <param name="failures">Failures in a row; 0 means that the last connection did well, and waits up to 1 s.</param>
    public static TimeSpan Backoff(int failures, TimeSpan longest, double chance)
    {
        if (failures <= 0)
        {
            return First * chance;
        }

        var doubled = First * Math.Pow(2, Math.Min(failures - 1, 30));
        var capped = doubled < longest ? doubled : longest;
        return capped * (0.5 + (chance / 2));
    }

    /// <summary>1 to 5 s after an invalid session, as Discord asks (https://github.com/discord/discord-api-docs/pull/244).</summary>
    public static TimeSpan AfterInvalidSession(double chance) => TimeSpan.FromSeconds(1 + (4 * chance));

    /// <summary>The first heartbeat comes anywhere within the interval, so that a restart of Discord does not synchronise all bots.</summary>
    public static TimeSpan FirstHeartbeat(TimeSpan interval, double chance) => interval * chance;
}
