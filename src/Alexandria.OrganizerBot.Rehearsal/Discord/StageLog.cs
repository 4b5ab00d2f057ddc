using Alexandria.OrganizerBot.Rehearsal.Discord.World;

namespace Alexandria.OrganizerBot.Rehearsal.Discord;

/// <summary>Writes what crosses the wire into the transcript, from the stage's side of it.</summary>
internal sealed class StageLog(ITranscript transcript, IStageTime time)
{
    private const string In = "in";
    private const string Out = "out";

    public void Person(string kind, Person person, Place place, string text, string id) =>
        Add(In, kind, person, place, text, [], id);

    /// <summary>The bot changed or showed something; who sees it follows from the message.</summary>
    public void Message(string kind, Message message) =>
        Add(
            Out,
            kind,
            message.EphemeralFor ?? message.Place.Recipient,
            message.Place,
            VisibleText.Of(message),
            [.. message.Files.Select(file => new TranscriptAttachment(file.Name, file.Content.Length))],
            message.Id
        );

    /// <summary>An answer that is no message: a deferral, choices, a form.</summary>
    public void Answer(string kind, Interaction interaction, string text) =>
        Add(Out, kind, interaction.Person, interaction.Place, text, [], interaction.Id);

    /// <summary>The bot made or changed something that stands in a place, such as a thread.</summary>
    public void Place(string kind, Place place, string text) => Add(Out, kind, null, place, text, [], place.Id);

    /// <summary>The bot made or changed something of a whole server, such as a scheduled event.</summary>
    public void Server(string kind, Server server, string text) => Add(Out, kind, null, null, text, [], server.Id);

    public void Refused(string text) => Add(Out, "refused", null, null, text, [], null);

    public void Connection(string kind, string text) => Add(In, kind, null, null, text, [], null);

    private void Add(
        string direction,
        string kind,
        Person? who,
        Place? where,
        string text,
        IReadOnlyList<TranscriptAttachment> attachments,
        string? id
    ) =>
        transcript.Add(
            new TranscriptEntry(
                time.Now,
                "discord",
                direction,
                kind,
                who?.Name,
                who?.Id,
                where?.Where,
                text,
                attachments,
                id
            )
        );
}
