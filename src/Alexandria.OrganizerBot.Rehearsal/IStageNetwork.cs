namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>
/// One chat network of the stage: the outside world that the bot's real client connects to, played from the network's
/// official documents. Scenarios and tests act on it as people do; they never reach into the bot.
/// </summary>
public interface IStageNetwork : IAsyncDisposable
{
    /// <summary>The network's name in scenarios and transcripts, for example <c>discord</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Settings that point the bot at this stage, as environment variables of its process
    /// (for example <c>Discord__ApiBaseUrl</c> and <c>Discord__Token</c>).
    /// </summary>
    IReadOnlyDictionary<string, string> BotEnvironment { get; }

    /// <summary>Types a slash command and waits until the bot has answered it in full, or refused.</summary>
    /// <param name="person">Name of a person of the cast.</param>
    /// <param name="where">A channel as people write it (<c>#actions</c>) or <c>dm</c> for the person's private chat with the bot.</param>
    /// <param name="command">The command with its subcommand, for example <c>/action create</c>.</param>
    /// <param name="options">Option values as a person would type them, by option name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<StageReply> CommandAsync(
        string person,
        string where,
        string command,
        IReadOnlyDictionary<string, string> options,
        CancellationToken cancellationToken
    );

    /// <summary>What the bot offers while a person types one option of a command.</summary>
    Task<IReadOnlyList<StageChoice>> AutocompleteAsync(
        string person,
        string where,
        string command,
        string option,
        string typed,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Presses a button of a message and waits for the full answer. The button is found by its visible label or its
    /// network id; on a message in several languages any of the labels' parts will do.
    /// </summary>
    Task<StageReply> PressAsync(
        string person,
        StageMessage message,
        string button,
        CancellationToken cancellationToken
    );

    /// <summary>Fills in the form that an answer opened, sends it, and waits for the full answer.</summary>
    /// <param name="person">The person to whom the form was shown.</param>
    /// <param name="form">An answer of kind <see cref="StageReplyKind.Modal"/>.</param>
    /// <param name="values">
    /// Values by a field's label or custom id: text as typed; options of selects, radio buttons and checkboxes by label,
    /// several with commas; a single checkbox as <c>true</c> or <c>false</c>; people, roles and channels by name; files as
    /// <c>name.txt</c>. What is left out stays as the form came.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StageException">The network has no forms, or its client would not send this one.</exception>
    Task<StageReply> SubmitFormAsync(
        string person,
        StageReply form,
        IReadOnlyDictionary<string, string> values,
        CancellationToken cancellationToken
    ) => throw new StageException($"{Name} has no forms.");

    /// <summary>Picks values of a select menu of a message and waits for the full answer.</summary>
    /// <param name="person">Name of a person of the cast.</param>
    /// <param name="message">The message with the menu.</param>
    /// <param name="select">The menu's placeholder or custom id; empty where the message has only one.</param>
    /// <param name="values">Options by label or value; people, roles and channels by name.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StageException">The network has no menus, or its client would not send this choice.</exception>
    Task<StageReply> PickAsync(
        string person,
        StageMessage message,
        string select,
        IReadOnlyList<string> values,
        CancellationToken cancellationToken
    ) => throw new StageException($"{Name} has no menus.");

    /// <summary>Types free text, as one does in a chat without commands, and waits until the bot has handled it.</summary>
    /// <param name="person">Name of a person of the cast.</param>
    /// <param name="where">A group as <c>#name</c>, or <c>dm</c>.</param>
    /// <param name="text">The text as typed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StageException">The bot does not read free text on this network.</exception>
    Task<StageReply> TypeAsync(string person, string where, string text, CancellationToken cancellationToken) =>
        throw new StageException($"The bot reads no free text on {Name}.");

    /// <summary>Answers a message by quoting it, and waits until the bot has handled it.</summary>
    /// <exception cref="StageException">The bot does not read free text on this network.</exception>
    Task<StageReply> QuoteAsync(
        string person,
        StageMessage message,
        string text,
        CancellationToken cancellationToken
    ) => throw new StageException($"The bot reads no free text on {Name}.");

    /// <summary>Sets or takes back a person's reaction to a message, and waits until the bot has handled it.</summary>
    /// <exception cref="StageException">The bot does not see reactions on this network.</exception>
    Task<StageReply> ReactAsync(
        string person,
        StageMessage message,
        string emoji,
        bool remove,
        CancellationToken cancellationToken
    ) => throw new StageException($"The bot sees no reactions on {Name}.");

    /// <summary>Votes in a poll of the network's own, and waits until the bot has handled it.</summary>
    /// <param name="person">Name of a person of the cast.</param>
    /// <param name="message">The message with the poll.</param>
    /// <param name="options">The options as they are shown; none takes the vote back.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StageException">The network has no polls, or not this one or these options.</exception>
    Task<StageReply> VoteAsync(
        string person,
        StageMessage message,
        IReadOnlyList<string> options,
        CancellationToken cancellationToken
    ) => throw new StageException($"{Name} has no polls.");

    /// <summary>
    /// Everything that now stands where a person looks, oldest first: <c>#actions</c> for a channel, <c>dm</c> for the
    /// person's private chat with the bot. Ephemeral replies are in <see cref="StageReply"/>, as only their reader sees them.
    /// </summary>
    IReadOnlyList<StageMessage> Messages(string where, string? person = null);

    /// <summary>
    /// What stands in the calendars of events of all servers, oldest first; also what is over or was called off, which people
    /// no longer see.
    /// </summary>
    IReadOnlyList<StageEvent> Events() => [];

    /// <summary>The person's id on the network: what must never stand in a file of the bot.</summary>
    string IdOf(string person);

    /// <summary>Makes the next matching exchanges go wrong as the real service would let them go wrong.</summary>
    void Inject(StageFault fault);

    /// <summary>Completes once the bot is connected, has been identified or resumed, and has synchronised its commands.</summary>
    Task BotConnectedAsync(CancellationToken cancellationToken);
}

