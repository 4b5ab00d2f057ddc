namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>A scheduled event of a server, held outside of Discord. Changed only under the world's gate.</summary>
internal sealed class ScheduledEvent
{
    public const int ExternalType = 3;

    public required string Id { get; init; }
    public required Server Server { get; init; }
    public required string Name { get; set; }
    public string? Description { get; set; }
    public required string Location { get; set; }

    /// <summary>Stage time.</summary>
    public required DateTimeOffset StartsAt { get; set; }

    /// <inheritdoc cref="StartsAt"/>
    public required DateTimeOffset EndsAt { get; set; }
    public ScheduledEventStatus Status { get; set; } = ScheduledEventStatus.Scheduled;

    /// <summary>People who said that they are interested. Every member sees who they are.</summary>
    public List<Person> Interested { get; } = [];

    public bool IsOver => Status is ScheduledEventStatus.Completed or ScheduledEventStatus.Canceled;
}

/// <summary>As Discord numbers it (resources/guild-scheduled-event).</summary>
internal enum ScheduledEventStatus
{
    Scheduled = 1,
    Active = 2,
    Completed = 3,
    Canceled = 4,
}
