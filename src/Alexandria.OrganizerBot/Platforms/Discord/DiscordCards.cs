using System.Globalization;
using System.Text;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>Turns a card into a Components V2 message.</summary>
/// <remarks>https://docs.discord.com/developers/components/reference</remarks>
internal static class DiscordCards
{
    /// <summary>Discord's cap on all text of a message; a little is kept for the ellipsis.</summary>
    private const int MostText = 3990;

    /// <summary>Nested ones included.</summary>
    private const int MostComponents = 40;
    private const int ButtonsInRow = 5;
    private const int WideSpacing = 2;
    private const int LongestLabel = 80;
    private const int LongestFormTitle = 45;
    private const int LongestHint = 100;

    public static MessageBody Render(Card card, bool ephemeral = false, string? nonce = null) =>
        new()
        {
            Components = [.. Components(card)],
            Flags = MessageFlags.ComponentsV2 | (ephemeral ? MessageFlags.Ephemeral : 0),
            Nonce = nonce,
            Files =
            [
                .. card.Files.Select(file => new FileAttachment(
                    file.Name,
                    file.ContentType,
                    file.Content,
                    Cut(file.AltText, 1024)
                )),
            ],
        };

    /// <summary>A form as a modal of labelled text fields.</summary>
    public static Modal Render(Form form) =>
        new(
            form.Id.Encode(),
            Cut(form.Title, LongestFormTitle),
            [
                .. form.Fields.Select(field => new Label(
                    Cut(field.Label, LongestFormTitle),
                    new TextInput
                    {
                        CustomId = field.Name,
                        Style = field.Long ? TextInputStyle.Paragraph : TextInputStyle.Short,
                        MaxLength = field.MaxLength,
                        Required = field.Required,
                        Value = string.IsNullOrEmpty(field.Value) ? null : Cut(field.Value, field.MaxLength),
                        Placeholder = field.Hint is null ? null : Cut(field.Hint, LongestHint),
                    }
                )),
            ]
        );

    /// <summary>
    /// A card of several topics stands in a container, so that on a phone its end is seen before the next message; a sentence
    /// does not. No colour is set: none could then be the only thing that says something.
    /// </summary>
    private static IEnumerable<Component> Components(Card card)
    {
        var inside = Inside(card).ToList();
        // Rules are there for the eye only; without them everything is still said, in order.
        if (Count(inside) + 1 > MostComponents)
            inside = [.. Inside(card with { Parts = [.. card.Parts.Where(part => part is not CardPart.Rule)] })];
        return inside.Count > 0 && card.Parts.Any(part => part is CardPart.Heading or CardPart.Picture or CardPart.Rule)
            ? [new Container(inside)]
            : inside;
    }

    /// <summary>Top to bottom: what is said, its files, the buttons, and below them the small print that the card ends with.</summary>
    private static IEnumerable<Component> Inside(Card card)
    {
        var end = card.Parts.Count;
        while (end > 0 && card.Parts[end - 1] is CardPart.Small or CardPart.Rule)
            end--;
        var body = card.Parts.Take(end).ToList();
        var smallPrint = card.Parts.Skip(end).SkipWhile(part => part is CardPart.Rule).ToList();
        var below = Texts(smallPrint, MostText).ToList();
        var belowLength = below.OfType<TextDisplay>().Sum(display => display.Content.Length);
        var isApart = body.Count > 0 && (card.Buttons.Count > 0 || card.Parts.ElementAtOrDefault(end) is CardPart.Rule);

        // The small print says who sees an answer: it is kept, whatever has to give way.
        foreach (var component in Texts(body, MostText - belowLength))
            yield return component;

        var pictures = card
            .Parts.OfType<CardPart.Picture>()
            .Select(picture => picture.FileName)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var file in card.Files.Where(file => !pictures.Contains(file.Name)))
            yield return new FileComponent(new MediaReference($"attachment://{file.Name}"));
        foreach (var row in card.Buttons.Chunk(ButtonsInRow))
            yield return new ActionRow([.. row.Select(Render)]);
        if (isApart && below.Count > 0)
            yield return new Separator();
        foreach (var component in below)
            yield return component;
    }

    /// <summary>Text between two rules or pictures becomes one component.</summary>
    private static IEnumerable<Component> Texts(IReadOnlyList<CardPart> parts, int left)
    {
        var text = new StringBuilder();
        var shortened = false;
        foreach (var part in parts)
        {
            if (part is CardPart.Picture or CardPart.Rule)
            {
                if (TakeText() is { } before)
                    yield return before;
                yield return part switch
                {
                    CardPart.Picture(var name, var altText) => new MediaGallery([
                        new MediaGalleryItem(new MediaReference($"attachment://{name}"), Cut(altText, 1024)),
                    ]),
                    CardPart.Rule { BetweenLanguages: true } => new Separator(Spacing: WideSpacing),
                    _ => new Separator(),
                };
                continue;
            }
            foreach (var line in Lines(part))
            {
                if (line.Length + 1 <= left)
                {
                    left -= line.Length + 1;
                    text.Append(line).Append('\n');
                }
                else if (!shortened)
                {
                    // Whoever reads it must see that something is missing.
                    shortened = true;
                    text.Append("…\n");
                }
            }
        }
        if (TakeText() is { } rest)
            yield return rest;

        TextDisplay? TakeText()
        {
            var taken = text.ToString().TrimEnd('\n');
            text.Clear();
            return taken.Length == 0 ? null : new TextDisplay(taken);
        }
    }

    private static int Count(IEnumerable<Component> components) =>
        components.Sum(component => component is ActionRow row ? 1 + row.Components.Count : 1);

    private static IEnumerable<string> Lines(CardPart part) =>
        part switch
        {
            CardPart.Heading(var text) => [$"### {DiscordText.Escape(text)}"],
            CardPart.Paragraph(var text) => [DiscordText.Escape(text)],
            CardPart.Bullets(var lines) => lines.Select(line => $"- {DiscordText.Escape(line)}"),
            // Each reader also sees it in their own zone: travellers, and people who read a screenshot.
            CardPart.When(var text, var instant) =>
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{DiscordText.Escape(text)} (<t:{instant.ToUnixTimeSeconds()}:f>)"
                ),
            ],
            CardPart.Link(var label, var url) => [$"[{DiscordText.Escape(label)}](<{url.AbsoluteUri}>)"],
            CardPart.Small(var text) => [$"-# {DiscordText.Escape(text)}"],
            _ => throw new ArgumentOutOfRangeException(nameof(part), part, message: null),
        };

    private static Button Render(CardButton button) =>
        new()
        {
            Style = button.Weight switch
            {
                ButtonWeight.Main => ButtonStyle.Primary,
                ButtonWeight.Careful => ButtonStyle.Danger,
                _ => ButtonStyle.Secondary,
            },
            Label = Cut(button.Label, LongestLabel),
            CustomId = button.Id.Encode(),
        };

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var kept = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, kept), "…");
    }
}
