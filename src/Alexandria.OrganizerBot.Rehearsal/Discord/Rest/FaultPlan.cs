namespace Alexandria.OrganizerBot.Rehearsal.Discord.Rest;

/// <summary>Faults that wait for requests they match. Safe for concurrent use.</summary>
internal sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<Planned> _planned = [];

    public void Add(StageFault fault)
    {
        var (route, count) = fault switch
        {
            StageFault.RateLimit limit => (limit.Route, limit.Count),
            StageFault.ServerError error => (error.Route, error.Count),
            StageFault.Slow slow => (slow.Route, slow.Count),
            _ => throw new ArgumentException("Not a fault of requests.", nameof(fault)),
        };
        lock (_gate)
        {
            _planned.Add(new Planned(fault, route, count));
        }
    }

    /// <summary>The faults of this request: the first of each kind that matches. Each is counted down.</summary>
    /// <param name="request">For example <c>POST /channels/1/messages</c>.</param>
    /// <param name="countsGlobally">Whether the global limit binds it: those of interactions are free of it.</param>
    public IReadOnlyList<StageFault> Take(string request, bool countsGlobally)
    {
        lock (_gate)
        {
            var hits = _planned
                .Where(planned => planned.Left > 0 && request.Contains(planned.Route, StringComparison.Ordinal))
                .Where(planned => countsGlobally || planned.Fault is not StageFault.RateLimit { Scope: "global" })
                .DistinctBy(planned => planned.Fault.GetType())
                .ToList();
            foreach (var hit in hits)
            {
                hit.Left--;
            }
            _planned.RemoveAll(planned => planned.Left <= 0);
            return [.. hits.Select(hit => hit.Fault)];
        }
    }

    private sealed class Planned(StageFault fault, string route, int count)
    {
        public StageFault Fault => fault;
        public string Route => route;
        public int Left { get; set; } = count;
    }
}
