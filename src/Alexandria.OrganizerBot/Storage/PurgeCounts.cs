namespace Alexandria.OrganizerBot.Storage;

/// <summary>How many rows a purge removed.</summary>
internal sealed record PurgeCounts
{
    public int Pledges { get; init; }
    public int Members { get; init; }
    public int Addresses { get; init; }
    public int Consents { get; init; }
    public int OfferDeadlines { get; init; }
    public int Messages { get; init; }
    public int PostedAlerts { get; init; }
    public int Events { get; init; }

    /// <summary>Calls that were logged, and offices that were handed out.</summary>
    public int Calls { get; init; }

    /// <summary>What was left of messages that ended.</summary>
    public int Tombstones { get; init; }

    public int Total =>
        Pledges
        + Members
        + Addresses
        + Consents
        + OfferDeadlines
        + Messages
        + PostedAlerts
        + Events
        + Calls
        + Tombstones;

    public static PurgeCounts operator +(PurgeCounts left, PurgeCounts right) =>
        new()
        {
            Pledges = left.Pledges + right.Pledges,
            Members = left.Members + right.Members,
            Addresses = left.Addresses + right.Addresses,
            Consents = left.Consents + right.Consents,
            OfferDeadlines = left.OfferDeadlines + right.OfferDeadlines,
            Messages = left.Messages + right.Messages,
            PostedAlerts = left.PostedAlerts + right.PostedAlerts,
            Events = left.Events + right.Events,
            Calls = left.Calls + right.Calls,
            Tombstones = left.Tombstones + right.Tombstones,
        };
}
