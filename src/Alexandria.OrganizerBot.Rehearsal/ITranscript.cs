namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>Where networks report everything that crosses the wire, in order.</summary>
public interface ITranscript
{
    /// <summary>Adds one entry. Safe for concurrent use.</summary>
    void Add(TranscriptEntry entry);
}

/// <summary>One thing that crossed the wire: a line of the transcript, one JSON object each (camelCase names).</summary>
/// <param name="At">Stage time, with the offset of the scenario's zone.</param>
/// <param name="Network">For example <c>discord</c>.</param>
/// <param name="Direction"><c>in</c> or <c>out</c>, seen from the bot.</param>
/// <param name="Kind"><c>command</c>, <c>button</c>, <c>modal</c>, <c>autocomplete</c>, <c>message</c>, <c>edit</c>, <c>delete</c>, <c>dm</c>, <c>ephemeral</c>, <c>update</c>, <c>defer</c>, <c>refused</c>, <c>connect</c>, <c>disconnect</c>, <c>reaction</c>, <c>poll</c>.</param>
/// <param name="Who">The person it came from or is seen by alone; null where a channel sees it.</param>
/// <param name="WhoId">The person's id on the network.</param>
/// <param name="Where"><c>#channel</c> or <c>dm:Person</c>.</param>
/// <param name="Text">All visible text; for a command, the line as typed.</param>
/// <param name="Attachments">Names and sizes in bytes.</param>
/// <param name="Id">The network's id of the message or interaction.</param>
public sealed record TranscriptEntry(
    DateTimeOffset At,
    string Network,
    string Direction,
    string Kind,
    string? Who,
    string? WhoId,
    string? Where,
    string Text,
    IReadOnlyList<TranscriptAttachment> Attachments,
    string? Id
);

/// <summary>A file in a transcript: its name and its size.</summary>
public sealed record TranscriptAttachment(string Name, int Bytes);
