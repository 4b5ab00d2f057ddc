namespace Alexandria.OrganizerBot.Rehearsal.Signal.World;

/// <summary>Where messages stand: a group, or one person's private chat with the bot.</summary>
internal abstract class SignalChat
{
    /// <summary>As scenarios and transcripts write it: <c>#group</c> or <c>dm:Person</c>.</summary>
    public abstract string Where { get; }

    /// <summary>Life of messages in seconds; 0 for ever.</summary>
    public int ExpiresInSeconds { get; set; }

    public List<SignalMessage> Messages { get; } = [];

    /// <summary>The message with that identity; <paramref name="author"/> null is the bot.</summary>
    public SignalMessage? Find(SignalPerson? author, long timestamp) =>
        Messages.Find(message => message.Author == author && message.Timestamp == timestamp && !message.IsDeleted);

    /// <summary>Whether the person sees what stands here.</summary>
    public abstract bool IsSeenBy(SignalPerson person);
}

/// <summary>A person's private chat with the bot.</summary>
internal sealed class PrivateChat(SignalPerson person) : SignalChat
{
    public SignalPerson Person => person;

    public override string Where => $"dm:{person.Name}";

    public override bool IsSeenBy(SignalPerson other) => other == person;
}

/// <summary>A group of the second version.</summary>
internal sealed class SignalGroup(string name, string id) : SignalChat
{
    public string Id => id;

    /// <summary>What people and scenarios call it; its <see cref="Title"/> can be changed.</summary>
    public override string Where { get; } = $"#{name}";

    public string Title { get; set; } = name;

    public string? Description { get; set; }

    public int Revision { get; set; }

    public bool BotIsMember
    {
        get;
        set
        {
            field = value;
            IsKnownToBot |= value;
        }
    }

    /// <summary>Whether the bot is or was a member: the daemon remembers groups that were left.</summary>
    public bool IsKnownToBot { get; private set; }

    public bool BotIsAdmin { get; set; }

    public bool OnlyAdminsWrite { get; set; }

    public string? InviteLink { get; set; }

    public List<SignalPerson> Members { get; } = [];

    public HashSet<SignalPerson> Admins { get; } = [];

    public override bool IsSeenBy(SignalPerson person) => Members.Contains(person);

    public bool BotMayWrite => !OnlyAdminsWrite || BotIsAdmin;
}
