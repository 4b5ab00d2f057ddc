using System.Globalization;
using Spectre.Console;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>
/// Tells a scenario while it is played. Nothing is parsed as markup, and control characters of messages never reach the
/// terminal, so no text of the bot or of a scenario can dress itself up. Redirected output is plain and unwrapped.
/// </summary>
internal sealed class Narrator(IAnsiConsole console, IStageTime time)
{
    private const int ShownLength = 160;
    private const int NamesShown = 4;

    private static readonly Style Dim = new(decoration: Decoration.Dim);
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Good = new(Color.Green);
    private static readonly Style Bad = new(Color.Red);
    private static readonly Style Accent = new(Color.Blue);

    /// <summary>Announces the scenario.</summary>
    public void Begin(Scenario scenario, StageMeeting? meeting)
    {
        Line((scenario.Name, Strong));
        if (scenario.Description.Length > 0)
        {
            Line((OneLine(scenario.Description), Style.Plain));
        }

        if (meeting is not null)
        {
            var start = meeting.StartsLocal?.ToString("ddd d MMM uuuu, h:mm tt", CultureInfo.InvariantCulture);
            Line(
                ("The meeting: ", Dim),
                (OneLine(meeting.Title), Style.Plain),
                ($", {start ?? "without a time"} ({scenario.Zone.Id})", Dim)
            );
        }

        Line(("", Style.Plain));
    }

    /// <summary>A line of the scenario's author.</summary>
    public void Say(string text) => Line((OneLine(text), Accent));

    /// <summary>Something that someone, or the stage, does.</summary>
    public void Did(string who, string what) =>
        Line((Stamp(time.Now), Dim), ("  ", Style.Plain), (OneLine(who), Strong), (" " + OneLine(what), Style.Plain));

    /// <summary>What someone sees as an answer.</summary>
    public void Sees(string who, string text) =>
        Line((Indent, Style.Plain), ($"{OneLine(who)}: ", Dim), (Shortened(text), Style.Plain));

    /// <summary>How an expectation went.</summary>
    public void Failed(string file, Failure failure)
    {
        Line(($"FAILED {Path.GetFileName(file)}:{failure.Line}", Bad));
        Line(("  expected: " + Safe(failure.Expected), Style.Plain));
        Line(("  seen:     " + Safe(failure.Seen), Style.Plain));
    }

    /// <summary>That something held.</summary>
    public void Held(string what) => Line((Indent, Style.Plain), ("held: ", Good), (OneLine(what), Style.Plain));

    /// <summary>A mistake, or another reason for which the play cannot go on.</summary>
    public void Stopped(string why) => Line((Safe(why), Bad));

    /// <summary>What the bot sent by itself since the last step: channel messages one by one, direct messages together.</summary>
    public void Sent(IReadOnlyList<TranscriptEntry> entries)
    {
        foreach (var entry in entries.Where(entry => entry is { Direction: "out", Kind: "message" }))
        {
            Line((Stamp(entry.At), Dim), ($"  in {entry.Where}: ", Dim), (Shortened(entry.Text), Style.Plain));
        }

        foreach (
            var minute in entries
                .Where(entry => entry is { Direction: "out", Kind: "dm" })
                .GroupBy(entry => Stamp(entry.At), StringComparer.Ordinal)
        )
        {
            var people = minute.Select(entry => entry.Who ?? "somebody").Distinct(StringComparer.Ordinal).ToList();
            Line(
                (minute.Key, Dim),
                ($"  direct message to {Names(people)}: ", Dim),
                (Shortened(minute.First().Text), Style.Plain)
            );
        }

        foreach (var refused in entries.Where(entry => entry.Kind == "refused"))
        {
            Line(
                (Stamp(refused.At), Dim),
                ($"  refused{For(refused.Who)}: ", Bad),
                (Shortened(refused.Text), Style.Plain)
            );
        }
    }

