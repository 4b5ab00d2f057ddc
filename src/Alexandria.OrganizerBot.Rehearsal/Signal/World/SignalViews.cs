using System.Text.RegularExpressions;

namespace Alexandria.OrganizerBot.Rehearsal.Signal.World;

/// <summary>Messages as people see them.</summary>
internal sealed partial class SignalViews(SignalWorld world)
{
    /// <summary>
    /// The message as it stands now. A line <c>2 I will attend</c> in a message of the bot is something to choose, and
    /// counts as a button with that label.
    /// </summary>
    public StageMessage Seen(SignalMessage message) =>
        new(
            world.IdOf(message),
            message.Chat.Where,
            message.Author?.Name ?? "bot",
            TextOf(message),
            message.Author is null && message.Poll is null ? Choices(message.Text) : [],
            message.Attachments,
            message.At,
            message.EditedAt
        )
        {
            Selects = message.Poll is { } poll
                ? [new StageSelect(poll.Question, "poll", poll.Options, !poll.IsClosed)]
                : [],
        };

    /// <summary>The numbered choices of a text, in reading order.</summary>
    public static IReadOnlyList<StageButton> Choices(string text) =>
        [
            .. ChoiceLine()
                .Matches(text)
                .Select(match => new StageButton(
                    match.Groups["label"].Value.Trim(),
                    match.Groups["number"].Value,
                    Enabled: true
                )),
        ];

    /// <summary>All visible text; where it names somebody, clients show the name.</summary>
    public string TextOf(SignalMessage message)
    {
        const char placeholder = '\uFFFC';
        var text = message.Poll is { } poll
            ? string.Join('\n', poll.Options.Select(option => $"○ {option}").Prepend(poll.Question))
            : message.Text;
        var names = message.MentionsBot ? [world.BotName] : message.Mentions.Select(person => person.Name).ToList();
        foreach (var name in names)
        {
            var at = text.IndexOf(placeholder, StringComparison.Ordinal);
            text = at < 0 ? text : $"{text[..at]}@{name}{text[(at + 1)..]}";
        }
        return text;
    }

    [GeneratedRegex(
        @"^(?<number>\d{1,2}) (?<label>\S[^\n]*)$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ChoiceLine();
}
