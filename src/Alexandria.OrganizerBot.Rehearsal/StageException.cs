namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>
/// Something that a person cannot do on the stage, said in one plain sentence: no such command, a button that is
/// disabled, a required option left out. It is the scenario's mistake or the bot's, never a fault of the network.
/// </summary>
public sealed class StageException(string sentence) : Exception(sentence);
