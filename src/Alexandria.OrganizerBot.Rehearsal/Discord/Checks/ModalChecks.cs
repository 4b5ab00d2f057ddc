using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Checks;

/// <summary>What a form may contain (components/reference, interactions/receiving-and-responding, modal).</summary>
internal static class ModalChecks
{
    private const int ActionRow = 1;
    private const int StringSelect = 3;
    private const int TextInput = 4;
    private const int UserSelect = 5;
    private const int ChannelSelect = 8;
    private const int TextDisplay = 10;
    private const int Label = 18;
    private const int FileUpload = 19;
    private const int RadioGroup = 21;
    private const int CheckboxGroup = 22;
    private const int Checkbox = 23;
    private static readonly long[] InLabel =
    [
        StringSelect,
        TextInput,
        UserSelect,
        6,
        7,
        ChannelSelect,
        FileUpload,
        RadioGroup,
        CheckboxGroup,
        Checkbox,
    ];

    /// <summary>Checks a form.</summary>
    /// <param name="modal">The callback's <c>data</c>.</param>
    /// <param name="errors">Positioned at <c>data</c>.</param>
    public static void Check(JsonObject modal, FormErrors errors)
    {
        errors.Text(modal, "custom_id", 1, 100, required: true);
        errors.Text(modal, "title", 1, 45, required: true);
        var parts = modal["components"] as JsonArray ?? [];
        if (parts.Count is < 1 or > 5)
        {
            errors.Length("components", 1, 5);
        }
        foreach (var (index, node) in parts.Index())
        {
            TopLevel(node as JsonObject ?? [], errors.At("components").At(index));
        }
        ComponentChecks.DistinctCustomIds(VisibleText.AllComponents(parts), errors.At("components"));
    }

    private static void TopLevel(JsonObject part, FormErrors errors)
    {
        switch (part.Whole("type"))
        {
            case Label:
                errors.Text(part, "label", 1, 45, required: true);
                errors.Text(part, "description", 1, 100);
                if (!part.Has("component"))
                {
                    errors.Required("component");
                    break;
                }
                Field(part["component"] as JsonObject ?? [], errors.At("component"), mayHaveLabel: false);
                break;
            case ActionRow:
                // Deprecated since August 2025, but still taken: one text input with a label of its own.
                var children = part.Objects("components").ToList();
                if (children.Count != 1 || children[0].Whole("type") != TextInput)
                {
                    errors.At("components").AddHere("BASE_TYPE_BAD_LENGTH", "Must be 1 text input.");
                    break;
                }
                errors.At("components").At(0).Text(children[0], "label", 1, 45, required: true);
                Field(children[0], errors.At("components").At(0), mayHaveLabel: true);
                break;
            case TextDisplay:
                errors.Text(part, "content", 1, 4000, required: true);
                break;
            default:
                errors.At("type").AddHere("UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1, 10, 18).");
                break;
        }
    }

    private static void Field(JsonObject field, FormErrors errors, bool mayHaveLabel)
    {
        if (field.Whole("type") is not { } type || !InLabel.Contains(type))
        {
            errors
                .At("type")
                .AddHere(
                    "UNION_TYPE_CHOICES",
                    $"Value of field \"type\" must be one of ({string.Join(", ", InLabel)})."
                );
            return;
        }
        errors.Text(field, "custom_id", 1, 100, required: true);
        if (field.Has("disabled"))
        {
            errors.At("disabled").AddHere("COMPONENT_DISABLED_IN_MODAL", "Components in modals cannot be disabled");
        }
        switch (type)
        {
            case TextInput:
                Input(field, errors, mayHaveLabel);
                break;
            case StringSelect:
                ComponentChecks.SelectOptions(field, errors);
                Menu(field, errors);
                break;
            case >= UserSelect and <= ChannelSelect:
                Menu(field, errors);
                break;
            case FileUpload:
                Count(field, 10, errors);
                break;
            case RadioGroup:
                ComponentChecks.SelectOptions(field, errors, 2, 10);
                if (field.Objects("options").Count(option => option.Truth("default") == true) > 1)
                {
                    errors.At("options").AddHere("RADIO_GROUP_MULTIPLE_DEFAULTS", "Only one option can be the default");
                }
                break;
            case CheckboxGroup:
                ComponentChecks.SelectOptions(field, errors, 1, 10);
                Count(field, 10, errors);
                break;
        }
    }

    private static void Menu(JsonObject menu, FormErrors errors)
    {
        errors.Text(menu, "placeholder", 0, 150);
        Count(menu, 25, errors);
    }

    /// <summary>How many values a field takes. One that must be filled in takes at least one.</summary>
    private static void Count(JsonObject field, int most, FormErrors errors)
    {
        var least = field.Whole("min_values") ?? 1;
        var upTo = field.Whole("max_values") ?? Math.Max(1, least);
        if (least < 0 || least > most)
        {
            errors.At("min_values").AddHere("NUMBER_TYPE_MAX", $"int value should be between 0 and {most}.");
        }
        else if (least == 0 && field.Truth("required") != false)
        {
            errors.At("min_values").AddHere("NUMBER_TYPE_MIN", "int value should be greater than or equal to 1.");
        }
        if (upTo < 1 || upTo > most || upTo < least)
        {
            errors.At("max_values").AddHere("NUMBER_TYPE_MAX", $"int value should be between 1 and {most}.");
        }
    }

    private static void Input(JsonObject input, FormErrors errors, bool mayHaveLabel)
    {
        if (input.Whole("style") is not (1 or 2))
        {
            errors.OneOf("style", "1", "2");
        }
        if (!mayHaveLabel && input.Has("label"))
        {
            errors.At("label").AddHere("TEXT_INPUT_LABEL_IN_LABEL", "A text input in a label has no label of its own");
        }
        if (input.Whole("min_length") is < 0 or > 4000)
        {
            errors.At("min_length").AddHere("NUMBER_TYPE_MAX", "int value should be between 0 and 4000.");
        }
        if (input.Whole("max_length") is < 1 or > 4000)
        {
            errors.At("max_length").AddHere("NUMBER_TYPE_MAX", "int value should be between 1 and 4000.");
        }
        if (input.Whole("min_length") > (input.Whole("max_length") ?? 4000))
        {
            errors.At("min_length").AddHere("NUMBER_TYPE_MAX", "min_length should not be greater than max_length.");
        }
        errors.Text(input, "placeholder", 0, 100);
        errors.Text(input, "value", 0, 4000);
    }
}
