using System.Buffers.Binary;
using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace Alexandria.OrganizerBot.Rehearsal.Scenarios;

/// <summary>An expectation that did not hold.</summary>
/// <param name="Line">Its line in the scenario.</param>
internal sealed record Failure(int Line, string Expected, string Seen);

/// <summary>
/// Says whether expectations hold against what was seen. Pure: it reads what it is given (and, for ids, the files that
/// it is given) and changes nothing. Each method returns null where the expectation holds.
/// </summary>
internal sealed class Judge(Scenario scenario, Variables variables, StageMeeting? meeting)
{
    private const int ShownLength = 300;
    private const int ShownMessages = 5;

    private static readonly byte[] PngSignature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The moment on the stage's clock.</summary>
    public Instant InstantOf(Moment moment) =>
        moment switch
        {
            Moment.At at => WallTime.ToInstant(at.Local, scenario.Zone),
            Moment.BeforeMeeting before => BeforeMeeting(before),
            _ => throw new InvalidOperationException($"unknown moment {moment}"),
        };

    /// <summary>Judges one answer to one person.</summary>
    public Failure? Reply(ReplyExpectation expected, string who, StageReply reply)
    {
        var seen = $"{who} sees ({Words(reply.Kind)}): {Shown(reply.Text)}";
        if (expected.Kinds.Count > 0 && !expected.Kinds.Contains(reply.Kind))
        {
            return new Failure(
                expected.Line,
                $"an answer that is {string.Join(" or ", expected.Kinds.Select(Words))}",
                seen
            );
        }

        if (Unmet(expected.Text, reply.Text) is { } unmet)
        {
            return new Failure(expected.Line, $"an answer that {unmet}", seen);
        }

        return Buttons(expected.Line, expected.Buttons, reply.Message?.Buttons ?? [])
            ?? Attachments(expected, reply.Message?.Attachments ?? []);
    }

    /// <summary>Judges what was offered while someone typed.</summary>
    public Failure? Choices(ChoiceExpectation expected, IReadOnlyList<StageChoice> choices)
    {
        var fitting = choices.Count(choice => Unmet(expected.Text, choice.Name) is null);
        return expected.Count.Holds(fitting)
            ? null
            : new Failure(
                expected.Line,
                $"{expected.Count} choice(s) {ThatSay(expected.Text)}",
                $"{fitting} of: {Listed(choices.Select(choice => choice.Name))}"
            );
    }

    /// <summary>The one choice that is wanted: the first that fits.</summary>
    public StageChoice? Chosen(Choose choose, IReadOnlyList<StageChoice> choices) =>
        choices.FirstOrDefault(choice =>
            Unmet(choose.Name, choice.Name) is null
            && (choose.Value is null || choice.Value.Contains(variables.Fill(choose.Value), StringComparison.Ordinal))
        );

    /// <summary>Whether a text is what a message finder looks for.</summary>
    public bool Fits(TextMatch wanted, string text) => Unmet(wanted, text) is null;

    /// <summary>Judges the messages of a place, oldest first.</summary>
    public Failure? Channel(Expectation.InChannel expected, IReadOnlyList<StageMessage> messages)
    {
        var looked = expected.OnlyLast ? messages.TakeLast(1).ToList() : messages;
        var fitting = looked.Where(message => Fits(expected.Text, message.Text)).ToList();
        if (!expected.Count.Holds(fitting.Count))
        {
            return new Failure(
                expected.Line,
                $"{expected.Count} message(s) in {expected.Where} {ThatSay(expected.Text)}",
                $"{fitting.Count} of: {Listed(looked.Select(message => message.Text))}"
            );
        }

        return fitting
            .Select(message => Buttons(expected.Line, expected.Buttons, message.Buttons))
            .FirstOrDefault(failure => failure is not null);
    }

    /// <summary>Judges the entries of the calendars of events.</summary>
    public Failure? Calendar(Expectation.InCalendar expected, IReadOnlyList<StageEvent> events)
    {
        var name = Filled(expected.Name);
        var starts = expected.Starts is { } moment ? InstantOf(moment) : (Instant?)null;
        var fitting = events.Count(one =>
            PlainSpaces(one.Name) == name
            && (expected.Status is null || one.Status == expected.Status)
            && (starts is null || Instant.FromDateTimeOffset(one.StartsAt) == starts)
            && Fits(expected.Text, one.Text)
        );
        return expected.Count.Holds(fitting)
            ? null
            : new Failure(
                expected.Line,
                $"{expected.Count} event(s) “{name}”"
                    + (expected.Status is { } status ? $", {status}" : "")
                    + (starts is { } at ? $", at {LocalTime(at)}" : "")
                    + $" {ThatSay(expected.Text)}",
                $"{fitting} of: "
                    + Listed(
                        events.Select(one =>
                            $"{one.Name} ({one.Status}, {LocalTime(Instant.FromDateTimeOffset(one.StartsAt))}) {one.Text}"
                        )
                    )
            );
    }

