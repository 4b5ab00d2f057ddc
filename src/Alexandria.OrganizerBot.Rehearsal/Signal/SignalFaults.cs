namespace Alexandria.OrganizerBot.Rehearsal;

/// <content>
/// What can go wrong with a signal-cli daemon. <see cref="Disconnect"/>, <see cref="RateLimit"/> (without a captcha) and
/// <see cref="Slow"/> exist there too; their route is a part of the method's name, such as <c>send</c>.
/// </content>
public abstract partial record StageFault
{
    /// <summary>The connection breaks while a matching request is under way, and no answer comes.</summary>
    /// <param name="Route">A part of the method's name.</param>
    /// <param name="Count">For the next so many.</param>
    /// <param name="Applied">Whether the request took effect before: the client cannot know.</param>
    public sealed record ConnectionBreaks(string Route, int Count, bool Applied) : StageFault;

    /// <summary>Signal wants a captcha solved: sends are refused with a token until it is submitted.</summary>
    /// <param name="Count">For the next so many calls, unless the captcha comes first.</param>
    /// <param name="RetryAfter">What the service states with the token.</param>
    public sealed record CaptchaDemanded(int Count, TimeSpan RetryAfter) : StageFault;

    /// <summary>Sends to one person fail; to the others they go on, so the call is a partial success.</summary>
    /// <param name="Person">Name of a person of the cast.</param>
    /// <param name="Count">For the next so many sends.</param>
    /// <param name="Type">As in <c>results[].type</c>: <c>NETWORK_FAILURE</c>, <c>UNREGISTERED_FAILURE</c>, …</param>
    public sealed record SendFails(string Person, int Count, string Type = "NETWORK_FAILURE") : StageFault;

    /// <summary>A person installed Signal anew: sends are refused until the new identity is trusted.</summary>
    public sealed record IdentityChanged(string Person) : StageFault;

    /// <summary>A person has left the service: every send to them fails.</summary>
    public sealed record Unregistered(string Person) : StageFault;

    /// <summary>The daemon ends: its socket is gone and messages wait on the server.</summary>
    public sealed record DaemonStops : StageFault;

    /// <summary>The daemon is back at the same address.</summary>
    public sealed record DaemonStarts : StageFault;

    /// <summary>The daemon takes connections and requests, and neither acts on them nor answers, until <see cref="DaemonRecovers"/>.</summary>
    public sealed record DaemonHangs : StageFault;

    /// <summary>A hanging daemon acts on and answers all it was asked meanwhile.</summary>
    public sealed record DaemonRecovers : StageFault;

    /// <summary>A line that the daemon sends to every connection: a malformed or unexpected frame.</summary>
    public sealed record Frame(string Line) : StageFault;

    /// <summary>A message of a person that the daemon cannot decrypt: an envelope with an <c>exception</c> and no content.</summary>
    public sealed record Undecryptable(string Person) : StageFault;
}
