namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>What a text must say. Spaces of every kind count as plain spaces; case counts.</summary>
/// <param name="Contains">All of these.</param>
/// <param name="Any">At least one of these, where there are any.</param>
/// <param name="Matches">All of these regular expressions.</param>
/// <param name="Not">None of these.</param>
internal sealed record TextMatch(
    IReadOnlyList<ScenarioText> Contains,
    IReadOnlyList<ScenarioText> Any,
    IReadOnlyList<ScenarioText> Matches,
    IReadOnlyList<ScenarioText> Not
)
{
    public static readonly TextMatch Anything = new([], [], [], []);
}

/// <summary>How many there must be.</summary>
internal sealed record Count(int AtLeast, int AtMost)
{
    public static readonly Count Some = new(1, int.MaxValue);
    public static readonly Count None = new(0, 0);

    public bool Holds(int number) => number >= AtLeast && number <= AtMost;

    public override string ToString() =>
        (AtLeast, AtMost) switch
        {
            var (least, most) when least == most => $"{least}",
            (_, int.MaxValue) => $"at least {AtLeast}",
            (0, _) => $"at most {AtMost}",
            _ => $"{AtLeast} to {AtMost}",
        };
}

/// <summary>What the answer to a command or a press must be.</summary>
internal sealed record ReplyExpectation(
    int Line,
    IReadOnlyList<StageReplyKind> Kinds,
    TextMatch Text,
    IReadOnlyList<ScenarioText> Buttons,
    IReadOnlyList<ScenarioText> Attachments
);

/// <summary>What the bot must offer while someone types.</summary>
internal sealed record ChoiceExpectation(int Line, TextMatch Text, Count Count);

/// <summary>Something that must be true at a point of the scenario. Closed, like the steps.</summary>
internal abstract record Expectation(int Line)
{
    /// <summary>What stands in a place where everyone looks.</summary>
    /// <param name="OnlyLast">Only its last message counts.</param>
    public sealed record InChannel(
        int Line,
        string Where,
        string? Network,
        TextMatch Text,
        IReadOnlyList<ScenarioText> Buttons,
        Count Count,
        bool OnlyLast
    ) : Expectation(Line);

    /// <summary>What stands in a server's calendar of events.</summary>
    /// <param name="Name">The whole name.</param>
    /// <param name="Status">Null: any.</param>
    /// <param name="Starts">Null: any.</param>
    public sealed record InCalendar(
        int Line,
        ScenarioText Name,
        string? Network,
        TextMatch Text,
        string? Status,
        Moment? Starts,
        Count Count
    ) : Expectation(Line);

    /// <summary>Direct messages that each of the people received.</summary>
    public sealed record Received(int Line, IReadOnlyList<string> People, IReadOnlyList<TextMatch> Texts, Count? Count)
        : Expectation(Line);

    /// <summary>Each of the people got exactly one matching direct message within each window, and nobody else any.</summary>
    public sealed record Reminders(
        int Line,
        IReadOnlyList<string> People,
        IReadOnlyList<Moment> At,
        TimeSpan Within,
        TextMatch Text
    ) : Expectation(Line);

    /// <summary>Nobody besides these people received a matching direct message.</summary>
    public sealed record OnlyTo(int Line, IReadOnlyList<string> People, TextMatch Text) : Expectation(Line);

    /// <summary>Entries of the transcript.</summary>
    public sealed record InTranscript(
        int Line,
        string? Kind,
        string? Direction,
        IReadOnlyList<string>? People,
        string? Where,
        TextMatch Text,
        Count Count
    ) : Expectation(Line);

    /// <summary>A file that came with the last reply.</summary>
    public sealed record ReplyFile(
        int Line,
        ScenarioText Name,
        TextMatch Text,
        ScenarioText? EqualTo,
        (int Width, int Height)? PngAtLeast
    ) : Expectation(Line);

    /// <summary>No id of a person stands in a file of the bot.</summary>
    public sealed record NoPersonIds(int Line) : Expectation(Line);
}
