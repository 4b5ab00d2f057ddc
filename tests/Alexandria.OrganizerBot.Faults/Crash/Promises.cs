using Alexandria.OrganizerBot.Domain.Pledges;
using NodaTime;

namespace Alexandria.OrganizerBot.Faults.Crash;

/// <summary>
/// What one person knows about one action: the answer that was confirmed to them last, and those that they gave since and
/// heard nothing of. A store that holds any of these keeps its promise.
/// </summary>
internal sealed class Promise
{
    private readonly HashSet<PledgeAnswer> _unanswered = [];
    private (PledgeAnswer Answer, int Since)? _pending;

    /// <summary>What they saw confirmed; null: nothing yet.</summary>
    public PledgeAnswer? Confirmed { get; private set; }

    /// <summary>Where the record stood when they acted; null: they wait for nothing.</summary>
    public int? WaitsSince => _pending?.Since;

    /// <summary>Whether it is beyond doubt that they come: whatever they heard nothing of was a yes too.</summary>
    public bool SurelyComes =>
        Confirmed is { } confirmed && IsYes(confirmed) && _pending is null && _unanswered.All(IsYes);

    public static bool IsYes(PledgeAnswer answer) => answer is not (PledgeAnswer.CantCome or PledgeAnswer.Withdrawn);

    public void Gave(PledgeAnswer answer, int since) => _pending = (answer, since);

    public void Saw(PledgeAnswer answer)
    {
        Confirmed = answer;
        _unanswered.Clear();
        _pending = null;
    }

    /// <summary>The bot is at rest and has said nothing: it will not any more.</summary>
    public void HeardNothing()
    {
        if (_pending is { } pending)
            _unanswered.Add(pending.Answer);
        _pending = null;
    }

    /// <summary>Whether the stored answer is one that they may expect.</summary>
    public bool Allows(PledgeAnswer? stored) =>
        Confirmed is null
        || stored == Confirmed
        || (stored is { } other && (_unanswered.Contains(other) || _pending?.Answer == other));

    /// <summary>What is stored is how it is from now on: a loss is counted once.</summary>
    public void Accept(PledgeAnswer? stored)
    {
        Confirmed = stored;
        _unanswered.Clear();
    }
}

/// <summary>What one person knows about being reminded.</summary>
internal sealed class ConsentPromise
{
    /// <summary>Shorter than the bot's own 90 days: a consent that is about to end proves nothing.</summary>
    private static readonly Duration Trusted = Duration.FromDays(60);

    private int? _pending;
    private Instant? _confirmedAt;

    public int? WaitsSince => _pending;

    public bool SurelyGiven(Instant now) => _confirmedAt is { } at && now - at < Trusted;

    public void Gave(int since) => _pending = since;

    public void Saw(Instant now)
    {
        _confirmedAt = now;
        _pending = null;
    }

    public void HeardNothing() => _pending = null;
}
