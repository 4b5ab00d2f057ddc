using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.Daemon;

/// <summary>What the next calls and sends have to suffer.</summary>
internal sealed class SignalFaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<(StageFault Fault, int Left)> _planned = [];
    private readonly HashSet<string> _challenges = new(StringComparer.Ordinal);
    private int _lastChallenge;

    public void Add(StageFault fault, int count)
    {
        lock (_gate)
        {
            _planned.Add((fault, count));
        }
    }

    /// <summary>What befalls a call as a whole: <see cref="StageFault.Slow"/> or <see cref="StageFault.ConnectionBreaks"/>.</summary>
    public StageFault? ForCall(string method) =>
        Take(fault =>
            fault switch
            {
                StageFault.Slow slow => Fits(slow.Route, method),
                StageFault.ConnectionBreaks breaks => Fits(breaks.Route, method),
                _ => false,
            }
        );

    /// <summary>Whether the service refuses all that a call sends, because there was too much.</summary>
    /// <param name="method">The call's method.</param>
    /// <param name="token">What a captcha is to be solved for; null: time alone helps.</param>
    /// <param name="retryAfter">When it helps to try again.</param>
    public bool IsLimited(string method, out string? token, out TimeSpan retryAfter)
    {
        var limit = Take(fault =>
            fault switch
            {
                StageFault.CaptchaDemanded => true,
                StageFault.RateLimit rate => Fits(rate.Route, method),
                _ => false,
            }
        );
        token = null;
        retryAfter = TimeSpan.Zero;
        switch (limit)
        {
            case StageFault.RateLimit rate:
                retryAfter = rate.RetryAfter;
                return true;
            case StageFault.CaptchaDemanded captcha:
                lock (_gate)
                {
                    token = SignalIds.Challenge(++_lastChallenge);
                    _challenges.Add(token);
                }
                retryAfter = captcha.RetryAfter;
                return true;
            default:
                return false;
        }
    }

    /// <summary>How a send to one person fails, as in <c>results[].type</c>; null: it does not.</summary>
    public string? FailureFor(SignalPerson person) =>
        Take(fault => fault is StageFault.SendFails fails && fails.Person == person.Name)
            is StageFault.SendFails { Type: var type }
            ? type
            : null;

    /// <summary>A captcha was solved: the service lets the bot send again.</summary>
    /// <returns>Whether that challenge was open.</returns>
    public bool Solve(string challenge)
    {
        lock (_gate)
        {
            if (!_challenges.Remove(challenge))
            {
                return false;
            }
            _challenges.Clear();
            _planned.RemoveAll(plan => plan.Fault is StageFault.CaptchaDemanded);
            return true;
        }
    }

    private StageFault? Take(Func<StageFault, bool> fits)
    {
        lock (_gate)
        {
            var index = _planned.FindIndex(plan => plan.Left > 0 && fits(plan.Fault));
            if (index < 0)
            {
                return null;
            }
            var (fault, left) = _planned[index];
            _planned[index] = (fault, left - 1);
            return fault;
        }
    }

    private static bool Fits(string route, string method) => method.Contains(route, StringComparison.Ordinal);
}
