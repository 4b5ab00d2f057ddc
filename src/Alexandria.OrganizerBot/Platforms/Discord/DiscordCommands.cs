using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Platforms.Discord;

/// <summary>Makes Discord's command list from the catalogue, in every language that Discord has a key for.</summary>
internal static class DiscordCommands
{
    /// <summary>
    /// The languages that Discord has a key for. Each takes the catalogue of its language, where there is one: the default is
    /// given under its own keys too, since Discord falls back from one English or Spanish to the other before it takes it.
    /// </summary>
    /// <remarks>https://docs.discord.com/developers/reference#locales</remarks>
    private static readonly string[] DiscordLocales =
    [
        .. "id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th zh-CN ja zh-TW ko".Split(
            ' '
        ),
    ];

    public static IReadOnlyList<ApplicationCommand> From(IReadOnlyList<CommandSpec> specs, Catalogue words) =>
        [
            .. specs
                .GroupBy(spec => spec.Name.Split(' ')[0], StringComparer.Ordinal)
                .Select(group =>
                {
                    var only = group.First();
                    var nests = only.Name.Contains(' ', StringComparison.Ordinal);
                    var key = $"command.{group.Key}";
                    return new ApplicationCommand
                    {
                        Name = words.Text(Catalogue.Fallback, $"{key}.name"),
                        NameLocalizations = InEach(words, $"{key}.name"),
                        Description = words.Text(Catalogue.Fallback, $"{key}.description"),
                        DescriptionLocalizations = InEach(words, $"{key}.description"),
                        Options = nests ? [.. group.Select(spec => SubCommand(spec, words))] : Options(only, words),
                        Contexts = only.InPrivate
                            ? [InteractionContext.Guild, InteractionContext.BotDirectMessage]
                            : [InteractionContext.Guild],
                        IntegrationTypes = [0],
                    };
                }),
        ];

    private static ApplicationCommandOption SubCommand(CommandSpec spec, Catalogue words) =>
        new()
        {
            Type = ApplicationCommandOptionType.SubCommand,
            Name = words.Text(Catalogue.Fallback, $"{spec.WordsKey}.name"),
            NameLocalizations = InEach(words, $"{spec.WordsKey}.name"),
            Description = words.Text(Catalogue.Fallback, $"{spec.WordsKey}.description"),
            DescriptionLocalizations = InEach(words, $"{spec.WordsKey}.description"),
            Options = Options(spec, words),
        };

    private static IReadOnlyList<ApplicationCommandOption>? Options(CommandSpec spec, Catalogue words) =>
        spec.Options.Count == 0
            ? null
            :
            [
                .. spec.Options.Select(option => new ApplicationCommandOption
                {
                    Type = option.IsPerson ? ApplicationCommandOptionType.User : ApplicationCommandOptionType.String,
                    Name = option.Name,
                    NameLocalizations = InEach(words, $"option.{option.Name}.name"),
                    Description = words.Text(Catalogue.Fallback, $"option.{option.Name}.description"),
                    DescriptionLocalizations = InEach(words, $"option.{option.Name}.description"),
                    Required = option.Required ? true : null,
                    Choices = option.Choices is null
                        ? null
                        : [.. option.Choices.Select(choice => Choice(option.Name, choice, words))],
                    Autocomplete = option.Complete is null ? null : true,
                    MaxLength = option is { Choices: null, IsPerson: false } ? option.MaxLength : null,
                }),
            ];

    private static CommandChoice Choice(string option, string value, Catalogue words)
    {
        var name = ChoiceWords.Text(words, Catalogue.Fallback, option, value);
        return new CommandChoice(name, value)
        {
            // A language is called by its own name, whoever reads it.
            NameLocalizations = ChoiceWords.KeyOf(option, value) is { } key ? InEach(words, key) : null,
        };
    }

    private static Dictionary<string, string> InEach(Catalogue words, string key) =>
        DiscordLocales
            .Select(locale => (locale, language: words.MatchLanguage(locale)))
            .Where(entry => entry.language is not null)
            .ToDictionary(entry => entry.locale, entry => words.Text(entry.language!, key), StringComparer.Ordinal);
}
