namespace Alexandria.OrganizerBot.Rehearsal.Discord.World;

/// <summary>A channel of the server, or the private chat of one person with the bot.</summary>
internal sealed record Place(string Id, string? Name, Person? Recipient)
{
    public bool IsDirect => Recipient is not null;

    /// <summary>As scenarios write it.</summary>
    public string Where => Recipient is null ? $"#{Name}" : $"dm:{Recipient.Name}";
}
