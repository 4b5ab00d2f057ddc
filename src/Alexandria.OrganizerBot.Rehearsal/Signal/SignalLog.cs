using Alexandria.OrganizerBot.Rehearsal.Signal.World;

namespace Alexandria.OrganizerBot.Rehearsal.Signal;

/// <summary>Writes what crosses the wire into the transcript, from the stage's side of it.</summary>
internal sealed class SignalLog(ITranscript transcript, SignalWorld world)
{
    private const string In = "in";
    private const string Out = "out";

    /// <summary>Something that a person did.</summary>
    public void Person(string kind, SignalPerson person, SignalChat? chat, string text, string? id = null) =>
        Add(In, kind, person, chat, text, [], id);

    /// <summary>The bot wrote something: <c>answer</c> to who waits for one, else <c>dm</c> or <c>message</c>.</summary>
    public void Message(SignalMessage message, string text)
    {
        var reader = (message.Chat as PrivateChat)?.Person;
        var kind =
            reader is null ? "message"
            : world.IsActing(reader) ? "answer"
            : "dm";
        Changed(message.Poll is null ? kind : "poll", message, text);
    }

    /// <summary>The bot changed something that stands in a chat.</summary>
    public void Changed(string kind, SignalMessage message, string text) =>
        Add(
            Out,
            kind,
            (message.Chat as PrivateChat)?.Person,
            message.Chat,
            text,
            [.. message.Attachments.Select(file => new TranscriptAttachment(file.Name, file.Content.Length))],
            world.IdOf(message)
        );

    /// <summary>The bot changed a group, or something of its own.</summary>
    public void Bot(string kind, SignalChat? chat, string text) => Add(Out, kind, null, chat, text, [], null);

    public void Refused(string text) => Add(Out, "refused", null, null, text, [], null);

    public void Connection(string kind, string text) => Add(In, kind, null, null, text, [], null);

    private void Add(
        string direction,
        string kind,
        SignalPerson? who,
        SignalChat? where,
        string text,
        IReadOnlyList<TranscriptAttachment> attachments,
        string? id
    ) =>
        transcript.Add(
            new TranscriptEntry(
                world.Now,
                SignalStage.NetworkName,
                direction,
                kind,
                who?.Name,
                who?.Aci,
                where?.Where,
                text,
                attachments,
                id
            )
        );
}
