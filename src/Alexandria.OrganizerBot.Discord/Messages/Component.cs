// https://docs.discord.com/developers/components/reference
using System.Text.Json.Serialization;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>The numbers of Discord's components. Values unknown to us pass as plain numbers.</summary>
public enum ComponentType
{
    ActionRow = 1,
    Button = 2,
    StringSelect = 3,
    TextInput = 4,
    UserSelect = 5,
    RoleSelect = 6,
    MentionableSelect = 7,
    ChannelSelect = 8,
    Section = 9,
    TextDisplay = 10,
    Thumbnail = 11,
    MediaGallery = 12,
    File = 13,
    Separator = 14,
    Container = 17,
    Label = 18,
    FileUpload = 19,
    RadioGroup = 21,
    CheckboxGroup = 22,
    Checkbox = 23,
}

/// <summary>
/// A part of a message or a modal. Only ever written: what Discord sends back is read from JSON, so that a component newer
/// than this client breaks nothing. Lists are of <see cref="Component"/> because the type number is written for that type only.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ActionRow), (int)ComponentType.ActionRow)]
[JsonDerivedType(typeof(Button), (int)ComponentType.Button)]
[JsonDerivedType(typeof(StringSelect), (int)ComponentType.StringSelect)]
[JsonDerivedType(typeof(TextInput), (int)ComponentType.TextInput)]
[JsonDerivedType(typeof(UserSelect), (int)ComponentType.UserSelect)]
[JsonDerivedType(typeof(RoleSelect), (int)ComponentType.RoleSelect)]
[JsonDerivedType(typeof(MentionableSelect), (int)ComponentType.MentionableSelect)]
[JsonDerivedType(typeof(ChannelSelect), (int)ComponentType.ChannelSelect)]
[JsonDerivedType(typeof(Section), (int)ComponentType.Section)]
[JsonDerivedType(typeof(TextDisplay), (int)ComponentType.TextDisplay)]
[JsonDerivedType(typeof(Thumbnail), (int)ComponentType.Thumbnail)]
[JsonDerivedType(typeof(MediaGallery), (int)ComponentType.MediaGallery)]
[JsonDerivedType(typeof(FileComponent), (int)ComponentType.File)]
[JsonDerivedType(typeof(Separator), (int)ComponentType.Separator)]
[JsonDerivedType(typeof(Container), (int)ComponentType.Container)]
[JsonDerivedType(typeof(Label), (int)ComponentType.Label)]
[JsonDerivedType(typeof(RadioGroup), (int)ComponentType.RadioGroup)]
[JsonDerivedType(typeof(CheckboxGroup), (int)ComponentType.CheckboxGroup)]
[JsonDerivedType(typeof(Checkbox), (int)ComponentType.Checkbox)]
public abstract record Component
{
    private protected Component() { }
}

/// <summary>Up to 5 buttons, or one select.</summary>
public sealed record ActionRow(IReadOnlyList<Component> Components) : Component
{
    public ActionRow(params Component[] components)
        : this((IReadOnlyList<Component>)components) { }
}

/// <summary>Colours of a button; <see cref="Link"/> opens an address and tells the bot nothing.</summary>
public enum ButtonStyle
{
    Primary = 1,
    Secondary = 2,
    Success = 3,
    Danger = 4,
    Link = 5,
}

/// <summary>Label up to 80 characters, custom id 1 to 100 and unique in its message, url up to 512.</summary>
public sealed record Button : Component
{
    public required ButtonStyle Style { get; init; }

    public string? Label { get; init; }

    public Emoji? Emoji { get; init; }

    public string? CustomId { get; init; }

    public string? Url { get; init; }

    public bool? Disabled { get; init; }
}

/// <summary>A Unicode emoji by name, or one of a guild by id.</summary>
public sealed record Emoji(string? Name, string? Id = null);

/// <summary>Up to 25 options. In a modal, <see cref="Required"/> counts and <see cref="Disabled"/> is an error.</summary>
public sealed record StringSelect : Component
{
    public required string CustomId { get; init; }

    public required IReadOnlyList<SelectOption> Options { get; init; }

