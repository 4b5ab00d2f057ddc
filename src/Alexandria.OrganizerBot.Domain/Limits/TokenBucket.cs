using NodaTime;

namespace Alexandria.OrganizerBot.Domain.Limits;

/// <summary>How much somebody may ask for: a number at once, and then one more each time so long has passed.</summary>
/// <param name="AtOnce">At least 1.</param>
/// <param name="Every">Positive.</param>
public sealed record Allowance(int AtOnce, Duration Every);

/// <summary>What is left of an <see cref="Allowance"/> at a moment.</summary>
/// <param name="Left">From 0 to the allowance's number at once.</param>
/// <param name="At">When it was so.</param>
public readonly record struct TokenBucket(double Left, Instant At)
{
    /// <summary>Nothing was asked for yet.</summary>
    public static TokenBucket Full(Allowance allowance, Instant now)
    {
        ArgumentNullException.ThrowIfNull(allowance);
        return new TokenBucket(allowance.AtOnce, now);
    }

    /// <summary>What is left now. A clock that went back gives and takes nothing.</summary>
    public TokenBucket Refilled(Allowance allowance, Instant now)
    {
        ArgumentNullException.ThrowIfNull(allowance);
        return now <= At
            ? this
            : new TokenBucket(Math.Min(allowance.AtOnce, Left + ((now - At) / allowance.Every)), now);
    }

    /// <summary>Takes one, where one is left; says whether it was.</summary>
    public (TokenBucket After, bool Taken) Take(Allowance allowance, Instant now)
    {
        var bucket = Refilled(allowance, now);
        return bucket.Left >= 1 ? (bucket with { Left = bucket.Left - 1 }, true) : (bucket, false);
    }
}
