namespace Alexandria.OrganizerBot.Signal;

internal static class Pause
{
    /// <summary>Waits at least <paramref name="length"/>: .NET drops the part below a millisecond.</summary>
    public static Task ForAsync(TimeSpan length, TimeProvider time, CancellationToken ct) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(length.TotalMilliseconds)), time, ct);
}
