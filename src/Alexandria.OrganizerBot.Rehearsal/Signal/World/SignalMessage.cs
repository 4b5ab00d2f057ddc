namespace Alexandria.OrganizerBot.Rehearsal.Signal.World;

/// <summary>A message. Its identity is who sent it, and when, in milliseconds.</summary>
internal sealed class SignalMessage
{
    public required SignalChat Chat { get; init; }

    /// <summary>Null: the bot.</summary>
    public required SignalPerson? Author { get; init; }

    public required long Timestamp { get; init; }

    public required DateTimeOffset At { get; init; }

    public required int ExpiresInSeconds { get; init; }

    public required string Text { get; set; }

    public SignalMessage? Quoted { get; init; }

    /// <summary>People whom the text names, or <see cref="MentionsBot"/>.</summary>
    public IReadOnlyList<SignalPerson> Mentions { get; set; } = [];

    public bool MentionsBot { get; init; }

    public IReadOnlyList<StageAttachment> Attachments { get; init; } = [];

    public SignalPoll? Poll { get; init; }

    /// <summary>Members whom it did not reach.</summary>
    public IReadOnlyList<SignalPerson> Missed { get; init; } = [];

    public DateTimeOffset? EditedAt { get; set; }

    public int Edits { get; set; }

    public bool IsDeleted { get; set; }

    /// <summary>Emoji by who reacted; the key "" is the bot.</summary>
    public Dictionary<string, string> Reactions { get; } = new(StringComparer.Ordinal);

    public bool IsGoneAt(DateTimeOffset now) =>
        IsDeleted || (ExpiresInSeconds > 0 && now >= At + TimeSpan.FromSeconds(ExpiresInSeconds));
}

/// <summary>A poll of Signal's own.</summary>
internal sealed class SignalPoll(string question, IReadOnlyList<string> options, bool allowsSeveral)
{
    public string Question => question;

    public IReadOnlyList<string> Options => options;

    public bool AllowsSeveral => allowsSeveral;

    public bool IsClosed { get; set; }

    /// <summary>How often each person has voted, by name.</summary>
    public Dictionary<string, int> VoteCounts { get; } = new(StringComparer.Ordinal);

    /// <summary>What each person chose last, by name.</summary>
    public Dictionary<string, IReadOnlyList<int>> Votes { get; } = new(StringComparer.Ordinal);
}
