using System.Globalization;
using System.Text;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Text;
using Alexandria.OrganizerBot.Signal;

namespace Alexandria.OrganizerBot.Platforms.Signal;

/// <summary>
/// Turns a card into a text with styles. Signal knows no markup, so any text is shown as it is, but for characters that turn the
/// writing direction; buttons become numbers to answer with.
/// </summary>
internal static class SignalText
{
    /// <param name="card">What is said.</param>
    /// <param name="isPrivate">
    /// Whether it goes to one person: in a group numbers are offered only where the card says how they work.
    /// </param>
    public static OutgoingMessage Render(Card card, bool isPrivate)
    {
        var text = new StringBuilder();
        var styles = new List<TextStyle>();
        foreach (var part in card.Parts)
        {
            switch (part)
            {
                case CardPart.Heading(var heading):
                    StartParagraph(text);
                    Styled(text, styles, heading, TextStyleKind.Bold);
                    break;
                case CardPart.Paragraph(var paragraph):
                    Line(text, paragraph);
                    break;
                case CardPart.When(var when, _):
                    Line(text, when);
                    break;
                case CardPart.Bullets(var lines):
                    foreach (var line in lines)
                        Line(text, $"• {line}");
                    break;
                case CardPart.Link(var label, var url):
                    Line(text, $"{label}: {url}");
                    break;
                case CardPart.Small(var small):
                    Styled(text, styles, small, TextStyleKind.Italic);
                    break;
                case CardPart.Picture(_, var altText):
                    Line(text, altText);
                    break;
                case CardPart.Rule:
                    StartParagraph(text);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown part {part.GetType().Name}.");
            }
        }
        if (isPrivate || card.HowToChoose is not null)
            Choices(text, card);
        return new OutgoingMessage
        {
            Text = text.ToString().Trim('\n'),
            Styles = styles,
            Attachments =
            [
                .. card.Files.Select(file => new OutgoingAttachment(file.ContentType, file.Name, file.Content)),
            ],
        };
    }

    /// <summary>One line for each button, with the number that stands for it.</summary>
    private static void Choices(StringBuilder text, Card card)
    {
        if (card.HowToChoose is null && card.Buttons.Count == 0)
            return;
        StartParagraph(text);
        if (card.HowToChoose is { } how)
            Line(text, how);
        for (var index = 0; index < card.Buttons.Count; index++)
            Line(text, string.Create(CultureInfo.InvariantCulture, $"{index + 1} {card.Buttons[index].Label}"));
    }

    private static void Styled(StringBuilder text, List<TextStyle> styles, string line, TextStyleKind kind)
    {
        line = Plain(line);
        if (line.Length == 0)
            return;
        // Leading line breaks are trimmed off at the end, so there must be none before the first style.
        styles.Add(new TextStyle(text.Length, line.Length, kind));
        Line(text, line);
    }

    private static void StartParagraph(StringBuilder text)
    {
        if (text.Length > 0 && !(text.Length > 1 && text[^1] == '\n' && text[^2] == '\n'))
            text.Append('\n');
    }

    private static void Line(StringBuilder text, string line) => text.Append(Plain(line)).Append('\n');

    private static string Plain(string line) =>
        line.Any(UntrustedText.TurnsDirection)
            ? string.Concat(line.Where(character => !UntrustedText.TurnsDirection(character)))
            : line;
}