    public string? Placeholder { get; init; }

    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    public bool? Disabled { get; init; }

    public bool? Required { get; init; }
}

/// <summary>Label, value and description up to 100 characters each. Serves selects, radio buttons and checkboxes.</summary>
public sealed record SelectOption(string Label, string Value, string? Description = null)
{
    public Emoji? Emoji { get; init; }

    public bool? Default { get; init; }
}

/// <summary>One line or several.</summary>
public enum TextInputStyle
{
    Short = 1,
    Paragraph = 2,
}

/// <summary>A text field of a modal, inside a <see cref="Label"/>.</summary>
public sealed record TextInput : Component
{
    public required string CustomId { get; init; }

    public required TextInputStyle Style { get; init; }

    /// <summary>0 to 4000.</summary>
    public int? MinLength { get; init; }

    /// <summary>1 to 4000.</summary>
    public int? MaxLength { get; init; }

    public bool? Required { get; init; }

    public string? Value { get; init; }

    public string? Placeholder { get; init; }
}

public sealed record UserSelect : Component
{
    public required string CustomId { get; init; }

    public string? Placeholder { get; init; }

    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    public bool? Required { get; init; }
}

public sealed record RoleSelect : Component
{
    public required string CustomId { get; init; }

    public string? Placeholder { get; init; }

    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    public bool? Required { get; init; }
}

public sealed record MentionableSelect : Component
{
    public required string CustomId { get; init; }

    public string? Placeholder { get; init; }

    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    public bool? Required { get; init; }
}

public sealed record ChannelSelect : Component
{
    public required string CustomId { get; init; }

    public IReadOnlyList<int>? ChannelTypes { get; init; }

    public string? Placeholder { get; init; }

    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    public bool? Required { get; init; }
}

/// <summary>1 to 3 texts with a button or a thumbnail beside them.</summary>
public sealed record Section(IReadOnlyList<Component> Components, Component Accessory) : Component;

/// <summary>Markdown text, up to 4000 characters over the whole message.</summary>
public sealed record TextDisplay(string Content) : Component;

/// <summary>A small picture beside a <see cref="Section"/>.</summary>
public sealed record Thumbnail(MediaReference Media, string? Description = null) : Component;

/// <summary>1 to 10 pictures.</summary>
public sealed record MediaGallery(IReadOnlyList<MediaGalleryItem> Items) : Component;

/// <param name="Description">The text alternative, up to 1024 characters.</param>
public sealed record MediaGalleryItem(MediaReference Media, string? Description = null);

/// <param name="Url">An https address, or <c>attachment://name</c> of a file in the same message.</param>
public sealed record MediaReference(string Url);

/// <summary>A file of the same message, by <c>attachment://name</c>; without it a V2 message hides the file.</summary>
public sealed record FileComponent(MediaReference File) : Component;

/// <param name="Spacing">1 small, 2 large.</param>
public sealed record Separator(bool? Divider = null, int? Spacing = null) : Component;

/// <param name="AccentColor">0xRRGGBB.</param>
public sealed record Container(IReadOnlyList<Component> Components, int? AccentColor = null) : Component;

/// <summary>A field of a modal with its name; label up to 45 characters, description up to 100.</summary>
public sealed record Label : Component
{
    public Label(string text, Component component, string? description = null) =>
        (Text, Component, Description) = (text, component, description);

    [JsonPropertyName("label")]
    public string Text { get; }

    public string? Description { get; }

    public Component Component { get; }
}

/// <summary>2 to 10 options of a modal, of which one is chosen.</summary>
public sealed record RadioGroup(string CustomId, IReadOnlyList<SelectOption> Options, bool? Required = null)
    : Component;

/// <summary>1 to 10 options of a modal, of which several may be chosen.</summary>
public sealed record CheckboxGroup(string CustomId, IReadOnlyList<SelectOption> Options) : Component
{
    public int? MinValues { get; init; }

    public int? MaxValues { get; init; }

    public bool? Required { get; init; }
}

/// <summary>A single yes or no of a modal.</summary>
public sealed record Checkbox(string CustomId, bool? Default = null) : Component;
