namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>What one rehearsal plays, and where.</summary>
/// <param name="ScenarioFile">The scenario (docs/scenarios.md).</param>
/// <param name="CalendarFile">A calendar to use instead of the scenario's own.</param>
/// <param name="TranscriptFile">Where the transcript goes; in the run's folder when null. Charts and CSV go beside it.</param>
/// <param name="DataDirectory">
/// The run's folder: the bot's data, keys and log go into it. It must not hold the data of an earlier run.
/// </param>
/// <param name="Bot">How the bot is started.</param>
/// <param name="BotSettings">
/// Further settings of the bot as environment variables, <c>Campaigns__Directory</c> above all.
/// </param>
/// <param name="OpenNetworks">Opens the chat networks; the stage disposes of them. Null: those that the cast is on.</param>
public sealed record RehearsalRequest(
    string ScenarioFile,
    string? CalendarFile,
    string? TranscriptFile,
    string DataDirectory,
    BotCommand Bot,
    IReadOnlyDictionary<string, string> BotSettings,
    Func<StageCast, IStageTime, ITranscript, CancellationToken, Task<IReadOnlyList<IStageNetwork>>>? OpenNetworks = null
);
