using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Checks;

/// <summary>What may stand in a message's components, and how long it may be (components/reference).</summary>
internal static class ComponentChecks
{
    private const int ActionRow = 1;
    private const int Button = 2;
    private const int StringSelect = 3;
    private const int ChannelSelect = 8;
    private const int Section = 9;
    private const int TextDisplay = 10;
    private const int Thumbnail = 11;
    private const int MediaGallery = 12;
    private const int File = 13;
    private const int Separator = 14;
    private const int Container = 17;

    private const int LinkStyle = 5;
    private const int PremiumStyle = 6;

    private const int MostComponents = 40;
    private const int MostText = 4000;
    private const int MostRows = 5;

    private static readonly long[] V2TopLevel =
    [
        ActionRow,
        Section,
        TextDisplay,
        MediaGallery,
        File,
        Separator,
        Container,
    ];
    private static readonly long[] InContainer = [ActionRow, Section, TextDisplay, MediaGallery, File, Separator];

    /// <summary>Checks the components of a message.</summary>
    /// <param name="components">The value of <c>components</c>.</param>
    /// <param name="v2">Whether the message has the flag IS_COMPONENTS_V2.</param>
    /// <param name="errors">Positioned at <c>components</c>.</param>
    public static void Check(JsonArray components, bool v2, FormErrors errors)
    {
        if (!v2 && components.Count > MostRows)
        {
            errors.AddHere("BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        }
        var all = VisibleText.AllComponents(components).ToList();
        if (v2 && all.Count > MostComponents)
        {
            errors.AddHere("COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "The maximum number of components is 40");
        }
        var text = all.Where(one => one.Whole("type") == TextDisplay)
            .Sum(one => Json.Length(one.Text("content") ?? ""));
        if (text > MostText)
        {
            errors.AddHere(
                "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
                "The total displayable text size of the components is 4000"
            );
        }
        Each(components, v2 ? V2TopLevel : [ActionRow], errors);
        DistinctCustomIds(all, errors);
    }

    private static void Each(JsonArray components, IReadOnlyCollection<long> allowed, FormErrors errors)
    {
        foreach (var (index, node) in components.Index())
        {
            One(node, allowed, errors.At(index));
        }
    }

    private static void One(JsonNode? node, IReadOnlyCollection<long> allowed, FormErrors errors)
    {
        if (node is not JsonObject component)
        {
            errors.AddHere("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
            return;
        }
        if (component.Whole("type") is not { } type || !allowed.Contains(type))
        {
            errors
                .At("type")
                .AddHere(
                    "UNION_TYPE_CHOICES",
                    $"Value of field \"type\" must be one of ({string.Join(", ", allowed)})."
                );
            return;
        }
        if (component.Has("id") && component.Whole("id") is (null or < 0 or > int.MaxValue))
        {
            errors.At("id").AddHere("NUMBER_TYPE_COERCE", "Value is not int32.");
        }
        switch (type)
        {
            case ActionRow:
                Row(component, errors);
                break;
            case Button:
                ButtonItself(component, errors);
                break;
            case >= StringSelect and <= ChannelSelect:
                Select(component, (int)type, errors);
                break;
            case Section:
                Children(component, [TextDisplay], 1, 3, errors);
                if (!component.Has("accessory"))
                {
                    errors.Required("accessory");
                }
                else
                {
                    One(component["accessory"], [Button, Thumbnail], errors.At("accessory"));
                }
                break;
            case TextDisplay:
                errors.Text(component, "content", 1, MostText, required: true);
                break;
            case Thumbnail:
                Media(component, "media", errors);
                errors.Text(component, "description", 0, 1024);
                break;
            case MediaGallery:
                Gallery(component, errors);
                break;
            case File:
                if (component["file"].Text("url")?.StartsWith("attachment://", StringComparison.Ordinal) != true)
                {
                    errors
                        .At("file")
                        .At("url")
                        .AddHere("UNFURLED_MEDIA_ITEM_ONLY_ATTACHMENT", "Only attachment:// references are allowed.");
                }
                break;
            case Separator:
                if (component.Has("spacing") && component.Whole("spacing") is not (1 or 2))
                {
                    errors.OneOf("spacing", "1", "2");
                }
                break;
            case Container:
                Children(component, InContainer, 1, MostComponents, errors);
                if (component.Has("accent_color") && component.Whole("accent_color") is (null or < 0 or > 0xFFFFFF))
                {
                    errors.At("accent_color").AddHere("NUMBER_TYPE_MAX", "int value should be between 0 and 16777215.");
                }
                break;
        }
    }

    private static void Row(JsonObject row, FormErrors errors)
    {
        var children = row["components"] as JsonArray ?? [];
        if (children.Count is < 1 or > 5)
        {
            errors.Length("components", 1, 5);
        }
        var selects = children.Count(child => child.Whole("type") is >= StringSelect and <= ChannelSelect);
        if (selects > 0 && children.Count > 1)
        {
            errors
                .At("components")
                .AddHere("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width");
        }
        Each(children, [Button, StringSelect, 5, 6, 7, ChannelSelect], errors.At("components"));
    }

    private static void ButtonItself(JsonObject button, FormErrors errors)
    {
        var style = button.Whole("style");
        if (style is null or < 1 or > PremiumStyle)
        {
            errors.OneOf("style", "1", "2", "3", "4", "5", "6");
            return;
        }
        errors.Text(button, "label", 0, 80);
        if (style == LinkStyle)
        {
            errors.Text(button, "url", 1, 512, required: true);
            if (button.Text("url") is { } url && !IsLink(url))
            {
                errors
                    .At("url")
                    .AddHere("URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'discord').");
            }
        }
        if (style is LinkStyle or PremiumStyle && button.Has("custom_id"))
        {
            errors.At("custom_id").AddHere("COMPONENT_CUSTOM_ID_NOT_ALLOWED", "A custom id cannot be specified here");
        }
        if (style is not (LinkStyle or PremiumStyle))
        {
            errors.Text(button, "custom_id", 1, 100, required: true);
            if (button.Has("url"))
            {
                errors.At("url").AddHere("BUTTON_COMPONENT_URL_NOT_ALLOWED", "A url cannot be specified here");
            }
        }
        if (style != PremiumStyle && string.IsNullOrEmpty(button.Text("label")) && !button.Has("emoji"))
        {
            errors.At("label").AddHere("BUTTON_COMPONENT_MISSING_LABEL", "A button must have a label or an emoji");
        }
    }

    private static void Select(JsonObject select, int type, FormErrors errors)
    {
        errors.Text(select, "custom_id", 1, 100, required: true);
        errors.Text(select, "placeholder", 0, 150);
        if (type == StringSelect)
        {
            SelectOptions(select, errors);
        }
        var least = select.Whole("min_values") ?? 1;
        var most = select.Whole("max_values") ?? 1;
        if (least is < 0 or > 25)
        {
            errors.At("min_values").AddHere("NUMBER_TYPE_MAX", "int value should be between 0 and 25.");
        }
        if (most is < 1 or > 25 || most < least)
        {
            errors.At("max_values").AddHere("NUMBER_TYPE_MAX", "int value should be between 1 and 25.");
        }
    }

    public static void SelectOptions(JsonObject select, FormErrors errors, int least = 1, int most = 25)
    {
        var choices = select["options"] as JsonArray ?? [];
        if (choices.Count < least || choices.Count > most)
        {
            errors.Length("options", least, most);
        }
        var values = new HashSet<string>();
        foreach (var (index, node) in choices.Index())
        {
            var at = errors.At("options").At(index);
            var option = node as JsonObject ?? [];
            at.Text(option, "label", 1, 100, required: true);
            at.Text(option, "value", 1, 100, required: true);
            at.Text(option, "description", 0, 100);
            if (option.Text("value") is { } value && !values.Add(value))
            {
                at.At("value")
                    .AddHere("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used");
            }
        }
    }

    private static void Gallery(JsonObject gallery, FormErrors errors)
    {
        var items = gallery["items"] as JsonArray ?? [];
        if (items.Count is < 1 or > 10)
        {
            errors.Length("items", 1, 10);
        }
        foreach (var (index, node) in items.Index())
        {
            var at = errors.At("items").At(index);
            var item = node as JsonObject ?? [];
            Media(item, "media", at);
            at.Text(item, "description", 0, 1024);
        }
    }

    private static void Media(JsonObject owner, string name, FormErrors errors)
    {
        if (owner[name] is not JsonObject media)
        {
            errors.Required(name);
            return;
        }
        errors.At(name).Text(media, "url", 1, 2048, required: true);
    }

    private static void Children(JsonObject owner, long[] allowed, int least, int most, FormErrors errors)
    {
        var children = owner["components"] as JsonArray ?? [];
        if (children.Count < least || children.Count > most)
        {
            errors.Length("components", least, most);
        }
        Each(children, allowed, errors.At("components"));
    }

    public static void DistinctCustomIds(IEnumerable<JsonObject> components, FormErrors errors)
    {
        var seen = new HashSet<string>();
        if (components.Any(component => component.Text("custom_id") is { } id && !seen.Add(id)))
        {
            errors.AddHere("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated");
        }
    }

    private static bool IsLink(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https" or "discord");
}
