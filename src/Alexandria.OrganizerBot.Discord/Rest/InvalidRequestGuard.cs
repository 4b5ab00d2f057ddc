// https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
namespace Alexandria.OrganizerBot.Discord;

/// <summary>
/// Counts answers that lead to a ban of this machine's address (10,000 in 10 minutes), and stops all sending well before.
/// </summary>
internal sealed class InvalidRequestGuard(TimeProvider time, int stopAt = InvalidRequestGuard.StopAt)
{
    /// <summary>Other programs may share our address, so we stay clear of the limit.</summary>
    internal const int StopAt = 9_000;

    private readonly SlidingWindow _invalid = new(stopAt, TimeSpan.FromMinutes(10), time);

    public bool MustStop => _invalid.Count >= stopAt;

    public void Note(int status, TooManyRequests? refusal)
    {
        if (status is 401 or 403 || (status == 429 && refusal?.Shared != true))
        {
            _invalid.Note();
            DiscordMetrics.InvalidRequests.Add(1);
        }
    }
}
