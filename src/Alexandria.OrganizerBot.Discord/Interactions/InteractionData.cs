// https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-data
using System.Text.Json;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>What was used and with which values. Holds people's words, so <see cref="ToString"/> names only what was used.</summary>
public sealed record InteractionData
{
    /// <summary>The command's id.</summary>
    public string? Id { get; init; }

    /// <summary>The command's default name, whatever the language it was typed in.</summary>
    public string? Name { get; init; }

    /// <summary>The command's options as sent: sub-commands are options that hold options.</summary>
    public IReadOnlyList<InteractionOption> Options { get; init; } = [];

    /// <summary>The custom id of the component or the modal.</summary>
    public string? CustomId { get; init; }

    public ComponentType? ComponentType { get; init; }

    /// <summary>What was chosen in a select.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The filled-in fields of a modal, taken out of their labels and rows, in order.</summary>
    public IReadOnlyList<SubmittedField> Fields { get; init; } = [];

    /// <summary>Users, roles, channels and attachments that the values name, as sent.</summary>
    public JsonElement? Resolved { get; init; }

    /// <summary>The command's name with group and sub-command, for example <c>action release</c>.</summary>
    public string CommandPath => string.Join(' ', Nesting().Select(level => level.Name).Prepend(Name));

    /// <summary>The options that hold values, below group and sub-command.</summary>
    public IReadOnlyList<InteractionOption> LeafOptions => Nesting().LastOrDefault()?.Options ?? Options;

    /// <summary>The option being typed, in an autocomplete.</summary>
    public InteractionOption? FocusedOption => LeafOptions.FirstOrDefault(option => option.Focused);

    /// <summary>The value option of that name, or null where it was left out.</summary>
    public InteractionOption? Option(string name) => LeafOptions.FirstOrDefault(option => option.Name == name);

    /// <summary>The modal field of that custom id, or null where it was not sent.</summary>
    public SubmittedField? Field(string customId) => Fields.FirstOrDefault(field => field.CustomId == customId);

    internal static InteractionData Parse(JsonElement json) =>
        new()
        {
            Id = json.Text("id"),
            Name = json.Text("name"),
            Options = [.. json.Items("options").Select(InteractionOption.Parse)],
            CustomId = json.Text("custom_id"),
            ComponentType = (ComponentType?)json.Int("component_type"),
            Values = json.Texts("values"),
            Fields = [.. json.Items("components").SelectMany(SubmittedField.ParseTree)],
            Resolved = json.Field("resolved")?.Clone(),
        };

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(InteractionData)} {{ {Name ?? CustomId} }}";

    private IEnumerable<InteractionOption> Nesting()
    {
        for (var level = Options; level is [{ IsNesting: true } only]; level = only.Options)
        {
            yield return only;
        }
    }
}

/// <summary>One option of a command. The person may send any text where an option autocompletes: validate.</summary>
public sealed record InteractionOption
{
    public required string Name { get; init; }

    public ApplicationCommandOptionType Type { get; init; }

    /// <summary>Text, number or boolean as sent; null for a sub-command or group.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Whether this is the option being typed, in an autocomplete.</summary>
    public bool Focused { get; init; }

    public IReadOnlyList<InteractionOption> Options { get; init; } = [];

    /// <summary>The value as text: strings and ids as they are, numbers and booleans as written in JSON.</summary>
    public string? Text => Value is { ValueKind: JsonValueKind.String } text ? text.TextOrNull() : Value?.GetRawText();

    /// <summary>The value as a whole number, or null where it is none.</summary>
    public long? Integer =>
        Value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>The value as yes or no, or null where it is neither.</summary>
    public bool? Boolean =>
        Value?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    internal bool IsNesting =>
        Type is ApplicationCommandOptionType.SubCommand or ApplicationCommandOptionType.SubCommandGroup;

    internal static InteractionOption Parse(JsonElement json) =>
        new()
        {
            Name = json.Text("name") ?? "",
            Type = (ApplicationCommandOptionType)(json.Int("type") ?? 0),
            Value = json.Field("value")?.Clone(),
            Focused = json.Bool("focused") ?? false,
            Options = [.. json.Items("options").Select(Parse)],
        };

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(InteractionOption)} {{ {nameof(Name)} = {Name} }}";
}

/// <summary>One filled-in field of a modal.</summary>
public sealed record SubmittedField
{
    public required ComponentType Type { get; init; }

    public required string CustomId { get; init; }

    /// <summary>The text typed, or the radio button chosen; null where nothing was.</summary>
    public string? Value { get; init; }

    /// <summary>What was chosen in a select or a checkbox group.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Whether a single checkbox was ticked.</summary>
    public bool Checked { get; init; }

    /// <summary>The fields in and below one component: a label holds one, an (outdated) action row several.</summary>
    internal static IEnumerable<SubmittedField> ParseTree(JsonElement json)
    {
        var below = json.Items("components");
        if (json.Field("component") is { } labelled)
        {
            below = below.Append(labelled);
        }

        var fields = below.SelectMany(ParseTree);
        return json.Text("custom_id") is not { } customId
            ? fields
            : fields.Prepend(
                new SubmittedField
                {
                    Type = (ComponentType)(json.Int("type") ?? 0),
                    CustomId = customId,
                    Value = json.Text("value"),
                    Values = json.Texts("values"),
                    Checked = json.Bool("value") ?? false,
                }
            );
    }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(SubmittedField)} {{ {nameof(CustomId)} = {CustomId} }}";
}
