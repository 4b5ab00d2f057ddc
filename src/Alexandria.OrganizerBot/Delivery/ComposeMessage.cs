using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Delivery;

/// <summary>
/// Makes the words of a message at the moment it is sent, or says why it is no longer wanted. Pure over the session.
/// </summary>
internal delegate Composition ComposeMessage(OutboxMessage message, StoreSession session, Instant now);

/// <summary>The words of a message, or the reason for silence.</summary>
internal abstract record Composition
{
    private Composition() { }

    /// <summary>
    /// The action as it was when this was made; null: what it is about needs no correction when it changes on the way.
    /// </summary>
    public CollectiveAction? AsOf { get; init; }

    /// <param name="Card">What is said.</param>
    /// <param name="Edits">The network's id of the message that it replaces; null: a new one.</param>
    /// <param name="ShownPeople">The number of people that an alert shows.</param>
    public sealed record Say(Card Card, string? Edits = null, int ShownPeople = 0) : Composition;

    /// <param name="What">What is done in place of a message.</param>
    public sealed record Arrange(Arrangement What) : Composition;

    /// <param name="Until">Not now: the reader has asked not to be written to before.</param>
    public sealed record Later(Instant Until) : Composition;

    /// <param name="Reason">A short code for rows and logs: <c>cancelled</c>, <c>withdrawn</c>, <c>opted-out</c> …</param>
    public sealed record Unwanted(string Reason) : Composition;
}