    /// <summary>Judges the direct messages of each of the people.</summary>
    public Failure? Received(Expectation.Received expected, IReadOnlyList<TranscriptEntry> entries)
    {
        foreach (var person in expected.People)
        {
            var texts = DirectMessages(entries).Where(dm => dm.Who == person).Select(dm => dm.Text).ToList();
            if (expected.Texts.Count == 0 && !(expected.Count ?? Count.Some).Holds(texts.Count))
            {
                return new Failure(
                    expected.Line,
                    $"{person} receives {expected.Count ?? Count.Some} direct message(s)",
                    $"{texts.Count}: {Listed(texts)}"
                );
            }

            foreach (var wanted in expected.Texts)
            {
                var fitting = texts.Count(text => Fits(wanted, text));
                var count = expected.Count ?? Count.Some;
                if (!count.Holds(fitting))
                {
                    return new Failure(
                        expected.Line,
                        $"{person} receives {count} direct message(s) {ThatSay(wanted)}",
                        $"{fitting} of: {Listed(texts)}"
                    );
                }
            }
        }

        return null;
    }

    /// <summary>Judges reminders: exactly one for each person in each window, none besides, none for anybody else.</summary>
    public Failure? Reminders(Expectation.Reminders expected, IReadOnlyList<TranscriptEntry> entries)
    {
        var times = expected.At.Select(InstantOf).Order().ToList();
        var what =
            $"each of {expected.People.Count} people gets one direct message {ThatSay(expected.Text)} at each of "
            + string.Join(", ", times.Select(LocalTime));
        var fitting = DirectMessages(entries).Where(dm => Fits(expected.Text, dm.Text)).ToList();

        foreach (var person in expected.People)
        {
            var theirs = fitting.Where(dm => dm.Who == person).Select(SentAt).Order().ToList();
            var right = theirs.Count == times.Count && times.All(time => theirs.Count(at => IsWithin(at, time)) == 1);
            if (!right)
            {
                return new Failure(
                    expected.Line,
                    what,
                    $"{person} got {theirs.Count}: {(theirs.Count == 0 ? "none" : string.Join(", ", theirs.Select(LocalTime)))}"
                );
            }
        }

        return Strangers(expected.Line, expected.People, fitting, what);

        bool IsWithin(Instant at, Instant time) => at >= time && at < time + Duration.FromTimeSpan(expected.Within);
    }

    /// <summary>Judges that nobody else got a direct message.</summary>
    public Failure? OnlyTo(Expectation.OnlyTo expected, IReadOnlyList<TranscriptEntry> entries) =>
        Strangers(
            expected.Line,
            expected.People,
            [.. DirectMessages(entries).Where(dm => Fits(expected.Text, dm.Text))],
            $"only {(expected.People.Count == 0 ? "nobody" : string.Join(", ", expected.People))} gets a direct message {ThatSay(expected.Text)}"
        );

    /// <summary>Judges how many entries of the transcript fit.</summary>
    public Failure? InTranscript(Expectation.InTranscript expected, IReadOnlyList<TranscriptEntry> entries)
    {
        var fitting = entries.Count(entry =>
            (expected.Kind is null || entry.Kind == expected.Kind)
            && (expected.Direction is null || entry.Direction == expected.Direction)
            && (expected.People is null || expected.People.Contains(entry.Who, StringComparer.Ordinal))
            && (expected.Where is null || entry.Where == expected.Where)
            && Fits(expected.Text, entry.Text)
        );
        var kind = expected.Kind ?? "any";
        return expected.Count.Holds(fitting)
            ? null
            : new Failure(
                expected.Line,
                $"{expected.Count} transcript entries of kind {kind} {ThatSay(expected.Text)}",
                $"{fitting}"
            );
    }

