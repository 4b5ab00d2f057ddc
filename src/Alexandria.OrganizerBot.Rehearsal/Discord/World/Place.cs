namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>
/// Where something can be said: a channel of a server, a thread in one, or the private chat of one person with the bot.
/// Changed only under the world's gate.
/// </summary>
internal sealed class Place
{
    public required string Id { get; init; }

    /// <summary>The server; null in a private chat.</summary>
    public Server? Server { get; init; }

    /// <summary>Of a channel or thread.</summary>
    public string? Name { get; set; }

    public string? Topic { get; set; }

    /// <summary>The person of a private chat.</summary>
    public Person? Recipient { get; init; }

    /// <summary>What makes it a thread; null of a channel.</summary>
    public ThreadDetails? Thread { get; init; }

    /// <summary>Permissions of the channel alone; a thread has those of its channel.</summary>
    public IReadOnlyList<Overwrite> Overwrites { get; init; } = [];

    /// <summary>Whether another server has a channel of this name, so that people must say which one they mean.</summary>
    public bool NeedsServerName { get; init; }

    public bool IsDirect => Recipient is not null;

    /// <summary>As scenarios write it: <c>#alerts</c>, <c>Riverside/#alerts</c>, <c>#alerts/Carpool</c>, <c>dm:Ana</c>.</summary>
    public string Where =>
        Recipient is not null ? $"dm:{Recipient.Name}"
        : Thread is not null ? $"{Thread.Parent.Where}/{Name}"
        : NeedsServerName ? $"{Server!.Name}/#{Name}"
        : $"#{Name}";
}

/// <summary>What only a thread has (resources/channel, thread metadata).</summary>
internal sealed class ThreadDetails
{
    public const int Public = 11;
    public const int Private = 12;

    public required Place Parent { get; init; }

    /// <summary><see cref="Public"/> or <see cref="Private"/>.</summary>
    public required int Type { get; init; }

    /// <summary>Stage time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Minutes of silence after which it is put away.</summary>
    public required int AutoArchiveMinutes { get; set; }

    public bool IsArchived { get; set; }
    public bool IsLocked { get; set; }

    /// <summary>Stage time of the last change of <see cref="IsArchived"/>.</summary>
    public required DateTimeOffset ArchiveChangedAt { get; set; }

    /// <summary>Ids of those who follow it; the bot made it and follows it.</summary>
    public HashSet<string> Members { get; } = [];
}

/// <summary>Permissions of a role or a member in one channel (resources/channel, overwrite object).</summary>
/// <param name="Id">Of the role (the server's id for everyone) or member.</param>
internal sealed record Overwrite(string Id, bool IsMember, ulong Allow, ulong Deny);
