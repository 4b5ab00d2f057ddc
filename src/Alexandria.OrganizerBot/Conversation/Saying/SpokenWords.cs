using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Words;

namespace Alexandria.OrganizerBot.Conversation.Saying;

/// <summary>
/// The words by which people answer and command where there are no buttons, in every language of the catalogues: keys
/// <c>say.…</c>, with <c>;</c> between words that mean the same, and the names of the commands.
/// </summary>
internal sealed class SpokenWords
{
    private readonly Dictionary<string, Spoken<string>> _meanings = new(StringComparer.Ordinal);
    private readonly List<(string Typed, Spoken<CommandSpec> Command)> _commands = [];

    public SpokenWords(Catalogue words, IReadOnlyList<CommandSpec> commands)
    {
        foreach (var language in words.Languages)
        {
            foreach (var meaning in Meanings)
            foreach (var word in words.Text(language, $"say.{meaning}").Split(';'))
                Add(PlainText.Fold(word), meaning, language);
            foreach (var command in commands)
                _commands.Add(
                    (
                        PlainText.Fold(words.CommandAsTyped(language, command.Name.Replace(' ', '.'))[1..]),
                        new Spoken<CommandSpec>(command, language)
                    )
                );
        }
        // The longer name first: "action create" before "action".
        _commands.Sort((one, other) => other.Typed.Length.CompareTo(one.Typed.Length));
    }

    /// <summary>A word that means the same in several languages tells nothing of the language.</summary>
    private void Add(string word, string meaning, string language)
    {
        if (!_meanings.TryGetValue(word, out var known))
            _meanings[word] = new Spoken<string>(meaning, language);
        else if (known.Meant == meaning && known.Language != language)
            _meanings[word] = known with { Language = null };
    }

    public const string Yes = "yes";
    public const string Stop = "stop";
    public const string Undo = "undo";
    public const string Confirm = "confirm";
    public const string Came = "came";
    public const string Missed = "missed";

    public const string Pause = "pause";
    public const string Mine = "mine";

    /// <summary>What a member asks who wants everything about them gone.</summary>
    public const string ForgetMe = "forget-me";

    /// <summary>What a member asks who wants to know what the bot holds.</summary>
    public const string WhatDoYouKnow = "what-do-you-know";

    /// <summary>Everything that a word can mean, beside the commands.</summary>
    public static IReadOnlyList<string> Meanings { get; } =
    [
        Yes,
        Stop,
        Undo,
        Pause,
        Mine,
        WhatDoYouKnow,
        ForgetMe,
        Confirm,
        Came,
        Missed,
        .. Enum.GetValues<PledgeAnswer>().Where(answer => answer != PledgeAnswer.Withdrawn).Select(AnswerWords.Name),
    ];

    /// <summary>What a whole message means: one of <see cref="Meanings"/>; null: nothing.</summary>
    public Spoken<string>? Meaning(string text) => _meanings.GetValueOrDefault(PlainText.Fold(text));

    /// <summary>
    /// The command that a text begins with, by its name in any language, and where its options begin; null: none. The text
    /// may begin with <c>!</c> or <c>/</c>.
    /// </summary>
    public (Spoken<CommandSpec> Command, string Options)? Command(string text)
    {
        var line = text.TrimStart().TrimStart('!', '/', '¡').TrimStart();
        foreach (var (typed, command) in _commands)
        {
            if (After(line, typed) is { } rest)
                return (command, rest);
        }
        return null;
    }

    /// <summary>What follows the name, where the line begins with it as whole words; null: it does not.</summary>
    private static string? After(string line, string name)
    {
        var wordsOfName = name.Split(' ').Length;
        var at = 0;
        for (var word = 0; word < wordsOfName; word++)
        {
            while (at < line.Length && char.IsWhiteSpace(line[at]))
                at++;
            while (at < line.Length && !char.IsWhiteSpace(line[at]))
                at++;
        }
        return string.Equals(PlainText.Fold(line[..at]), name, StringComparison.Ordinal) ? line[at..].Trim() : null;
    }
}

/// <summary>What was said, and in which language; null: in more than one.</summary>
internal sealed record Spoken<T>(T Meant, string? Language);
