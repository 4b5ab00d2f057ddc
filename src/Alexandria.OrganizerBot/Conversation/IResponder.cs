namespace Alexandria.OrganizerBot.Conversation;

/// <summary>The way back to the person who did something, for as long as the network keeps it open.</summary>
internal interface IResponder
{
    /// <summary>
    /// Tells the network that an answer follows, where the catalogue says that the work takes long. The person sees that
    /// something is under way; nothing is acknowledged by it.
    /// </summary>
    Task DeferAsync(CancellationToken cancellationToken);

    /// <summary>Answers. Called once; when it fails the person sees no confirmation, and that is logged.</summary>
    Task AnswerAsync(Reply reply, CancellationToken cancellationToken);

    /// <summary>
    /// After the answer: when it was sent, in the network's milliseconds, where people choose among its buttons by number.
    /// Null: they press them.
    /// </summary>
    long? AskedAt => null;
}
