using Alexandria.OrganizerBot.Conversation;

namespace Alexandria.OrganizerBot.Features.Help;

/// <summary>What one can type here, made from the catalogue: help cannot say what does not exist.</summary>
internal sealed class ShowHelp(Func<IReadOnlyList<CommandSpec>> commands)
{
    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var voice = request.Voice;
        var lines = commands()
            .Where(command => command.Access <= request.Access)
            .Select(command =>
                voice.Text(
                    "help.line",
                    ("example", command.Examples[0]),
                    ("description", voice.Text($"{command.WordsKey}.description"))
                )
            )
            .ToList();
        return Task.FromResult<Reply>(
            new Reply.Private(
                new Card
                {
                    Parts =
                    [
                        new CardPart.Heading(voice.Text("help.heading")),
                        new CardPart.Paragraph(voice.Text("help.intro")),
                        new CardPart.Bullets(lines),
                        new CardPart.Small(voice.Text("help.privacy")),
                    ],
                }
            )
        );
    }
}
