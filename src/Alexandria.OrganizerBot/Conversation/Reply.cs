namespace Alexandria.OrganizerBot.Conversation;

/// <summary>The answer to one <see cref="Incoming"/>.</summary>
internal abstract record Reply
{
    private Reply() { }

    /// <summary>The card that the person reads; null: the answer is of another kind.</summary>
    public Card? CardShown =>
        this switch
        {
            Private(var card) => card,
            Done(var card) => card,
            Replace(var card) => card,
            NotTaken(var card) => card,
            _ => null,
        };

    /// <summary>Only the person sees it.</summary>
    public sealed record Private(Card Card) : Reply;

    /// <summary>
    /// What the person wanted is done; only they see the card. Where everybody would read it a mark on what they wrote is
    /// enough.
    /// </summary>
    public sealed record Done(Card Card) : Reply;

    /// <summary>
    /// Like <see cref="Private"/>, to something that is not taken: nothing of what the person wrote is repeated, also not as a
    /// quotation.
    /// </summary>
    public sealed record NotTaken(Card Card) : Reply;

    /// <summary>No answer, for a reason that is counted: people talk to each other too.</summary>
    public sealed record Silence(string Reason) : Reply;

    /// <summary>Takes the place of the private message whose button was pressed.</summary>
    public sealed record Replace(Card Card) : Reply;

    /// <summary>Opens a form. Only at once, and not as the answer to a form.</summary>
    public sealed record Ask(Form Form) : Reply;

    /// <summary>What may be typed next; at most 25 are shown.</summary>
    public sealed record Completions(IReadOnlyList<Completion> Choices) : Reply;

    /// <summary>
    /// Known only once an outbox message has been tried: the person sees <paramref name="Arrived"/>,
    /// <paramref name="Refused"/>, or, when it takes longer than a person waits, <paramref name="Later"/>.
    /// </summary>
    public sealed record OnceDelivered(string OutboxId, Card Arrived, Card Refused, Card Later) : Reply;
}

/// <summary>One offered value.</summary>
internal sealed record Completion(string Label, string Value);
