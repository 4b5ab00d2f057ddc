using NodaTime;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>A scenario, read and checked. docs/scenarios.md explains every part for its authors.</summary>
internal sealed record Scenario
{
    public required string File { get; init; }
    public required string Name { get; init; }
    public required string Description { get; init; }
    public required DateTimeZone Zone { get; init; }
    public required IReadOnlyList<string> Campaigns { get; init; }
    public required StageCast Cast { get; init; }

    /// <summary>Full path of the scenario's own calendar file.</summary>
    public required string? CalendarFile { get; init; }
    public required MeetingRule? Meeting { get; init; }
    public required Moment Start { get; init; }

    /// <summary>Whether the play goes on after an expectation that did not hold.</summary>
    public required bool GoesOnAfterFailure { get; init; }

    /// <summary>Names of crowd members, in order, as <c>{crowd.1}</c> counts them.</summary>
    public required IReadOnlyList<string> Crowd { get; init; }
    public required IReadOnlyList<ScenarioStep> Steps { get; init; }
}

/// <summary>How the meeting is chosen from the calendar.</summary>
internal abstract record MeetingRule(int Line)
{
    public sealed record StraddlesClockChange(int Line) : MeetingRule(Line);

    public sealed record ById(int Line, string Id) : MeetingRule(Line);

    public sealed record ByBody(int Line, string Body, LocalDate? Date) : MeetingRule(Line);
}

/// <summary>A moment as scenarios state it: absolute in the scenario's zone, or relative to the chosen meeting.</summary>
internal abstract record Moment(int Line)
{
    /// <summary>A local date and time.</summary>
    public sealed record At(int Line, LocalDateTime Local) : Moment(Line);

    /// <summary>A span before the meeting: calendar days keep the wall time unless <paramref name="Time"/> replaces it.</summary>
    public sealed record BeforeMeeting(int Line, Span Span, LocalTime? Time) : Moment(Line);
}

/// <summary>One step. Closed: a new kind of step is a record here, a case in the reader and one in the player.</summary>
/// <param name="Line">Where it begins in the file.</param>
/// <param name="Say">A line for the narration, before the step.</param>
internal abstract record ScenarioStep(int Line, ScenarioText? Say)
{
    public sealed record JustSay(int Line, ScenarioText? Say) : ScenarioStep(Line, Say);

    public sealed record Command(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        ScenarioText Text,
        IReadOnlyDictionary<string, ScenarioText>? Options,
        ReplyExpectation? Expect,
        IReadOnlyDictionary<string, ScenarioText> Captures
    ) : ScenarioStep(Line, Say);

    public sealed record Autocomplete(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        string CommandName,
        string Option,
        ScenarioText Typed,
        ChoiceExpectation? Expect,
        Choose? Choose
    ) : ScenarioStep(Line, Say);

    public sealed record Press(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        IReadOnlyList<ScenarioText> Buttons,
        MessageFinder On,
        ReplyExpectation? Expect,
        IReadOnlyDictionary<string, ScenarioText> Captures
    ) : ScenarioStep(Line, Say);

    /// <summary>Picks from a menu of a message.</summary>
    /// <param name="Select">The menu's placeholder or id, in any of several languages; none: the only one.</param>
    public sealed record Pick(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        IReadOnlyList<ScenarioText> Select,
        IReadOnlyList<ScenarioText> Values,
        MessageFinder On,
        ReplyExpectation? Expect,
        IReadOnlyDictionary<string, ScenarioText> Captures
    ) : ScenarioStep(Line, Say);

    /// <summary>Fills in and sends the form that the last answer to each person opened.</summary>
    public sealed record Submit(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        IReadOnlyDictionary<string, ScenarioText> Fields,
        ReplyExpectation? Expect,
        IReadOnlyDictionary<string, ScenarioText> Captures
    ) : ScenarioStep(Line, Say);

    /// <summary>Types free text.</summary>
    public sealed record Type(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        ScenarioText Text,
        ReplyExpectation? Expect,
        IReadOnlyDictionary<string, ScenarioText> Captures
    ) : ScenarioStep(Line, Say);

    /// <summary>Answers a message by quoting it.</summary>
    public sealed record Quote(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        ScenarioText Text,
        MessageFinder On,
        ReplyExpectation? Expect,
        IReadOnlyDictionary<string, ScenarioText> Captures
    ) : ScenarioStep(Line, Say);

    /// <summary>Sets a reaction to a message, or takes it back.</summary>
    public sealed record React(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        string Emoji,
        bool Remove,
        MessageFinder On,
        ReplyExpectation? Expect,
        IReadOnlyDictionary<string, ScenarioText> Captures
    ) : ScenarioStep(Line, Say);

    /// <summary>Votes in a poll.</summary>
    public sealed record Vote(
        int Line,
        ScenarioText? Say,
        Actors Actors,
        IReadOnlyList<ScenarioText> Options,
        MessageFinder On,
        ReplyExpectation? Expect,
        IReadOnlyDictionary<string, ScenarioText> Captures
    ) : ScenarioStep(Line, Say);

    /// <summary>Exactly one of the three is set; none means to the next due thing.</summary>
    public sealed record Advance(int Line, ScenarioText? Say, Span? By, Moment? To) : ScenarioStep(Line, Say);

    public sealed record Bot(int Line, ScenarioText? Say, BotDeed Deed) : ScenarioStep(Line, Say);

    public sealed record Fault(int Line, ScenarioText? Say, StageFault What, string? Network) : ScenarioStep(Line, Say);

    /// <summary>City hall publishes another file, or answers with an error from now on: exactly one of the two is set.</summary>
    public sealed record Calendar(int Line, ScenarioText? Say, string? File, int? Status) : ScenarioStep(Line, Say);

    public sealed record Expecting(int Line, ScenarioText? Say, IReadOnlyList<Expectation> All)
        : ScenarioStep(Line, Say);
}

/// <summary>What happens to the bot's process.</summary>
internal enum BotDeed
{
    Kill,
    Stop,
    Restart,
}

/// <summary>Who acts, where, on which network, and whether all at once.</summary>
/// <param name="Network">Null: the first network on the stage.</param>
internal sealed record Actors(IReadOnlyList<string> People, string Where, string? Network, bool Together);

/// <summary>Which of the offered choices a step keeps, and as what variable.</summary>
internal sealed record Choose(int Line, TextMatch Name, ScenarioText? Value, string As);

/// <summary>The message whose button is pressed.</summary>
/// <param name="Where">A channel or <c>dm</c>; null: the last reply to the acting person.</param>
internal sealed record MessageFinder(int Line, string? Where, TextMatch Text);
