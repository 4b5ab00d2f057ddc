using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private static readonly Duration Longest = Duration.FromMinutes(10);

    /// <summary>
    /// After so many tries, about a day at the longest pause, a message is dead. Until then an outage loses nothing that is
    /// still useful: what is not, ends by its own <see cref="OutboxMessage.UsefulUntil"/>.
    /// </summary>
    public const int MaxAttempts = 150;

    /// <summary>2 s, 4 s, 8 s … up to ten minutes after the given number of tries (1 is the first).</summary>
    public static Duration After(int attempts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        return Duration.Min(Longest, Duration.FromSeconds(1L << Math.Min(attempts, 20)));
    }
}
