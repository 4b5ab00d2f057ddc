// https://docs.discord.com/developers/interactions/application-commands
using System.Security.Cryptography;
using System.Text.Json;

namespace Alexandria.OrganizerBot.Discord;

/// <summary>Kinds of options. Values unknown to us pass as plain numbers.</summary>
public enum ApplicationCommandOptionType
{
    SubCommand = 1,
    SubCommandGroup = 2,
    String = 3,
    Integer = 4,
    Boolean = 5,
    User = 6,
    Channel = 7,
    Role = 8,
    Mentionable = 9,
    Number = 10,
    Attachment = 11,
}

/// <summary>Where a command shows.</summary>
public enum InteractionContext
{
    Guild = 0,
    BotDirectMessage = 1,
    PrivateChannel = 2,
}

/// <summary>Limits that Discord sets on commands.</summary>
public static class CommandLimits
{
    /// <summary>Most choices of an option, and most suggestions of an autocomplete.</summary>
    public const int Choices = 25;
}

/// <summary>A slash command as it is registered.</summary>
public sealed record ApplicationCommand
{
    /// <summary>1 to 32 characters, lower case.</summary>
    public required string Name { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public required string Description { get; init; }

    /// <summary>
    /// Names by Discord's language keys (<c>es-419</c>, <c>en-US</c>…). Give the default under its own key too: Discord falls
    /// back from <c>en-GB</c> to <c>en-US</c> before it falls back to the default.
    /// </summary>
    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    public IReadOnlyList<ApplicationCommandOption>? Options { get; init; }

    /// <summary>
    /// A decimal bit set; "0" means administrators only, null everybody. The guild's administrators can overrule it, so the
    /// bot must check again itself.
    /// </summary>
    public string? DefaultMemberPermissions { get; init; }

    /// <summary>Where a global command shows; left out of guild commands.</summary>
    public IReadOnlyList<InteractionContext>? Contexts { get; init; }

    /// <summary>0 installed to a guild, 1 to a user; global commands only, left out of guild commands.</summary>
    public IReadOnlyList<int>? IntegrationTypes { get; init; }

    /// <summary>1: a slash command, the only kind we have.</summary>
    public int Type { get; } = 1;

    /// <summary>
    /// A hash of the definitions as they would be sent, to tell whether registering again is needed: registering counts
    /// against a daily limit.
    /// </summary>
    public static string Fingerprint(IReadOnlyList<ApplicationCommand> commands) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                JsonSerializer.SerializeToUtf8Bytes(commands, DiscordJson.Default.IReadOnlyListApplicationCommand)
            )
        );
}

/// <summary>One option of a command, or a sub-command, or a group of them.</summary>
public sealed record ApplicationCommandOption
{
    public required ApplicationCommandOptionType Type { get; init; }

    /// <summary>1 to 32 characters, lower case.</summary>
    public required string Name { get; init; }

    /// <summary>1 to 100 characters.</summary>
    public required string Description { get; init; }

    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public IReadOnlyDictionary<string, string>? DescriptionLocalizations { get; init; }

    /// <summary>Required ones come before optional ones.</summary>
    public bool? Required { get; init; }

    /// <summary>Up to 25; not together with <see cref="Autocomplete"/>.</summary>
    public IReadOnlyList<CommandChoice>? Choices { get; init; }

    public IReadOnlyList<ApplicationCommandOption>? Options { get; init; }

    public IReadOnlyList<int>? ChannelTypes { get; init; }

    public double? MinValue { get; init; }

    public double? MaxValue { get; init; }

    public int? MinLength { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>Strings, integers and numbers only.</summary>
    public bool? Autocomplete { get; init; }
}

/// <summary>A choice of an option, or a suggestion of an autocomplete. Its value has the option's type.</summary>
public sealed record CommandChoice
{
    public CommandChoice(string name, string value)
        : this(name, JsonSerializer.SerializeToElement(value, DiscordJson.Default.String)) { }

    public CommandChoice(string name, long value)
        : this(name, JsonSerializer.SerializeToElement(value, DiscordJson.Default.Int64)) { }

    [System.Text.Json.Serialization.JsonConstructor]
    internal CommandChoice(string name, JsonElement value) => (Name, Value) = (name, value);

    /// <summary>Up to 100 characters.</summary>
    public string Name { get; }

    public IReadOnlyDictionary<string, string>? NameLocalizations { get; init; }

    public JsonElement Value { get; }
}

/// <summary>A command as Discord knows it.</summary>
public sealed record RegisteredCommand(string Id, string Name, string? Version = null);
