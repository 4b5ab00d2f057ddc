using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// Something that is no message, and that only some networks have. Each but a poll may be repeated at any time: doing it twice
/// is doing it once.
/// </summary>
internal abstract record Arrangement
{
    private Arrangement() { }

    /// <summary>Opens a public thread under a message.</summary>
    /// <param name="Name">At most 100 characters, plain.</param>
    public sealed record OpenThread(string ChannelId, string MessageId, string Name) : Arrangement;

    /// <summary>Asks a question with answers to pick one of, whose votes everybody sees. Not to be repeated: it would stand twice.</summary>
    /// <param name="Question">At most 200 characters, plain.</param>
    /// <param name="Options">2 to 10, each at most 100 characters, plain.</param>
    public sealed record OpenPoll(string ChannelId, string Question, IReadOnlyList<string> Options) : Arrangement;

    /// <summary>Takes no more votes.</summary>
    public sealed record ClosePoll(string ChannelId, string PollId) : Arrangement;

    /// <summary>Makes an entry in a server's calendar of events, or brings it up to date.</summary>
    /// <param name="EventId">The entry; null: none is known, so the network looks for one with the mark before it makes one.</param>
    public sealed record PutEvent(string Server, string? EventId, EventEntry Entry) : Arrangement;

    /// <summary>Calls an entry off. One that is not there, or is over, counts as called off.</summary>
    /// <param name="EventId">As for <see cref="PutEvent"/>.</param>
    public sealed record CallEventOff(string Server, string? EventId, string Mark) : Arrangement;
}

/// <summary>An entry of a calendar of events. All text is plain; the network's renderer escapes it.</summary>
/// <param name="Name">At most 100 characters.</param>
/// <param name="Place">1 to 100 characters.</param>
/// <param name="Lines">Its description, together with the mark at most 1000 characters when escaped, or the last ones are left out.</param>
/// <param name="Mark">Its last line, by which the entry is found again: no other entry of the bot on any server has it.</param>
internal sealed record EventEntry(
    string Name,
    string Place,
    Instant Starts,
    Instant Ends,
    IReadOnlyList<string> Lines,
    string Mark
);
