using Alexandria.OrganizerBot.Rehearsal.Clock;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using NodaTime;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Rehearsal;

/// <summary>Plays scenarios: the way into the stage.</summary>
public static class Rehearsals
{
    /// <summary>Exit code when every expectation held.</summary>
    public const int Held = 0;

    /// <summary>Exit code when an expectation did not hold, or the bot ended or hung.</summary>
    public const int Failed = 1;

    /// <summary>Exit code when the scenario, its calendar or its folder cannot be played.</summary>
    public const int Mistaken = 2;

    private static readonly string[] OwnFolders = ["data", "keys"];

    /// <summary>The scenario that is played when none is named; it comes with the program.</summary>
    public static string DefaultScenarioFile =>
        Path.Combine(AppContext.BaseDirectory, "Scenarios", "council-meeting.yaml");

    /// <summary>
    /// Plays one scenario with the bot as a child process, tells it on <paramref name="console"/>, and writes the
    /// transcript as it goes.
    /// </summary>
    /// <returns><see cref="Held"/>, <see cref="Failed"/> or <see cref="Mistaken"/>, for the exit code.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the bot has been ended.</exception>
    public static async Task<int> PlayAsync(
        RehearsalRequest request,
        IAnsiConsole console,
        CancellationToken cancellationToken
    )
    {
        try
        {
            RefuseUsedFolder(request.DataDirectory);
            var scenario = ScenarioReader.Read(request.ScenarioFile);
            var calendarFile = CalendarOf(request, scenario);
            var meeting = MeetingChooser.Choose(scenario, calendarFile);
            return await PlayAsync(request, scenario, calendarFile, meeting, console, cancellationToken);
        }
        catch (ScenarioMistakeException mistake)
        {
            // Before the stage stands there is no stage time; the narrator needs none for this.
            new Narrator(console, new NoTime()).Stopped(mistake.Message);
            return Mistaken;
        }
        catch (StageException contradiction)
        {
            new Narrator(console, new NoTime()).Stopped(
                $"{Path.GetFileName(request.ScenarioFile)}:1: {contradiction.Message}"
            );
            return Mistaken;
        }
    }

    private static async Task<int> PlayAsync(
        RehearsalRequest request,
        Scenario scenario,
        string? calendarFile,
        StageMeeting? meeting,
        IAnsiConsole console,
        CancellationToken cancellationToken
    )
    {
        var variables = new Variables(scenario.File);
        if (meeting is not null)
        {
            variables.SetMeeting(meeting);
        }

        foreach (var (index, name) in scenario.Crowd.Index())
        {
            variables.Set($"crowd.{index + 1}", name);
        }

        var judge = new Judge(scenario, variables, meeting);
        await using var clock = new StageClock(judge.InstantOf(scenario.Start), scenario.Zone);
        await using var stage = await Stage.SetUpAsync(request, scenario, calendarFile, clock, cancellationToken);
        var narrator = new Narrator(console, clock);
        var player = new ScenarioPlayer(scenario, stage, variables, judge, narrator);
        narrator.Begin(scenario, meeting);
        try
        {
            await stage.StartBotAsync(cancellationToken);
            var held = await player.PlayAsync(cancellationToken);
            narrator.End(player.Held, player.Failed, stage.Transcript, player.Files);
            return held ? Held : Failed;
        }
        catch (Exception error) when (error is StageClockException or BotFailedException)
        {
            narrator.Stopped($"{Path.GetFileName(scenario.File)}:{Math.Max(player.Line, 1)}: {error.Message}");
            narrator.End(player.Held, player.Failed + 1, stage.Transcript, player.Files);
            return Failed;
        }
    }

    /// <summary>A rehearsal never plays on the data of anything else, least of all on a live bot's.</summary>
    private static void RefuseUsedFolder(string directory)
    {
        var used = OwnFolders
            .Select(name => Path.Combine(directory, name))
            .FirstOrDefault(path => Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any());
        if (used is not null)
        {
            throw new ScenarioMistakeException(
                used,
                1,
                $"{used} holds data already; a rehearsal starts in a new folder."
            );
        }
    }

    private static string? CalendarOf(RehearsalRequest request, Scenario scenario)
    {
        if (request.CalendarFile is not { } given)
        {
            return scenario.CalendarFile;
        }

        return File.Exists(given)
            ? Path.GetFullPath(given)
            : throw new ScenarioMistakeException(given, 1, $"there is no such calendar file: {given}");
    }

    private sealed class NoTime : IStageTime
    {
        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;
    }
}