    /// <summary>Judges a file that came with the last reply.</summary>
    public Failure? ReplyFile(Expectation.ReplyFile expected, StageReply? last)
    {
        var name = variables.Fill(expected.Name);
        var files = last?.Message?.Attachments ?? [];
        if (files.FirstOrDefault(file => IsNamed(name, file.Name)) is not { } found)
        {
            return new Failure(
                expected.Line,
                $"a file {name} with the last reply",
                files.Count == 0 ? "no file" : string.Join(", ", files.Select(file => file.Name))
            );
        }

        if (expected.PngAtLeast is { } size)
        {
            return Png(expected.Line, found, size.Width, size.Height);
        }

        // A byte-order mark helps spreadsheets; it is no part of the text.
        var text = Encoding.UTF8.GetString(found.Content.Span).TrimStart('\uFEFF');
        if (expected.EqualTo is { } whole && Lines(text) != Lines(variables.Fill(whole)))
        {
            return new Failure(
                expected.Line,
                $"{found.Name} holds exactly:\n{Lines(variables.Fill(whole))}",
                Lines(text)
            );
        }

        return Unmet(expected.Text, Lines(text)) is { } unmet
            ? new Failure(expected.Line, $"{found.Name} {unmet}", Lines(text))
            : null;
    }

    /// <summary>
    /// Judges that no file holds a person's id: as text, or as a number in eight bytes of either order.
    /// </summary>
    /// <param name="expected">The expectation.</param>
    /// <param name="ids">Id by person, over all networks.</param>
    /// <param name="files">The bot's files.</param>
    public static Failure? NoPersonIds(
        Expectation.NoPersonIds expected,
        IReadOnlyList<(string Person, string Id)> ids,
        IReadOnlyList<string> files
    )
    {
        const string what = "no file of the bot holds the id of a person";
        if (files.Count == 0)
        {
            return new Failure(expected.Line, what, "the bot has no files at all, so nothing was searched");
        }

        foreach (var file in files)
        {
            byte[] content;
            try
            {
                content = WrittenForms.ReadShared(file);
            }
            catch (IOException error)
            {
                return new Failure(
                    expected.Line,
                    what,
                    $"{Path.GetFileName(file)} cannot be read ({error.Message}); stop the bot before this expectation"
                );
            }

            foreach (var (person, id) in ids)
            {
                if (WrittenForms.Of(id).Any(form => content.AsSpan().IndexOf(form.Bytes) >= 0))
                {
                    return new Failure(expected.Line, what, $"{Path.GetFileName(file)} holds the id of {person}");
                }
            }
        }

        return null;
    }

    private Instant BeforeMeeting(Moment.BeforeMeeting before)
    {
        if (meeting?.StartsLocal is not { } start)
        {
            throw new ScenarioMistakeException(
                scenario.File,
                before.Line,
                "the chosen meeting has no time that this could be counted from."
            );
        }

        var instant = before.Span.Before(WallTime.ToInstant(start, scenario.Zone), scenario.Zone);
        return before.Time is { } time
            ? WallTime.ToInstant(instant.InZone(scenario.Zone).Date + time, scenario.Zone)
            : instant;
    }

    /// <summary>Why a text is not what it must be, as what it should do ("contains …"); null when it is.</summary>
    private string? Unmet(TextMatch wanted, string text)
    {
        var plain = PlainSpaces(text);
        foreach (var part in wanted.Contains.Select(Filled))
        {
            if (!plain.Contains(part, StringComparison.Ordinal))
            {
                return $"contains “{part}”";
            }
        }

        if (
            wanted.Any.Count > 0
            && !wanted.Any.Select(Filled).Any(part => plain.Contains(part, StringComparison.Ordinal))
        )
        {
            return $"contains one of {string.Join(", ", wanted.Any.Select(part => $"“{Filled(part)}”"))}";
        }

        foreach (var pattern in wanted.Matches)
        {
            if (
                !Regex.IsMatch(
                    plain,
                    variables.FillPattern(pattern),
                    RegexOptions.CultureInvariant,
                    TimeSpan.FromSeconds(1)
                )
            )
            {
                return $"matches /{pattern.Raw}/";
            }
        }

        foreach (var part in wanted.Not.Select(Filled))
        {
            if (plain.Contains(part, StringComparison.Ordinal))
            {
                return $"does not contain “{part}”";
            }
        }

        return null;
    }

    private string Filled(ScenarioText text) => PlainSpaces(variables.Fill(text));

