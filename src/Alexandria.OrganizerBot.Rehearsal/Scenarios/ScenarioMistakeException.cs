namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>A scenario (or its calendar) says something that cannot be played. The message begins with file and line.</summary>
public sealed class ScenarioMistakeException(string file, int line, string mistake)
    : Exception($"{Path.GetFileName(file)}:{line}: {mistake}")
{
    /// <summary>The line of the mistake, from 1.</summary>
    public int Line { get; } = line;
}
