namespace Alexandria.OrganizerBot.Signal;

/// <summary>
/// What an envelope says. Times are milliseconds since 1970 in UTC by the sender's clock. <see cref="ToString"/> shows the
/// kind and nothing else.
/// </summary>
public abstract record SignalEvent
{
    private SignalEvent() { }

    /// <summary>Somebody wrote, to the bot alone or in a group.</summary>
    /// <param name="Id">Who and when: the message's identity.</param>
    /// <param name="GroupId">Base64; null where it was written to the bot alone.</param>
    public sealed record Message(MessageId Id, string? GroupId, MessageContent Content) : SignalEvent;

    /// <summary>Somebody changed a message of their own.</summary>
    /// <param name="Id">The edit's own identity.</param>
    /// <param name="Target">The message as first sent, however often it was edited.</param>
    public sealed record Edited(MessageId Id, string? GroupId, MessageId Target, MessageContent Content) : SignalEvent;

    /// <summary>Somebody deleted a message of their own for everyone.</summary>
    public sealed record Deleted(MessageId Id, string? GroupId, MessageId Target) : SignalEvent;

    /// <summary>Somebody reacted to a message, or took the reaction back.</summary>
    /// <param name="Emoji">As sent: variation selectors and skin tones are still there.</param>
    /// <param name="Target">The message, not necessarily the bot's.</param>
    public sealed record Reaction(MessageId Id, string? GroupId, MessageId Target, string Emoji, bool IsRemoved)
        : SignalEvent;

    /// <summary>Somebody voted in a poll (signal-cli 0.13.23 and later).</summary>
    /// <param name="Poll">The poll's message, not necessarily the bot's.</param>
    /// <param name="Options">Which options, counted from 0. Empty: the vote was taken back.</param>
    /// <param name="VoteCount">Grows with each vote of this person in this poll; the highest counts.</param>
    public sealed record PollVote(
        MessageId Id,
        string? GroupId,
        MessageId Poll,
        IReadOnlyList<int> Options,
        int VoteCount
    ) : SignalEvent;

    /// <summary>A group's members, name, timer or permissions changed; which of them is not said, so list the groups again.</summary>
    public sealed record GroupChanged(MessageId Id, string GroupId) : SignalEvent;

    /// <summary>A message arrived that signal-cli could not decrypt or does not trust. What it said is lost.</summary>
    /// <param name="Sender">Null where even that is unknown.</param>
    /// <param name="ErrorType">signal-cli's name of the error, such as <c>UntrustedIdentityException</c>.</param>
    public sealed record Undecryptable(Aci? Sender, long? Timestamp, string ErrorType) : SignalEvent;

    /// <summary>Anything else: receipts, typing, profile updates, the account's own other devices, kinds yet unknown.</summary>
    /// <param name="Kind">One word for counting: <c>receipt</c>, <c>typing</c>, <c>profile</c>, <c>sync</c> …, never content.</param>
    public sealed record Other(string Kind) : SignalEvent;

    /// <inheritdoc/>
    public sealed override string ToString() => this is Other other ? $"Other ({other.Kind})" : GetType().Name;
}

/// <summary>What a message says. <see cref="ToString"/> shows nothing of it.</summary>
public sealed record MessageContent
{
    /// <summary>
    /// May be empty, where only an attachment was sent. Mentions stand in it as U+FFFC. Up to 0.13 a text beyond 2000 bytes
    /// is cut here and whole in an attachment of type <c>text/x-signal-plain</c>.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>Which message it answers, if any.</summary>
    public Quote? Quote { get; init; }

    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>What came along; the files themselves stay with signal-cli.</summary>
    public IReadOnlyList<AttachmentInfo> Attachments { get; init; } = [];

    /// <summary>How long after reading the message disappears from the sender's and our side; null where it stays.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>To be seen once and forgotten.</summary>
    public bool IsViewOnce { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(MessageContent);
}

/// <summary>A message that another answers.</summary>
/// <param name="Target">Whose and which.</param>
/// <param name="Text">What the quoting person's app says that it said: theirs to make up.</param>
public sealed record Quote(MessageId Target, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(Quote);
}

/// <summary>Somebody named within a text, in place of the character U+FFFC; always inside the text.</summary>
/// <param name="Start">Where, in UTF-16 units, which are a .NET string's.</param>
/// <param name="Length">1 in what Signal's apps send.</param>
public readonly record struct Mention(int Start, int Length, Aci Who);

/// <summary>A file that came along, without its content.</summary>
/// <param name="Size">In bytes, as the sender says.</param>
public sealed record AttachmentInfo(string? ContentType, string? FileName, long? Size)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(AttachmentInfo);
}

/// <summary>An envelope as it came, and what it says.</summary>
/// <param name="Json">
/// <c>{"envelope":…,"account":…}</c> as signal-cli wrote it, in UTF-8; yours to keep. <see cref="SignalEnvelope.Read(ReadOnlyMemory{byte})"/>
/// reads it again after a restart.
/// </param>
public sealed record ReceivedEnvelope(ReadOnlyMemory<byte> Json, SignalEvent Event)
{
    /// <inheritdoc/>
    public override string ToString() => $"{nameof(ReceivedEnvelope)} {{ {Event} }}";
}

/// <summary>
/// Takes one envelope; the next comes when it has returned, in the order of arrival. It should store the envelope and
/// return. It must not wait for a call to the daemon: the answer may stand behind envelopes that wait for this very
/// handler. What it throws ends <see cref="SignalDaemon.RunAsync"/>, since an envelope that was not stored is lost: signal-cli
/// has no acknowledgement.
/// </summary>
public delegate Task EnvelopeHandler(ReceivedEnvelope envelope, CancellationToken cancellationToken);
