using NodaTime;

namespace Alexandria.OrganizerBot.Conversation;

/// <summary>
/// Something said, before any network's markup. All text in it is plain: each network's renderer escapes it, so that a
/// calendar's or a member's text can do nothing but be read.
/// </summary>
internal sealed record Card
{
    public IReadOnlyList<CardPart> Parts { get; init; } = [];
    public IReadOnlyList<CardButton> Buttons { get; init; } = [];
    public IReadOnlyList<CardFile> Files { get; init; } = [];

    /// <summary>How to choose among the buttons where there are none to press, above their numbers; null: nothing needs to be said.</summary>
    public string? HowToChoose { get; init; }

    /// <summary>A card of one paragraph.</summary>
    public static Card Of(string text) => new() { Parts = [new CardPart.Paragraph(text)] };
}

/// <summary>One part of a card, top to bottom.</summary>
internal abstract record CardPart
{
    private CardPart() { }

    public sealed record Heading(string Text) : CardPart;

    public sealed record Paragraph(string Text) : CardPart;

    public sealed record Bullets(IReadOnlyList<string> Lines) : CardPart;

    /// <summary>
    /// A moment: the wall time in words, and the instant for networks that can show it in each reader's own zone beside it.
    /// </summary>
    public sealed record When(string Text, Instant Instant) : CardPart;

    public sealed record Link(string Label, Uri Url) : CardPart;

    /// <summary>A side remark.</summary>
    public sealed record Small(string Text) : CardPart;

    /// <summary>A picture among the card's files, with the text for those who don't see it.</summary>
    public sealed record Picture(string FileName, string AltText) : CardPart;

    /// <summary>Separates two topics, or more clearly two languages.</summary>
    public sealed record Rule(bool BetweenLanguages = false) : CardPart;
}

/// <summary>A button with its visible words.</summary>
internal sealed record CardButton(string Label, ButtonId Id, ButtonWeight Weight = ButtonWeight.Normal);

internal enum ButtonWeight
{
    Normal,

    /// <summary>The one that most people want.</summary>
    Main,

    /// <summary>Takes something back.</summary>
    Careful,
}

/// <summary>A file that goes with a card.</summary>
internal sealed record CardFile(string Name, string ContentType, ReadOnlyMemory<byte> Content, string AltText);