    private string ThatSay(TextMatch wanted)
    {
        var demands = wanted
            .Contains.Select(part => $"“{Filled(part)}”")
            .Concat(wanted.Any.Count > 0 ? [string.Join(" or ", wanted.Any.Select(part => $"“{Filled(part)}”"))] : [])
            .Concat(wanted.Matches.Select(pattern => $"/{pattern.Raw}/"))
            .Concat(wanted.Not.Select(part => $"not “{Filled(part)}”"))
            .ToList();
        return demands.Count == 0 ? "of any text" : "with " + string.Join(" and ", demands);
    }

    private Failure? Buttons(int line, IReadOnlyList<ScenarioText> wanted, IReadOnlyList<StageButton> buttons) =>
        wanted
            .Select(Filled)
            .Where(label => !buttons.Any(button => PlainSpaces(button.Label).Contains(label, StringComparison.Ordinal)))
            .Select(label => new Failure(
                line,
                $"a button “{label}”",
                buttons.Count == 0 ? "no buttons" : string.Join(", ", buttons.Select(button => $"“{button.Label}”"))
            ))
            .FirstOrDefault();

    private Failure? Attachments(ReplyExpectation expected, IReadOnlyList<StageAttachment> files) =>
        expected
            .Attachments.Select(variables.Fill)
            .Where(name => !files.Any(file => IsNamed(name, file.Name)))
            .Select(name => new Failure(
                expected.Line,
                $"a file {name}",
                files.Count == 0 ? "no file" : string.Join(", ", files.Select(file => file.Name))
            ))
            .FirstOrDefault();

    private static Failure? Strangers(
        int line,
        IReadOnlyList<string> people,
        IReadOnlyList<TranscriptEntry> messages,
        string what
    ) =>
        messages.FirstOrDefault(dm => !people.Contains(dm.Who, StringComparer.Ordinal)) is { } stray
            ? new Failure(line, what + ", and nobody else", $"{stray.Who} got: {Shown(stray.Text)}")
            : null;

    private static Failure? Png(int line, StageAttachment file, int width, int height)
    {
        var expected = $"{file.Name} is a PNG of at least {width}x{height}";
        var bytes = file.Content.Span;
        const int headerLength = 24;
        if (bytes.Length < headerLength || !bytes[..PngSignature.Length].SequenceEqual(PngSignature))
        {
            return new Failure(line, expected, "no PNG");
        }

        // https://www.w3.org/TR/png/#11IHDR: width and height are the header's first eight bytes.
        var seenWidth = BinaryPrimitives.ReadUInt32BigEndian(bytes[16..]);
        var seenHeight = BinaryPrimitives.ReadUInt32BigEndian(bytes[20..]);
        return seenWidth >= width && seenHeight >= height
            ? null
            : new Failure(line, expected, $"{seenWidth}x{seenHeight}");
    }

    private static IEnumerable<TranscriptEntry> DirectMessages(IEnumerable<TranscriptEntry> entries) =>
        entries.Where(entry => entry is { Direction: "out", Kind: "dm" });

    private static bool IsNamed(string glob, string name) =>
        FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: false);

    private static string Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    // ICU writes "6:30 PM" with a narrow no-break space, French its "!" with another: nobody should have to type those.
    private static string PlainSpaces(string text) =>
        string.Concat(text.Select(letter => char.IsWhiteSpace(letter) && letter is not '\n' ? ' ' : letter));

    private static string Shown(string text) =>
        text.Length == 0 ? "nothing" : "“" + (text.Length > ShownLength ? text[..ShownLength] + "…" : text) + "”";

    private static string Listed(IEnumerable<string> texts)
    {
        var all = texts.ToList();
        return all.Count == 0
            ? "nothing"
            : string.Join("; ", all.TakeLast(ShownMessages).Select(Shown))
                + (all.Count > ShownMessages ? $" (the last {ShownMessages} of {all.Count})" : "");
    }

    private static string Words(StageReplyKind kind) =>
        kind switch
        {
            StageReplyKind.None => "none",
            StageReplyKind.Ephemeral => "ephemeral",
            StageReplyKind.Public => "public",
            StageReplyKind.Updated => "updated",
            StageReplyKind.Modal => "modal",
            StageReplyKind.Reacted => "reacted",
            _ => throw new InvalidOperationException($"unknown kind of reply {kind}"),
        };

    private static Instant SentAt(TranscriptEntry entry) => Instant.FromDateTimeOffset(entry.At);

    private string LocalTime(Instant instant) =>
        instant.InZone(scenario.Zone).ToString("ddd uuuu-MM-dd HH:mm:ss o<m>", CultureInfo.InvariantCulture);
}