/// <summary>One answer to a command or a press, as the person sees it.</summary>
/// <param name="Kind">How the bot answered.</param>
/// <param name="Message">The message that the person sees; null for <see cref="StageReplyKind.None"/>.</param>
public sealed record StageReply(StageReplyKind Kind, StageMessage? Message)
{
    /// <summary>
    /// Every message of the answer, oldest first, on a network where the bot may answer with several; else empty.
    /// <see cref="Message"/> is then the last one with something to choose, or the last one.
    /// </summary>
    public IReadOnlyList<StageMessage> Said { get; init; } = [];

    /// <summary>Emoji with which the bot reacted to what the person wrote.</summary>
    public IReadOnlyList<string> Reactions { get; init; } = [];

    /// <summary>All text that the person sees, or an empty string.</summary>
    public string Text =>
        Said.Count > 0 ? string.Join("\n\n", Said.Select(message => message.Text)) : Message?.Text ?? "";
}

/// <summary>How the bot answered what a person did.</summary>
public enum StageReplyKind
{
    /// <summary>Not at all (Discord, once its time is over, shows "The application did not respond").</summary>
    None,

    /// <summary>Only the person sees it.</summary>
    Ephemeral,

    /// <summary>Everyone in the place sees it.</summary>
    Public,

    /// <summary>The message that held the button was changed.</summary>
    Updated,

    /// <summary>A form was opened.</summary>
    Modal,

    /// <summary>The bot only reacted to what the person wrote.</summary>
    Reacted,
}

/// <summary>One offered completion.</summary>
public sealed record StageChoice(string Name, string Value);

