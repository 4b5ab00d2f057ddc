using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Conversation.Saying;

/// <summary>
/// Reads a command's options as people type them where nothing helps with typing: <c>title:Public hearing when:tuesday
/// 7pm</c>, with the options' names in English or the reader's language. A value reaches to the next option. What stands
/// before the first name is the value of the first option that must be given, so <c>tally A1</c> is enough.
/// </summary>
internal static class TypedOptions
{
    public static TypedOptionsReading Read(string rest, CommandSpec command, Catalogue words, string language)
    {
        var names = command
            .Options.SelectMany(option =>
                new[] { option.Name, words.Text(language, $"option.{option.Name}.name") }.Select(name =>
                    (Typed: PlainText.Fold(name), option.Name)
                )
            )
            .DistinctBy(name => name.Typed, StringComparer.Ordinal)
            .ToDictionary(name => name.Typed, name => name.Name, StringComparer.Ordinal);

        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        var current = command.Options.OrderByDescending(option => option.Required).FirstOrDefault()?.Name;
        var value = new List<string>();
        foreach (var word in rest.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && names.TryGetValue(PlainText.Fold(word[..colon]), out var name))
            {
                Keep(options, current, value);
                current = name;
                value = colon + 1 < word.Length ? [word[(colon + 1)..]] : [];
            }
            else
            {
                value.Add(word);
            }
        }
        Keep(options, current, value);
        foreach (var option in command.Options.Where(option => option.Choices is not null))
        {
            if (options.TryGetValue(option.Name, out var typed) && Choice(option, typed, words) is { } choice)
                options[option.Name] = choice;
        }
        return new TypedOptionsReading(
            options,
            command.Options.FirstOrDefault(option =>
                options.TryGetValue(option.Name, out var typed) && typed.Length > option.MaxLength
            )
        );
    }

    private static void Keep(Dictionary<string, string> options, string? name, List<string> value)
    {
        if (name is null || value.Count == 0)
            return;
        options[name] = string.Join(' ', value).Trim('"', '“', '”', '«', '»');
    }

    /// <summary>The choice that a text names, by its value or its words in any language; null: none.</summary>
    private static string? Choice(OptionSpec option, string typed, Catalogue words)
    {
        var folded = PlainText.Fold(typed);
        return option.Choices!.FirstOrDefault(choice =>
            PlainText.Fold(choice) == folded
            || words.Languages.Any(language =>
                PlainText.Fold(ChoiceWords.Text(words, language, option.Name, choice)) == folded
            )
        );
    }
}

/// <summary>What was typed behind a command.</summary>
/// <param name="Options">The options by their names in the catalogue.</param>
/// <param name="TooLong">One whose text is too long; null: none is.</param>
internal sealed record TypedOptionsReading(IReadOnlyDictionary<string, string> Options, OptionSpec? TooLong);
