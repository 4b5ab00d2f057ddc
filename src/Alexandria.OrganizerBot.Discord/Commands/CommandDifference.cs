namespace Alexandria.OrganizerBot.Discord;

/// <summary>How the registered commands differ from those wanted, by name.</summary>
/// <param name="Missing">Wanted, and not registered.</param>
/// <param name="Changed">Registered with another definition.</param>
/// <param name="Surplus">Registered, and not wanted.</param>
public sealed record CommandDifference(
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Surplus
)
{
    /// <summary>Whether there is no difference.</summary>
    public bool IsNone => Missing.Count + Changed.Count + Surplus.Count == 0;

    /// <summary>
    /// Compares what was sent with what Discord gives back: the order of commands and of languages does not count, nor does
    /// whether something empty is left out.
    /// </summary>
    public static CommandDifference Between(
        IReadOnlyList<ApplicationCommand> wanted,
        IReadOnlyList<ApplicationCommand> registered
    )
    {
        var there = registered.ToLookup(command => command.Name, StringComparer.Ordinal);
        var names = wanted.Select(command => command.Name).ToHashSet(StringComparer.Ordinal);
        return new CommandDifference(
            [.. names.Where(name => !there.Contains(name)).Order(StringComparer.Ordinal)],
            [
                .. wanted
                    .Where(command =>
                        there.Contains(command.Name) && !there[command.Name].All(other => Same(command, other))
                    )
                    .Select(command => command.Name)
                    .Order(StringComparer.Ordinal),
            ],
            [.. there.Select(group => group.Key).Where(name => !names.Contains(name)).Order(StringComparer.Ordinal)]
        );
    }

    private static bool Same(ApplicationCommand one, ApplicationCommand other) =>
        ApplicationCommand.Fingerprint([Plain(one)]) == ApplicationCommand.Fingerprint([Plain(other)]);

    private static ApplicationCommand Plain(ApplicationCommand command) =>
        command with
        {
            NameLocalizations = Sorted(command.NameLocalizations),
            DescriptionLocalizations = Sorted(command.DescriptionLocalizations),
            Options = Plain(command.Options),
            Contexts = command.Contexts is { Count: > 0 } contexts ? [.. contexts.Order()] : null,
            IntegrationTypes = command.IntegrationTypes is { Count: > 0 } types ? [.. types.Order()] : null,
        };

    private static IReadOnlyList<ApplicationCommandOption>? Plain(IReadOnlyList<ApplicationCommandOption>? options) =>
        options is not { Count: > 0 }
            ? null
            :
            [
                .. options.Select(option =>
                    option with
                    {
                        NameLocalizations = Sorted(option.NameLocalizations),
                        DescriptionLocalizations = Sorted(option.DescriptionLocalizations),
                        Required = option.Required == true ? true : null,
                        Autocomplete = option.Autocomplete == true ? true : null,
                        Choices = option.Choices is not { Count: > 0 } choices
                            ? null
                            :
                            [
                                .. choices.Select(choice =>
                                    choice with
                                    {
                                        NameLocalizations = Sorted(choice.NameLocalizations),
                                    }
                                ),
                            ],
                        ChannelTypes = option.ChannelTypes is { Count: > 0 } types ? [.. types.Order()] : null,
                        Options = Plain(option.Options),
                    }
                ),
            ];

    private static SortedDictionary<string, string>? Sorted(IReadOnlyDictionary<string, string>? texts) =>
        texts is not { Count: > 0 }
            ? null
            : new SortedDictionary<string, string>(texts.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
}