    /// <summary>Runs <paramref name="act"/> for each item, with a progress bar where someone watches a terminal.</summary>
    public async Task ForEachAsync<T>(string what, IReadOnlyList<T> items, Func<T, Task> act)
    {
        if (items.Count < 3 || !console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Interactive)
        {
            foreach (var item in items)
            {
                await act(item);
            }

            return;
        }

        await console
            .Progress()
            .AutoClear(true)
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(Markup.Escape(OneLine(what)), maxValue: items.Count);
                foreach (var item in items)
                {
                    await act(item);
                    task.Increment(1);
                }
            });
    }

    /// <summary>The closing summary.</summary>
    public void End(int held, int failed, Transcript transcript, IReadOnlyList<string> files)
    {
        Line(("", Style.Plain));
        Line(
            failed == 0
                ? ($"Every expectation held ({held}).", Good)
                : ($"{failed} of {held + failed} expectations did not hold.", Bad)
        );
        var entries = transcript.Since(0);
        var kinds = entries
            .Where(entry => entry.Direction == "out")
            .GroupBy(entry => entry.Kind, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .Select(group => $"{group.Count()} {group.Key}");
        Line(
            ($"People did {entries.Count(entry => entry.Direction == "in")} things; the bot sent: ", Style.Plain),
            (string.Join(", ", kinds), Style.Plain)
        );
        Line(("Transcript: ", Dim), (transcript.File, Style.Plain));
        foreach (var file in files)
        {
            Line(("File:       ", Dim), (file, Style.Plain));
        }
    }

    /// <summary>A few names in full, many as a number: <c>28 people (Resident 1, Resident 2, …)</c>.</summary>
    public static string Names(IReadOnlyList<string> people) =>
        people.Count <= NamesShown ? string.Join(", ", people) : $"{people.Count} people ({people[0]} … {people[^1]})";

    /// <summary>The verb for that many people: one presses, two press.</summary>
    public static string Verb(IReadOnlyList<string> people, string ofOne, string ofSeveral) =>
        people.Count == 1 ? ofOne : ofSeveral;

    /// <summary>Who sees an answer, and how: <c>only Ana sees</c>, <c>28 people (…) get a form</c>.</summary>
    public static string Seeing(StageReplyKind kind, IReadOnlyList<string> people)
    {
        var names = Names(people);
        return kind switch
        {
            StageReplyKind.Ephemeral when people.Count > 1 => $"{names}, each alone, see",
            StageReplyKind.Ephemeral => $"only {names} sees",
            StageReplyKind.Public => "everyone sees",
            StageReplyKind.Updated => $"{names} {Verb(people, "sees", "see")} it change",
            StageReplyKind.Modal => $"{names} {Verb(people, "gets", "get")} a form",
            StageReplyKind.Reacted => $"{names} {Verb(people, "gets", "get")} a reaction",
            _ => $"{names} {Verb(people, "gets", "get")} no answer",
        };
    }

    private static string Indent => "                     ";

    private static string For(string? who) => who is null ? "" : $" for {who}";

    private static string Stamp(DateTimeOffset at) =>
        at.ToString("ddd d MMM h:mm tt", CultureInfo.InvariantCulture).PadLeft(Indent.Length - 2);

    private static string Shortened(string text)
    {
        var line = OneLine(text);
        return line.Length == 0 ? "(nothing)"
            : line.Length > ShownLength ? line[..ShownLength] + "…"
            : line;
    }

    private static string OneLine(string text) =>
        string.Join(
            " / ",
            Safe(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );

    // Control and format characters include the terminal's escape and the marks that turn text around.
    private static string Safe(string text) =>
        string.Concat(
            text.ReplaceLineEndings("\n")
                .Where(letter =>
                    letter == '\n'
                    || CharUnicodeInfo.GetUnicodeCategory(letter)
                        is not (UnicodeCategory.Control or UnicodeCategory.Format)
                )
        );

    private void Line(params IReadOnlyList<(string Text, Style Style)> parts)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Out.Writer.WriteLine(string.Concat(parts.Select(part => part.Text)).TrimEnd());
            return;
        }

        var paragraph = new Paragraph();
        foreach (var (text, style) in parts)
        {
            paragraph.Append(text, style);
        }

        console.Write(paragraph);
        console.WriteLine();
    }
}
