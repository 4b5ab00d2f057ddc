using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Discord;
using Alexandria.OrganizerBot.Platforms.Discord;
using Alexandria.OrganizerBot.Tests.Conversation;

namespace Alexandria.OrganizerBot.Tests.Platforms.Discord;

/// <summary>The whole command list against Discord's documented rules; one fault refuses all of them.</summary>
/// <remarks>https://docs.discord.com/developers/interactions/application-commands#application-command-object</remarks>
public sealed partial class DiscordCommandsTests : IAsyncDisposable
{
    private readonly Desk _desk = new();
    private readonly IReadOnlyList<ApplicationCommand> _commands;

    public DiscordCommandsTests() => _commands = DiscordCommands.From(_desk.Catalog.Commands, _desk.Words);

    [Fact]
    public void Every_command_of_the_catalogue_is_there_once_by_the_name_that_it_is_called_by() =>
        Assert.Equal(
            _desk.Catalog.Commands.Select(command => command.Name).Order(StringComparer.Ordinal),
            _commands
                .SelectMany(command =>
                    command.Options is [{ Type: ApplicationCommandOptionType.SubCommand }, ..]
                        ? command.Options.Select(sub => $"{command.Name} {sub.Name}")
                        : [command.Name]
                )
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_name_in_every_language_is_one_that_Discord_takes() =>
        Assert.All(
            Names(),
            name =>
            {
                Assert.Matches(DiscordName(), name);
                Assert.Equal(name.ToLowerInvariant(), name);
            }
        );

    [Fact]
    public void Every_description_in_every_language_has_one_to_a_hundred_characters() =>
        Assert.All(Descriptions(), description => Assert.InRange(description.Length, 1, 100));

    [Fact]
    public void Names_are_unique_among_their_neighbours_in_every_language()
    {
        foreach (var language in new[] { "en-US", "es-ES" })
        {
            Unique(_commands.Select(command => command.NameLocalizations![language]));
            foreach (var command in _commands)
            {
                Unique((command.Options ?? []).Select(option => option.NameLocalizations![language]));
                foreach (var sub in command.Options ?? [])
                    Unique((sub.Options ?? []).Select(option => option.NameLocalizations![language]));
            }
        }

        static void Unique(IEnumerable<string> names) => Assert.Distinct(names);
    }

    [Fact]
    public void Options_are_few_choices_too_and_what_is_required_comes_first()
    {
        var lists = _commands
            .Select(command => command.Options ?? [])
            .Concat(_commands.SelectMany(command => command.Options ?? []).Select(sub => sub.Options ?? []))
            .ToList();

        Assert.InRange(_commands.Count, 1, 100);
        Assert.All(lists, options => Assert.InRange(options.Count, 0, 25));
        Assert.All(
            lists,
            options => Assert.Equal(options.OrderByDescending(option => option.Required == true), options)
        );
        Assert.All(
            lists.SelectMany(options => options),
            option =>
            {
                Assert.InRange(option.Choices?.Count ?? 0, 0, 25);
                Assert.All(option.Choices ?? [], choice => Assert.InRange(choice.Name.Length, 1, 100));
                Assert.False(option.Choices is not null && option.Autocomplete == true, option.Name);
            }
        );
    }

    [Fact]
    public void Both_Englishes_and_both_Spanishes_have_words_of_their_own_language()
    {
        var tally = _commands.Single(command => command.Name == "tally");

        Assert.Equal(
            ["en-GB", "en-US", "es-419", "es-ES"],
            tally.DescriptionLocalizations!.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Equal(_desk.Words.Text("es", "command.tally.description"), tally.DescriptionLocalizations["es-419"]);
        Assert.Equal(_desk.Words.Text("en", "command.tally.description"), tally.DescriptionLocalizations["en-GB"]);
    }

    [Fact]
    public void A_language_is_called_by_its_own_name()
    {
        var language = _commands.Single(command => command.Name == "language").Options!.Single();

        Assert.Equal(["English", "Español"], language.Choices!.Select(choice => choice.Name));
        Assert.Equal(["en", "es"], language.Choices!.Select(choice => choice.Value.GetString()));
    }

    [Fact]
    public void Only_what_works_in_private_is_offered_there() =>
        Assert.All(
            _commands,
            command =>
                Assert.Equal(
                    _desk.Catalog.Commands.Any(spec => spec.Name.Split(' ')[0] == command.Name && spec.InPrivate),
                    command.Contexts!.Contains(InteractionContext.BotDirectMessage)
                )
        );

    [Fact]
    public void The_same_list_has_the_same_fingerprint() =>
        Assert.Equal(
            ApplicationCommand.Fingerprint(_commands),
            ApplicationCommand.Fingerprint(DiscordCommands.From(_desk.Catalog.Commands, _desk.Words))
        );

    [Fact]
    public void Every_example_is_one_of_its_own_command_with_options_that_exist() =>
        Assert.All(
            _desk.Catalog.Commands,
            command =>
            {
                Assert.NotEmpty(command.Examples);
                Assert.All(
                    command.Examples,
                    example =>
                    {
                        Assert.StartsWith($"/{command.Name}", example, StringComparison.Ordinal);
                        var typed = OptionName().Matches(example).Select(match => match.Groups["name"].Value);
                        Assert.Subset(command.Options.Select(option => option.Name).ToHashSet(), typed.ToHashSet());
                    }
                );
            }
        );

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private IEnumerable<ApplicationCommandOption> AllOptions() =>
        _commands
            .SelectMany(command => command.Options ?? [])
            .SelectMany(option => (option.Options ?? []).Prepend(option));

    private IEnumerable<string> Names() =>
        _commands
            .SelectMany(command => command.NameLocalizations!.Values.Prepend(command.Name))
            .Concat(AllOptions().SelectMany(option => option.NameLocalizations!.Values.Prepend(option.Name)));

    private IEnumerable<string> Descriptions() =>
        _commands
            .SelectMany(command => command.DescriptionLocalizations!.Values.Prepend(command.Description))
            .Concat(
                AllOptions().SelectMany(option => option.DescriptionLocalizations!.Values.Prepend(option.Description))
            );

    [GeneratedRegex(@" (?<name>[a-z]+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionName();

    [GeneratedRegex(@"^[-_'\p{L}\p{N}\p{IsDevanagari}\p{IsThai}]{1,32}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DiscordName();
}
