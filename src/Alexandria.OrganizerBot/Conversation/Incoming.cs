using NodaTime;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>One thing that a person did in chat, before any network's markup.</summary>
internal sealed record Incoming
{
    /// <summary>The network's id of the event; a replay carries the same one.</summary>
    public required string EventId { get; init; }

    /// <summary>
    /// What <see cref="EventId"/> was when the person wrote it first, where this is a later edit of the same message; else null.
    /// </summary>
    public string? EditOf { get; init; }

    /// <summary>One of <see cref="Domain.Networks"/>.</summary>
    public required string Network { get; init; }

    /// <summary>The server or group; null in private.</summary>
    public string? Server { get; init; }

    public string? Channel { get; init; }

    /// <summary>Whether everybody in the place reads the answer: the network has no private answers there.</summary>
    public bool AnswerIsPublic { get; init; }

    /// <summary>Whether it lies in the <see cref="Inbox"/> until it is handled.</summary>
    public bool IsKept { get; init; }

    /// <summary>When the person did it, where that can be earlier than now: they wrote while the bot was away.</summary>
    public long? SentAt { get; init; }
    public required Sender Sender { get; init; }
    public required Act Act { get; init; }
}

/// <summary>Who did it. Lives only as long as the event is handled; never stored or logged as it is.</summary>
internal sealed record Sender(string UserId, IReadOnlyList<string> Roles, string? Locale)
{
    /// <summary>Since when they have been on the server, where the network tells; null: it does not.</summary>
    public Instant? JoinedAt { get; init; }

    public override string ToString() => "Sender";
}

/// <summary>What a person did.</summary>
internal abstract record Act
{
    private Act() { }

    /// <summary>Typed a command, for example <c>action create</c>.</summary>
    public sealed record Command(string Name, IReadOnlyDictionary<string, string> Options) : Act;

    /// <summary>Pressed a button.</summary>
    public sealed record Press(ButtonId Button) : Act;

    /// <summary>Filled in a form.</summary>
    public sealed record Submit(ButtonId Form, IReadOnlyDictionary<string, string> Fields) : Act;

    /// <summary>Wrote a text, where there are no commands or buttons.</summary>
    /// <param name="Text">As it was written, without what only addresses the bot.</param>
    /// <param name="Quotes">The bot's message that it answers, by the network's id; null: none.</param>
    public sealed record Say(string Text, string? Quotes) : Act
    {
        /// <summary>Whether it is meant for the bot as it stands; a change of an earlier text may no longer be.</summary>
        public bool IsAddressed { get; init; } = true;

        /// <summary>Whether only the words of a right mean anything, since there are commands and buttons for all else.</summary>
        public bool ClaimsRightsOnly { get; init; }

        public override string ToString() => "Say";
    }

    /// <summary>Reacted to a message of the bot with an emoji, or took the reaction back.</summary>
    public sealed record React(string MessageId, string Emoji, bool IsRemoved) : Act;

    /// <summary>Voted in a poll of the bot; no options: took the vote back.</summary>
    public sealed record Vote(string MessageId, IReadOnlyList<int> Options) : Act;

    /// <summary>Deleted an earlier message of their own.</summary>
    /// <param name="EventId">What <see cref="Incoming.EventId"/> was then.</param>
    public sealed record Delete(string EventId) : Act;

    /// <summary>Is typing an option and wants to be offered values.</summary>
    public sealed record Complete(string CommandName, string Option, string Typed) : Act;
}

/// <summary>What a button stands for: the name of its entry in the catalogue and its arguments.</summary>
internal sealed record ButtonId(string Name, IReadOnlyList<string> Arguments)
{
    public ButtonId(string name, params string[] arguments)
        : this(name, (IReadOnlyList<string>)arguments) { }

    /// <summary>The text that travels with the button: <c>name:argument:argument</c>.</summary>
    public string Encode() => string.Join(':', [Name, .. Arguments]);

    /// <summary>Reads what <see cref="Encode"/> wrote. Any text gives a button; the catalogue decides whether it exists.</summary>
    public static ButtonId Decode(string? text)
    {
        var parts = (text ?? "").Split(':');
        return new ButtonId(parts[0], parts[1..]);
    }
}
