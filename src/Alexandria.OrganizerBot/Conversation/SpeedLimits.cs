using Alexandria.OrganizerBot.Domain.Limits;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>
/// How fast one person, and everybody in one campaign together, are answered. Kept in memory under keyed hashes, for a bounded
/// number of people; a restart forgives everything.
/// </summary>
internal sealed class SpeedLimits(Store store)
{
    /// <summary>More buckets than this are not kept; those that are full again go first, since they say nothing.</summary>
    private const int MostKept = 20_000;

    private static readonly Allowance Member = new(AtOnce: 10, Duration.FromSeconds(6));
    private static readonly Allowance Organizer = new(AtOnce: 60, Duration.FromSeconds(1));

    /// <summary>A whole town that pledges within a minute has to get through; a script that presses for ever has not.</summary>
    private static readonly Allowance Campaign = new(AtOnce: 20_000, Duration.FromMilliseconds(10));

    private static readonly Duration SaidAgainAfter = Duration.FromMinutes(1);

    /// <summary>False for whoever tries out a million inputs at a moment that stands still.</summary>
    public bool IsOn { get; init; } = true;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Kept> _buckets = new(StringComparer.Ordinal);

    /// <summary>Whether the person may ask for something now, which counts; where not, whether they are to be told.</summary>
    public Pace Take(Incoming incoming, Access access, Instant now) =>
        Take(
            store.Keys.PersonKey(incoming.Network, incoming.Sender.UserId),
            access == Access.Everyone ? Member : Organizer,
            now
        );

    /// <inheritdoc cref="Take(Incoming, Access, Instant)"/>
    public Pace TakeIn(Request request) =>
        Take($"campaign|{request.Campaign.Id.Value}", Campaign, request.Now) is Pace.Allowed
            ? Pace.Allowed
            : Told(store.Keys.PersonKey(request.Incoming.Network, request.Incoming.Sender.UserId), request.Now);

    private Pace Take(string key, Allowance allowance, Instant now)
    {
        if (!IsOn)
            return Pace.Allowed;
        lock (_gate)
        {
            var kept = _buckets.TryGetValue(key, out var known)
                ? known with
                {
                    Allowance = allowance,
                }
                : new Kept(TokenBucket.Full(allowance, now), allowance, Told: null);
            var (after, taken) = kept.Bucket.Take(allowance, now);
            Keep(key, kept with { Bucket = after }, now);
            return taken ? Pace.Allowed : Told(key, now);
        }
    }

    /// <summary>Somebody who is too fast is told once a minute; more would only feed it.</summary>
    private Pace Told(string key, Instant now)
    {
        lock (_gate)
        {
            if (!_buckets.TryGetValue(key, out var kept) || (kept.Told is { } told && now < told + SaidAgainAfter))
                return Pace.Silence;
            _buckets[key] = kept with { Told = now };
            return Pace.Told;
        }
    }

    private void Keep(string key, Kept kept, Instant now)
    {
        if (_buckets.Count >= MostKept && !_buckets.ContainsKey(key))
            MakeRoom(now);
        _buckets[key] = kept;
    }

    private void MakeRoom(Instant now)
    {
        foreach (var (key, kept) in _buckets)
        {
            if (kept.Bucket.Refilled(kept.Allowance, now).Left >= kept.Allowance.AtOnce)
                _buckets.Remove(key);
        }
        // Everybody is in the middle of something: those who were quiet longest are forgiven.
        foreach (
            var (key, _) in _buckets
                .OrderBy(entry => entry.Value.Bucket.At)
                .Take(_buckets.Count - (MostKept / 2))
                .ToList()
        )
            _buckets.Remove(key);
    }

    private sealed record Kept(TokenBucket Bucket, Allowance Allowance, Instant? Told);
}

/// <summary>What becomes of something that somebody asks for.</summary>
internal enum Pace
{
    Allowed,

    /// <summary>Not done, and they are told that it is too fast.</summary>
    Told,

    /// <summary>Not done; they were told already.</summary>
    Silence,
}
