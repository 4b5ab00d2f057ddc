using System.Text;

namespace Alexandria.OrganizerBot.Signal;

/// <summary>To whom something is sent.</summary>
public abstract record SignalTarget
{
    private SignalTarget() { }

    /// <summary>
    /// Everyone separately, in one call with one timestamp. signal-cli serves them one after the other and answers at the
    /// end, so keep it to about twenty.
    /// </summary>
    public sealed record People(IReadOnlyList<Aci> Recipients) : SignalTarget
    {
        public People(params Aci[] recipients)
            : this((IReadOnlyList<Aci>)recipients) { }

        /// <inheritdoc/>
        public override string ToString() => $"{nameof(People)} ({Recipients.Count})";
    }

    /// <summary>A group, by its base64 id.</summary>
    public sealed record Group(string GroupId) : SignalTarget;
}

/// <summary>What is to be sent. Positions are UTF-16 units, which are a .NET string's indices.</summary>
public sealed record OutgoingMessage
{
    /// <summary>Beyond 2000 bytes of UTF-8, signal-cli sends the text as an attachment, which costs an upload for each send.</summary>
    public const int InlineTextBytes = 2000;

    /// <summary>Taken literally: Signal knows no markup, only <see cref="Styles"/>.</summary>
    public required string Text { get; init; }

    public IReadOnlyList<TextStyle> Styles { get; init; } = [];

    /// <summary>Each replaces the character at its place, which should be U+FFFC.</summary>
    public IReadOnlyList<Mention> Mentions { get; init; } = [];

    /// <summary>The message that this one answers.</summary>
    public Quote? Quote { get; init; }

    /// <summary>
    /// The first timestamp of a message of the bot's own that this one replaces. Signal's apps take edits for 24 hours and
    /// ten times.
    /// </summary>
    public long? EditOf { get; init; }

    public IReadOnlyList<OutgoingAttachment> Attachments { get; init; } = [];

    public LinkPreview? Preview { get; init; }

    /// <inheritdoc/>
    public override string ToString() => nameof(OutgoingMessage);
}

/// <summary>A stretch of text in a style.</summary>
public readonly record struct TextStyle(int Start, int Length, TextStyleKind Kind);

/// <summary>The styles that Signal has.</summary>
public enum TextStyleKind
{
    Bold,
    Italic,
    Spoiler,
    Strikethrough,
    Monospace,
}

/// <summary>A card under a message. The address must stand in the text, or Signal's apps leave the card out.</summary>
public sealed record LinkPreview(Uri Url, string Title, string? Description);

/// <summary>A file, sent along within the call, so that the daemon needs no access to the bot's files.</summary>
/// <param name="MediaType">Such as <c>image/png</c>.</param>
/// <param name="FileName">Characters other than letters, digits, dots, hyphens and underscores become underscores.</param>
public sealed record OutgoingAttachment(string MediaType, string FileName, ReadOnlyMemory<byte> Content)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(OutgoingAttachment);

    internal string ToDataUri()
    {
        var name = new StringBuilder(FileName.Length);
        foreach (var c in FileName)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_');
        }

        return $"data:{MediaType};filename={name};base64,{Convert.ToBase64String(Content.Span)}";
    }
}
