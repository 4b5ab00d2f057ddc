using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private static readonly Duration Longest = Duration.FromMinutes(10);

    /// <summary>After so many tries a message is dead.</summary>
    public const int MaxAttempts = 12;

    /// <summary>2 s, 4 s, 8 s … up to ten minutes after the given number of tries (1 is the first).</summary>
    public static Duration After(int attempts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        return Duration.Min(Longest, Duration.FromSeconds(1L << Math.Min(attempts, 20)));
    }
}
