using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Rehearsal.Discord.Rest;
using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord.Checks;

/// <summary>What a list of commands may contain (interactions/application-commands).</summary>
internal static partial class CommandChecks
{
    private const int ChatInput = 1;
    private const int MostChatInputs = 100;
    private const int MostContextMenus = 15;
    private const int MostCharacters = 8000;
    private const int MostOptions = 25;
    private const int SubCommand = 1;
    private const int SubCommandGroup = 2;
    private const int Text = 3;
    private const int Integer = 4;
    private const int Number = 10;
    private const int LastType = 11;

    /// <summary>Locales that Discord's clients have (reference, locales).</summary>
    public static IReadOnlySet<string> Locales { get; } =
        "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko"
            .Split(' ')
            .ToHashSet();

    /// <summary>Checks the whole list, as a bulk overwrite sends it.</summary>
    /// <exception cref="DiscordRefusal">With error 50035.</exception>
    public static void Check(JsonArray commands)
    {
        var errors = new FormErrors();
        var names = new HashSet<(string, long)>();
        foreach (var (index, node) in commands.Index())
        {
            var at = errors.At(index);
            if (node is not JsonObject command)
            {
                at.AddHere("DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
                continue;
            }
            One(command, at);
            if (command.Text("name") is { } name && !names.Add((name, TypeOf(command))))
            {
                at.AddHere("APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique");
            }
        }
        TooMany(commands.OfType<JsonObject>(), errors);
        errors.ThrowIfAny();
    }

    /// <summary>Checks only how many there are.</summary>
    /// <exception cref="DiscordRefusal">With error 50035.</exception>
    public static void CheckCount(IReadOnlyList<JsonObject> commands)
    {
        var errors = new FormErrors();
        TooMany(commands, errors);
        errors.ThrowIfAny();
    }

    private static void TooMany(IEnumerable<JsonObject> commands, FormErrors errors)
    {
        foreach (var kind in commands.GroupBy(TypeOf))
        {
            var most = kind.Key == ChatInput ? MostChatInputs : MostContextMenus;
            if (kind.Count() > most)
            {
                errors.AddHere("BASE_TYPE_MAX_LENGTH", $"Must be {most} or fewer in length.");
            }
        }
    }

    public static long TypeOf(JsonObject command) => command.Whole("type") ?? ChatInput;

    private static void One(JsonObject command, FormErrors errors)
    {
        var type = TypeOf(command);
        if (type is < 1 or > 4)
        {
            errors.OneOf("type", "1", "2", "3", "4");
        }
        var isChatInput = type == ChatInput;
        Names(command, errors, mustBePlain: isChatInput);
        if (isChatInput)
        {
            Descriptions(command, errors);
            Options(command, depth: 0, errors);
        }
        else if (!string.IsNullOrEmpty(command.Text("description")))
        {
            errors
                .At("description")
                .AddHere(
                    "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
                    "Context menu commands cannot have description"
                );
        }
        if (
            command["default_member_permissions"] is { } permissions
            && !ulong.TryParse(permissions.Text() ?? permissions.Whole()?.Plain(), out _)
        )
        {
            errors.At("default_member_permissions").AddHere("NUMBER_TYPE_COERCE", "Value is not a permission bit set.");
        }
        Few(command, "contexts", 0, 2, errors);
        Few(command, "integration_types", 0, 1, errors);
        if (Size(command) > MostCharacters)
        {
            errors.AddHere("APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)");
        }
    }

    private static void Names(JsonObject owner, FormErrors errors, bool mustBePlain)
    {
        errors.Text(owner, "name", 1, 32, required: true);
        if (mustBePlain && owner.Text("name") is { } name && !IsPlainName(name))
        {
            errors.At("name").AddHere("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
        }
        foreach (var (locale, text) in Localizations(owner, "name_localizations", 32, errors))
        {
            if (mustBePlain && !IsPlainName(text))
            {
                errors
                    .At("name_localizations")
                    .At(locale)
                    .AddHere("APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid");
            }
        }
    }

    private static void Descriptions(JsonObject owner, FormErrors errors)
    {
        errors.Text(owner, "description", 1, 100, required: true);
        _ = Localizations(owner, "description_localizations", 100, errors).Count;
    }

    private static List<(string Locale, string Text)> Localizations(
        JsonObject owner,
        string name,
        int most,
        FormErrors errors
    )
    {
        var texts = new List<(string, string)>();
        foreach (var (locale, text) in owner[name] as JsonObject ?? [])
        {
            if (!Locales.Contains(locale))
            {
                errors
                    .At(name)
                    .At(locale)
                    .AddHere("ENUM_TYPE_COERCE", $"Value \"{locale}\" is not a valid enum value.");
            }
            else if (text is not null)
            {
                errors.At(name).Text((JsonObject)owner[name]!, locale, 1, most);
                texts.Add((locale, text.Text() ?? ""));
            }
        }
        return texts;
    }

    private static void Options(JsonObject owner, int depth, FormErrors errors)
    {
        var options = owner["options"] as JsonArray ?? [];
        if (options.Count > MostOptions)
        {
            errors.Length("options", 0, MostOptions);
        }
        var names = new HashSet<string>();
        var optionalSeen = false;
        foreach (var (index, node) in options.Index())
        {
            var at = errors.At("options").At(index);
            var option = node as JsonObject ?? [];
            One(option, owner, depth, at);
            if (option.Text("name") is { } name && !names.Add(name))
            {
                at.At("name").AddHere("APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists");
            }
            var required = option.Truth("required") == true;
            if (required && optionalSeen)
            {
                at.AddHere(
                    "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                    "Required options must be placed before non-required options"
                );
            }
            optionalSeen |= !required;
        }
        var kinds = options.Select(IsSub).Distinct().Count();
        if (kinds > 1)
        {
            errors
                .At("options")
                .AddHere(
                    "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                    "Sub-command and sub-command group option types are mutually exclusive to all other types"
                );
        }
    }

    private static void One(JsonObject option, JsonObject owner, int depth, FormErrors errors)
    {
        Names(option, errors, mustBePlain: true);
        Descriptions(option, errors);
        var type = option.Whole("type");
        if (type is null or < SubCommand or > LastType)
        {
            errors.OneOf("type", Enumerable.Range(SubCommand, LastType).Select(number => number.Plain()));
            return;
        }
        var mayNest = type switch
        {
            SubCommandGroup => depth == 0,
            SubCommand => depth == 0 || owner.Whole("type") == SubCommandGroup,
            _ => owner.Whole("type") != SubCommandGroup || depth == 0,
        };
        if (!mayNest)
        {
            errors
                .At("type")
                .AddHere("APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands cannot be nested like this");
        }
        if (type is SubCommand or SubCommandGroup)
        {
            Options(option, depth + 1, errors);
        }
        Choices(option, type.Value, errors);
        if (type == Text && option.Whole("max_length") is < 1 or > 6000)
        {
            errors.At("max_length").AddHere("NUMBER_TYPE_MAX", "int value should be between 1 and 6000.");
        }
        if (type == Text && option.Whole("min_length") is < 0 or > 6000)
        {
            errors.At("min_length").AddHere("NUMBER_TYPE_MAX", "int value should be between 0 and 6000.");
        }
    }

    private static void Choices(JsonObject option, long type, FormErrors errors)
    {
        var choices = option["choices"] as JsonArray ?? [];
        if (choices.Count > MostOptions)
        {
            errors.Length("choices", 0, MostOptions);
        }
        var takesChoices = type is Text or Integer or Number;
        if (option.Truth("autocomplete") == true && (choices.Count > 0 || !takesChoices))
        {
            errors
                .At("autocomplete")
                .AddHere("APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", "Autocomplete cannot be used here");
        }
        if (choices.Count > 0 && !takesChoices)
        {
            errors.At("choices").AddHere("APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID", "Choices cannot be used here");
        }
        OfferedChoices(choices, type, errors.At("choices"));
    }

    /// <summary>Checks choices, be they registered or offered by an autocomplete answer.</summary>
    public static void OfferedChoices(JsonArray choices, long type, FormErrors errors)
    {
        foreach (var (index, node) in choices.Index())
        {
            var at = errors.At(index);
            var choice = node as JsonObject ?? [];
            at.Text(choice, "name", 1, 100, required: true);
            _ = Localizations(choice, "name_localizations", 100, at).Count;
            if (!choice.Has("value"))
            {
                at.Required("value");
            }
            else if (type == Text)
            {
                at.Text(choice, "value", 0, 100);
            }
            else if (choice["value"].Number() is null || (type == Integer && choice["value"].Whole() is null))
            {
                at.At("value").AddHere("NUMBER_TYPE_COERCE", "Value is not a number of the option's type.");
            }
        }
    }

    private static void Few(JsonObject command, string name, int least, int most, FormErrors errors)
    {
        if (command[name] is not JsonArray list)
        {
            return;
        }
        foreach (var (index, _) in list.Index().Where(item => item.Item.Whole() is not { } n || n < least || n > most))
        {
            errors.At(name).OneOf(index.Plain(), Enumerable.Range(least, most - least + 1).Select(n => n.Plain()));
        }
    }

    /// <summary>Names, descriptions and choice values; of each name and description the longest language counts.</summary>
    private static int Size(JsonObject node) =>
        Longest(node, "name")
        + Longest(node, "description")
        + node.Objects("choices").Sum(choice => Longest(choice, "name") + Json.Length(choice.Text("value") ?? ""))
        + node.Objects("options").Sum(Size);

    private static int Longest(JsonObject node, string name) =>
        (node[name + "_localizations"] as JsonObject ?? [])
            .Select(entry => entry.Value.Text())
            .Append(node.Text(name))
            .Max(text => Json.Length(text ?? ""));

    private static bool IsSub(JsonNode? option) => option.Whole("type") is SubCommand or SubCommandGroup;

    private static bool IsPlainName(string name) => PlainName().IsMatch(name) && !name.Any(char.IsUpper);

    // Devanagari and Thai need their combining marks; the documents ask for the whole scripts.
    [GeneratedRegex(@"^[-_'\p{L}\p{N}\p{IsDevanagari}\p{IsThai}]{1,32}$", RegexOptions.None, 1000)]
    private static partial Regex PlainName();
}
