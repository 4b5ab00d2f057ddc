using System.Collections.Concurrent;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Platforms;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

/// <summary>A network that answers as the test says: by default it takes everything.</summary>
internal sealed class ScriptedPlatform : IChatPlatform
{
    private readonly TaskCompletionSource _ready = new();

    public string Network => Networks.Discord;
    public Task Ready => _ready.Task;
    public string Health { get; init; } = "Connected";
    public IReadOnlyList<NetworkTrouble> Standing { get; init; } = [];
    public IReadOnlyList<NetworkTrouble> Troubles => Standing;
    public OpeningLimits? Openings { get; init; }
    public Duration DeduplicationWindow { get; init; } = Duration.FromMinutes(2);

    /// <summary>What a message meets; runs while it is in flight.</summary>
    public Func<Outgoing, Task<SendOutcome>> Answer { get; set; } =
        outgoing => Task.FromResult<SendOutcome>(new SendOutcome.Sent($"message of {outgoing.Id}", "channel"));

    /// <summary>What a look for a message finds.</summary>
    public Trace Finds { get; set; } = new Trace.CannotLook();

    /// <summary>What was looked for, and since when it may have been there.</summary>
    public ConcurrentQueue<(string Id, Instant Since)> Looks { get; } = [];

    /// <summary>Everything that reached the network, in order.</summary>
    public ConcurrentQueue<Outgoing> Sent { get; } = [];

    public void LetIn() => _ready.TrySetResult();

    public Task ListenAsync(IncomingHandler handler, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public Task<SendOutcome> SendAsync(Outgoing outgoing, CancellationToken cancellationToken)
    {
        Sent.Enqueue(outgoing);
        return Answer(outgoing);
    }

    public Task<Trace> LookForAsync(Outgoing outgoing, Instant since, CancellationToken cancellationToken)
    {
        Looks.Enqueue((outgoing.Id, since));
        return Task.FromResult(Finds);
    }
}
