using Alexandria.OrganizerBot.Features;

namespace Alexandria.OrganizerBot.Conversation.Saying;

/// <summary>What a form becomes where there are none: its fields by name, and a line to copy.</summary>
internal static class TypedForm
{
    public static Card Card(Form form, Incoming incoming, FeatureCatalog catalog, string language)
    {
        var words = catalog.Words;
        var command = incoming.Act is Act.Command typed
            ? catalog.Commands.FirstOrDefault(spec => spec.Name == typed.Name)
            : null;
        var example = command?.Examples.OrderByDescending(line => line.Length).FirstOrDefault() ?? "";
        return new Card
        {
            Parts =
            [
                new CardPart.Heading(form.Title),
                new CardPart.Paragraph(words.Text(language, "say.form")),
                new CardPart.Bullets([
                    .. form.Fields.Select(field =>
                        field.Value is { Length: > 0 } value
                            ? $"{OptionName(field)}: {value}"
                            : $"{OptionName(field)}: ({field.Label})"
                    ),
                ]),
                .. example.Length > 0
                    ? (CardPart[])[new CardPart.Small(words.Text(language, "say.form-example", ("example", example)))]
                    : [],
            ],
        };

        string OptionName(FormField option) => words.Text(language, $"option.{option.Name}.name");
    }
}