/// <summary>A message as people see it.</summary>
/// <param name="Id">The network's id of the message.</param>
/// <param name="Where"><c>#channel</c>, or <c>dm:Person</c>.</param>
/// <param name="Author">Name of the person, or <c>bot</c>.</param>
/// <param name="Text">All visible text, top to bottom, one line per text part.</param>
/// <param name="Buttons">Buttons in reading order.</param>
/// <param name="Attachments">Files with their sizes and contents.</param>
/// <param name="At">Stage time at which it was posted.</param>
/// <param name="EditedAt">Stage time of its last change.</param>
public sealed record StageMessage(
    string Id,
    string Where,
    string Author,
    string Text,
    IReadOnlyList<StageButton> Buttons,
    IReadOnlyList<StageAttachment> Attachments,
    DateTimeOffset At,
    DateTimeOffset? EditedAt
)
{
    /// <summary>Select menus in reading order.</summary>
    public IReadOnlyList<StageSelect> Selects { get; init; } = [];
}

/// <summary>A button as people see it.</summary>
public sealed record StageButton(string Label, string Id, bool Enabled);

/// <summary>A select menu as people see it.</summary>
/// <param name="Placeholder">What it shows while nothing is picked.</param>
/// <param name="Id">Its id on the network.</param>
/// <param name="Options">Labels of its options; empty where people, roles or channels are picked.</param>
/// <param name="Enabled">Whether it can be used.</param>
public sealed record StageSelect(string Placeholder, string Id, IReadOnlyList<string> Options, bool Enabled);

/// <summary>An entry of a server's calendar of events.</summary>
/// <param name="Name">Its title.</param>
/// <param name="Text">All other visible text: the place, then the description.</param>
/// <param name="StartsAt">Stage time.</param>
/// <param name="EndsAt">Stage time.</param>
/// <param name="Status"><c>scheduled</c>, <c>active</c>, <c>completed</c> or <c>canceled</c>.</param>
public sealed record StageEvent(
    string Name,
    string Text,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    string Status
);

/// <summary>A file that came with a message.</summary>
public sealed record StageAttachment(string Name, string? Description, ReadOnlyMemory<byte> Content);

/// <summary>A fault that the stage can play. Closed: a new fault is a new record here and a case in each network.</summary>
public abstract partial record StageFault
{
    private StageFault() { }

    /// <summary>The connection drops; the session can be resumed when <paramref name="Resumable"/>.</summary>
    public sealed record Disconnect(bool Resumable) : StageFault;

    /// <summary>The service asks for a reconnect (Discord: opcode 7).</summary>
    public sealed record AskToReconnect : StageFault;

    /// <summary>The service declares the session invalid (Discord: opcode 9).</summary>
    public sealed record InvalidSession(bool Resumable) : StageFault;

    /// <summary>The service stops acknowledging heartbeats on the current connection.</summary>
    public sealed record Zombie : StageFault;

    /// <summary>The next <paramref name="Count"/> requests to a matching route are rate limited.</summary>
    /// <param name="Scope"><c>user</c>, <c>global</c> or <c>shared</c>.</param>
    public sealed record RateLimit(string Route, int Count, TimeSpan RetryAfter, string Scope = "user") : StageFault;

    /// <summary>The next <paramref name="Count"/> requests to a matching route fail with a server error.</summary>
    /// <param name="Applied">Whether the request took effect before the error: the client cannot know.</param>
    public sealed record ServerError(string Route, int Count, int Status = 503, bool Applied = false) : StageFault;

    /// <summary>The service answers matching requests only after <paramref name="Delay"/> of real time.</summary>
    /// <param name="Applied">Whether the request takes effect at once, so that a client that gave up does not know.</param>
    public sealed record Slow(string Route, int Count, TimeSpan Delay, bool Applied = false) : StageFault;

    /// <summary>
    /// The next <paramref name="Count"/> things that people do are answered too late, however fast the bot is (Discord:
    /// error 10062): the person sees no answer.
    /// </summary>
    public sealed record ExpireInteractions(int Count) : StageFault;

    /// <summary>No new session may be started for <paramref name="ResetAfter"/> of real time (Discord: session_start_limit).</summary>
    public sealed record SessionStartsExhausted(TimeSpan ResetAfter) : StageFault;

    /// <summary>The service forgets all nonces, as Discord does after "a few minutes".</summary>
    public sealed record ForgetNonces : StageFault;
}
