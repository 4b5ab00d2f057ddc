namespace Alexandria.OrganizerBot.Discord;

internal static class Pause
{
    /// <summary>
    /// Waits at least <paramref name="length"/>: .NET drops the part below a millisecond, which would make whoever waits for
    /// a moment ask again just before it, over and over.
    /// </summary>
    public static Task ForAsync(TimeSpan length, TimeProvider time, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(length.TotalMilliseconds)), time, ct);
}
