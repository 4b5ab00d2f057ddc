namespace Alexandria.OrganizerBot.Discord;

/// <summary>What it takes to resume.</summary>
/// <param name="ResumeUrl">Where Discord wants the resume; null where it was refused or has failed, and the cached address serves.</param>
/// <param name="Sequence">The <c>s</c> of the last dispatch.</param>
internal sealed record GatewaySession(string Id, Uri? ResumeUrl, long Sequence);

/// <summary>How a connection ended.</summary>
/// <param name="Next">What follows.</param>
/// <param name="Reason">One plain phrase.</param>
/// <param name="Established">Whether READY or RESUMED had come.</param>
/// <param name="CloseCode">The other side's, if it sent one.</param>
internal sealed record ConnectionEnd(AfterClose Next, string Reason, bool Established, int? CloseCode)
{
    /// <summary>Discord declared the session invalid, and wants a pause of its own before the next.</summary>
    public bool InvalidSession { get; init; }

    /// <summary>How long events flowed.</summary>
    public TimeSpan Lasted { get; init; }
}
