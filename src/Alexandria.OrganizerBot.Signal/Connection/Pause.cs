namespace Alexandria.OrganizerBot.Signal;

internal static class Pause
{
    /// <summary>
    /// Waits at least <paramref name="length"/>: .NET drops the part below a millisecond. A moment that has passed is not
    /// waited for; .NET would wait for ever for a length of minus one millisecond.
    /// </summary>
    public static Task ForAsync(TimeSpan length, TimeProvider time, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(length.TotalMilliseconds))), time, ct);
}
