namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>
/// Makes ids as Discord does: milliseconds since 2015 in the upper bits, a counter in the lower 22. They only ever
/// grow, so that ids sort by age even if stage time stands still.
/// </summary>
internal sealed class Snowflakes(IStageTime time)
{
    private const long DiscordEpochMilliseconds = 1_420_070_400_000;

    private readonly Lock _gate = new();
    private long _last;

    public string Next()
    {
        lock (_gate)
        {
            var fromTime = Math.Max(0, time.Now.ToUnixTimeMilliseconds() - DiscordEpochMilliseconds) << 22;
            _last = Math.Max(_last + 1, fromTime);
            return _last.Plain();
        }
    }

    /// <summary>Whether a text has the form of a snowflake.</summary>
    public static bool IsOne(string? text) =>
        text is { Length: > 0 and <= 20 } && text.All(char.IsAsciiDigit) && ulong.TryParse(text, out _);
}
