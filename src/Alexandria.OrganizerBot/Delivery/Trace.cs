namespace Alexandria.OrganizerBot.Delivery;

/// <summary>What a network shows of a message of which nobody knows whether it arrived.</summary>
internal abstract record Trace
{
    private Trace() { }

    /// <summary>It surely did not arrive.</summary>
    /// <param name="ChannelId">The place that was looked at; for a member, their private channel.</param>
    public sealed record NotThere(string ChannelId) : Trace;

    /// <summary>It stands there.</summary>
    public sealed record There(SendOutcome.Sent Sent) : Trace;

    /// <summary>Something stands there that may be it.</summary>
    public sealed record MayBeThere : Trace;

    /// <summary>The network shows nothing, in general or of this place.</summary>
    public sealed record CannotLook : Trace;

    /// <summary>The network did not answer, or takes no question for a while.</summary>
    public sealed record LookLater(SendOutcome.TryLater Until) : Trace;
}
