namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>
/// Counts requests that end in 401, 403 or 429; after too many the edge bans the address for a while (topics/rate-limits,
/// invalid request limit). Safe for concurrent use.
/// </summary>
internal sealed class InvalidRequests(DiscordStageOptions options)
{
    /// <summary>Real time in which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Queue<long> _seen = new();

    public bool IsBanned
    {
        get
        {
            lock (_gate)
            {
                while (_seen.TryPeek(out var oldest) && options.RealTime.GetElapsedTime(oldest) >= Window)
                {
                    _seen.Dequeue();
                }
                return _seen.Count >= options.InvalidRequestsPerTenMinutes;
            }
        }
    }

    /// <summary>Counts an answer, unless the limit that refused it is shared with others.</summary>
    public void Count(int status, string? scope)
    {
        if (status is 401 or 403 || (status == 429 && scope != "shared"))
        {
            lock (_gate)
            {
                _seen.Enqueue(options.RealTime.GetTimestamp());
            }
        }
    }
}
