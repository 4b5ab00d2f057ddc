using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Features.Privacy;

namespace Alexandria.OrganizerBot.Features.Help;

/// <summary>What one can type here, made from the catalogue: help cannot say what does not exist.</summary>
internal sealed class ShowHelp(Func<IReadOnlyList<CommandSpec>> commands)
{
    public Task<Reply> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        var voice = request.Voice;
        return Task.FromResult<Reply>(
            new Reply.Private(
                new Card
                {
                    Parts =
                    [
                        new CardPart.Paragraph(voice.Text("help.intro", ("campaign", voice.CampaignTitle))),
                        .. Section(request, Access.Everyone, "help.members"),
                        .. Section(request, Access.Coordinator, "help.coordinators"),
                        .. Section(request, Access.Organizer, "help.organizers"),
                        new CardPart.Small(voice.Text("help.privacy")),
                        new CardPart.Small(voice.Text("help.rights")),
                        WhatIsKnown.PageOf(request),
                    ],
                }
            )
        );
    }

    private IEnumerable<CardPart> Section(Request request, Access access, string heading)
    {
        if (request.Access < access)
            yield break;
        yield return new CardPart.Heading(request.Voice.Text(heading));
        var here = commands().Where(command => command.Access == access);
        // Whoever organizes knows what members can do; with every description it would be more than Discord takes.
        if (access == Access.Everyone && request.Access > access)
            yield return new CardPart.Paragraph(string.Join(", ", here.Select(Typed)));
        else
            yield return new CardPart.Bullets([.. here.Select(Line)]);

        string Typed(CommandSpec command) =>
            request.Voice.Catalogue.CommandAsTyped(request.Voice.Language, command.Name.Replace(' ', '.'));

        string Line(CommandSpec command) =>
            request.Voice.Text(
                "help.command",
                ("command", Typed(command)),
                ("description", request.Voice.Text($"{command.WordsKey}.description"))
            );
    }
}
