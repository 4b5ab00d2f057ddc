namespace Alexandria.OrganizerBot.Discord;

internal static class Pause
{
    /// <summary>
    /// Waits at least <paramref name="length"/>: .NET drops the part below a millisecond, which would make whoever waits for
    /// a moment ask again just before it, over and over. A moment that has passed is not waited for; .NET would wait for
    /// ever for a length of minus one millisecond.
    /// </summary>
    public static Task ForAsync(TimeSpan length, TimeProvider time, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(length.TotalMilliseconds))), time, ct);
}
