using System.Buffers.Binary;
using System.Text;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class JudgeTests : IDisposable
{
    private static readonly StageMeeting Meeting = new(
        "905",
        "City Council",
        new LocalDate(2026, 3, 10),
        new LocalTime(19, 0),
        "Hall",
        false
    );

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kind: ephemeral", null)]
    [InlineData("kind: [public, ephemeral]", null)]
    [InlineData("kind: public", "public")]
    [InlineData("contains: [\"{meeting.title}\", 18 people]", null)]
    [InlineData("contains: 19 people", "19 people")]
    [InlineData("contains: city council", "city council")]
    [InlineData("any: [nineteen, 18]", null)]
    [InlineData("any: [nineteen, 19]", "nineteen")]
    [InlineData("matches: '\\b18\\b'", null)]
    [InlineData("matches: '^18$'", "^18$")]
    [InlineData("not: 19", null)]
    [InlineData("not: [19, 18]", "does not contain “18”")]
    [InlineData("contains: 6:30 PM", null)]
    [InlineData("buttons: [Asistiré]", null)]
    [InlineData("buttons: [Quizás]", "Quizás")]
    [InlineData("attachments: ['*.csv', tally.png]", null)]
    [InlineData("attachments: '*.pdf'", "*.pdf")]
    public void A_reply_is_what_it_must_be_or_the_failure_says_why(string expect, string? says)
    {
        var reply = new StageReply(
            StageReplyKind.Ephemeral,
            SmallScenario.Message(
                "City Council: 18 people at 6:30\u202FPM",
                buttons: [new StageButton("I'll attend / Asistiré", "b1", true)],
                attachments: [File("tally.csv", "a"), File("tally.png", "b")]
            )
        );

        var failure = Judge().Reply(ReplyExpectation(expect), "Olga", reply);

        AssertFailure(failure, says);
    }

    [Fact]
    public void No_answer_at_all_is_told_apart_from_an_empty_one()
    {
        var none = new StageReply(StageReplyKind.None, null);

        Assert.Null(Judge().Reply(ReplyExpectation("kind: none"), "Olga", none));
        AssertFailure(Judge().Reply(ReplyExpectation("kind: ephemeral"), "Olga", none), "ephemeral");
    }

    [Theory]
    [InlineData("event: Hearing", null)]
    [InlineData("event: Hearing, status: scheduled, contains: Hall, count: 1", null)]
    [InlineData("event: Hearing, starts: \"2026-03-10 19:00\"", null)]
    [InlineData("event: Hearing, starts: \"2026-03-10 20:00\"", "0 of")]
    [InlineData("event: Hearing, status: active", "0 of")]
    [InlineData("event: Hear", "0 of")]
    [InlineData("event: Hearing, not: Hall, count: 1", "0 of")]
    [InlineData("event: Vigil, count: 0", null)]
    public void An_event_stands_in_the_calendar_or_the_failure_says_what_does(string expect, string? says)
    {
        var step = Assert.IsType<ScenarioStep.Expecting>(
            Assert.Single(SmallScenario.Parse($"  - expect: {{ {expect} }}").Steps)
        );
        var starts = new DateTimeOffset(2026, 3, 10, 23, 0, 0, TimeSpan.Zero);

        var failure = Judge()
            .Calendar(
                Assert.IsType<Expectation.InCalendar>(Assert.Single(step.All)),
                [new StageEvent("Hearing", "City Hall", starts, starts.AddHours(2), "scheduled")]
            );

        AssertFailure(failure, says);
    }

    [Theory]
    [InlineData("contains: alert", null)]
    [InlineData("contains: alert, count: 2", null)]
    [InlineData("contains: alert, count: 1", "1 message(s)")]
    [InlineData("contains: nothing of the kind", "at least 1")]
    [InlineData("not: cancelled", null)]
    [InlineData("not: second", "0 message(s)")]
    [InlineData("contains: second, last: true", null)]
    [InlineData("contains: first, last: true", "at least 1")]
    [InlineData("contains: alert, count: { atMost: 1 }", "at most 1")]
    [InlineData("contains: first, not: second, count: 1", null)]
    public void A_channel_holds_what_it_must(string expect, string? says)
    {
        var expectation = Only<Expectation.InChannel>($"{{ channel: \"#alerts\", {expect} }}");

        var failure = Judge()
            .Channel(expectation, [SmallScenario.Message("first alert"), SmallScenario.Message("second alert")]);

        AssertFailure(failure, says);
    }

    [Theory]
    [InlineData("person: Olga, receives: [one, two]", null)]
    [InlineData("person: Olga, receives: three", "three")]
    [InlineData("person: Olga, receives: one, count: 2", "2 direct message(s)")]
    [InlineData("person: Olga, count: 2", null)]
    [InlineData("person: Olga, count: 0", "0 direct message(s)")]
    [InlineData("people: [Rosa, Resident], count: 0", null)]
    [InlineData("people: [Olga, Rosa], count: 2", "Rosa receives")]
    [InlineData("person: Olga, not: three", null)]
    [InlineData("person: Olga, not: two", "0 direct message(s)")]
    public void People_receive_what_they_must(string expect, string? says)
    {
        var expectation = Only<Expectation.Received>($"{{ {expect} }}");

        var failure = Judge()
            .Received(
                expectation,
                [
                    DirectMessage("Olga", "2026-03-03T19:00:00-05:00", "one"),
                    DirectMessage("Olga", "2026-03-03T19:00:00-05:00", "two"),
                    DirectMessage("Rosa", "2026-03-03T19:00:00-05:00", "to nobody") with
                    {
                        Kind = "refused",
                    },
                ]
            );

        AssertFailure(failure, says);
    }

    /// <summary>Seven days before at 19:00 EST, one day before at 19:00 EDT, two hours before at 17:00 EDT.</summary>
    [Fact]
    public void Reminders_at_the_right_minutes_for_exactly_the_right_people_hold()
    {
        Assert.Null(Judge().Reminders(AllThree(), [.. RightFor("Olga"), .. RightFor("Rosa"), Other("Resident 1")]));
    }

    [Fact]
    public void A_missing_reminder_is_noticed()
    {
        var failure = Judge().Reminders(AllThree(), [.. RightFor("Olga"), .. RightFor("Rosa").Take(2)]);

        AssertFailure(failure, "Rosa got 2");
    }

    [Fact]
    public void A_doubled_reminder_is_noticed()
    {
        var failure = Judge().Reminders(AllThree(), [.. RightFor("Olga"), .. RightFor("Rosa"), RightFor("Rosa")[1]]);

        AssertFailure(failure, "Rosa got 4");
    }

    [Theory]
    [InlineData("2026-03-09T18:00:00-04:00")]
    [InlineData("2026-03-09T18:59:59-04:00")]
    [InlineData("2026-03-09T19:01:00-04:00")]
    [InlineData("2026-03-09T20:00:00-04:00")]
    public void A_reminder_at_the_wrong_minute_is_noticed(string wrong)
    {
        var rosa = RightFor("Rosa");

        var failure = Judge()
            .Reminders(AllThree(), [.. RightFor("Olga"), rosa[0], DirectMessage("Rosa", wrong, "Reminder"), rosa[2]]);

        AssertFailure(failure, "Rosa got 3");
    }

    [Fact]
    public void A_reminder_to_somebody_who_did_not_ask_is_noticed()
    {
        var failure = Judge()
            .Reminders(AllThree(), [.. RightFor("Olga"), .. RightFor("Rosa"), RightFor("Resident 2")[0]]);

        AssertFailure(failure, "Resident 2 got");
    }

    [Fact]
    public void A_reminder_may_be_expected_at_another_time_of_its_day_and_within_more_than_a_minute()
    {
        var expectation = Only<Expectation.Reminders>(
            "{ reminders: { people: Olga, at: { daysBefore: 1, time: \"20:00\" }, within: 5m } }"
        );

        Assert.Null(Judge().Reminders(expectation, [DirectMessage("Olga", "2026-03-09T20:04:59-04:00", "Reminder")]));
        AssertFailure(
            Judge().Reminders(expectation, [DirectMessage("Olga", "2026-03-09T20:05:00-04:00", "Reminder")]),
            "Olga got 1"
        );
    }

    [Theory]
    [InlineData("onlyTo: [Olga, Rosa]", null)]
    [InlineData("onlyTo: Olga", "Rosa got")]
    [InlineData("onlyTo: []", "Olga got")]
    [InlineData("onlyTo: Olga, contains: something else", null)]
    public void Nobody_else_receives_anything(string expect, string? says)
    {
        var expectation = Only<Expectation.OnlyTo>($"{{ directMessages: {{ {expect} }} }}");

        AssertFailure(Judge().OnlyTo(expectation, [.. RightFor("Olga"), .. RightFor("Rosa")]), says);
    }

    [Theory]
    [InlineData("kind: dm, count: 3", null)]
    [InlineData("kind: dm, who: Rosa, count: 0", null)]
    [InlineData("kind: button", "0")]
    [InlineData("direction: in, count: 3", "0")]
    public void The_transcript_can_be_counted(string expect, string? says)
    {
        var expectation = Only<Expectation.InTranscript>($"{{ transcript: {{ {expect} }} }}");

        AssertFailure(Judge().InTranscript(expectation, RightFor("Olga")), says);
    }

    [Theory]
    [InlineData("file: '*.csv', contains: ['attend,18']", null)]
    [InlineData("file: '*.csv', contains: ['attend,19']", "attend,19")]
    [InlineData("file: tally.csv, equals: \"ask,people\\nattend,18\"", null)]
    [InlineData("file: tally.csv, equals: \"ask,people\\nattend,19\"", "attend,19")]
    [InlineData("file: other.csv", "other.csv")]
    [InlineData("file: '*.png', pngAtLeast: 640x480", null)]
    [InlineData("file: '*.png', pngAtLeast: 641x480", "640x480")]
    [InlineData("file: '*.csv', pngAtLeast: 1x1", "no PNG")]
    public void Files_hold_what_they_must(string expect, string? says)
    {
        var expectation = Only<Expectation.ReplyFile>($"{{ {expect} }}");
        var reply = new StageReply(
            StageReplyKind.Ephemeral,
            SmallScenario.Message(
                "",
                attachments:
                [
                    File("tally.csv", "\uFEFFask,people\r\nattend,18\r\n"),
                    new StageAttachment("tally.png", null, PngHeader(640, 480)),
                ]
            )
        );

        AssertFailure(Judge().ReplyFile(expectation, reply), says);
    }

    [Fact]
    public void Ids_are_found_as_text_and_as_numbers_of_either_order()
    {
        const ulong id = 123456789012345678;
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, id);
        var clean = Written("clean", Encoding.UTF8.GetBytes("1234567890123456"));

        Assert.Null(NoIds(clean));
        AssertFailure(NoIds(clean, Written("text", Encoding.UTF8.GetBytes($"x{id}y"))), "text holds the id of Rosa");
        AssertFailure(NoIds(clean, Written("little", [1, .. bytes, 2])), "little holds the id of Rosa");
        AssertFailure(NoIds(clean, Written("big", [1, .. bytes.Reverse(), 2])), "big holds the id of Rosa");
        AssertFailure(NoIds(), "nothing was searched");

        static Failure? NoIds(params string[] files) =>
            Alexandria.OrganizerBot.Rehearsal.Scenarios.Judge.NoPersonIds(
                new Expectation.NoPersonIds(1),
                [("Olga", "99999999999999999"), ("Rosa", $"{id}")],
                files
            );
    }

    [Fact]
    public void The_first_fitting_choice_is_chosen()
    {
        IReadOnlyList<StageChoice> choices = [new("City Council, 24 Feb", "e901"), new("City Council, 10 Mar", "e905")];
        var step = Assert.IsType<ScenarioStep.Autocomplete>(
            Step(
                "  - autocomplete: { who: Olga, where: dm, command: /x, option: y }\n    expect: { contains: City, count: 3 }\n    choose: { contains: \"{meeting.title}\", value: \"{meeting.id}\", as: choice }"
            )
        );

        Assert.Equal("e905", Judge().Chosen(step.Choose!, choices)?.Value);
        AssertFailure(Judge().Choices(step.Expect!, choices), "3 choice(s)");
    }

    private static Judge Judge()
    {
        var variables = new Variables("test.yaml");
        variables.SetMeeting(Meeting);
        return new Judge(SmallScenario.Parse("  - say: hello"), variables, Meeting);
    }

    private static ScenarioStep Step(string yaml) => Assert.Single(SmallScenario.Parse(yaml).Steps);

    private static T Only<T>(string yaml)
        where T : Expectation =>
        Assert.IsType<T>(Assert.Single(Assert.IsType<ScenarioStep.Expecting>(Step($"  - expect: {yaml}")).All));

    private static ReplyExpectation ReplyExpectation(string yaml) =>
        Assert
            .IsType<ScenarioStep.Command>(
                Step($"  - command: {{ who: Olga, where: dm, line: /x }}\n    expect: {{ {yaml} }}")
            )
            .Expect!;

    private static Expectation.Reminders AllThree() =>
        Only<Expectation.Reminders>(
            "{ reminders: { people: [Olga, Rosa], at: [{ daysBefore: 7 }, { daysBefore: 1 }, { hoursBefore: 2 }], any: [Reminder, Recordatorio] } }"
        );

    private static TranscriptEntry[] RightFor(string person) =>
        [
            DirectMessage(person, "2026-03-03T19:00:00-05:00", "Reminder"),
            DirectMessage(person, "2026-03-09T19:00:30-04:00", "Recordatorio"),
            DirectMessage(person, "2026-03-10T17:00:59-04:00", "Reminder"),
        ];

    private static TranscriptEntry Other(string person) =>
        DirectMessage(person, "2026-03-03T19:00:00-05:00", "This is a test message");

    private static TranscriptEntry DirectMessage(string person, string at, string text) =>
        new(DateTimeOffset.Parse(at, null), "discord", "out", "dm", person, "1", $"dm:{person}", text, [], "1");

    private static StageAttachment File(string name, string text) => new(name, null, Encoding.UTF8.GetBytes(text));

    private static byte[] PngHeader(uint width, uint height)
    {
        byte[] header = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, .. "IHDR"u8, .. new byte[8]];
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(20), height);
        return header;
    }

    private static void AssertFailure(Failure? failure, string? says)
    {
        if (says is null)
        {
            Assert.Null(failure);
            return;
        }

        Assert.NotNull(failure);
        Assert.Contains(says, $"{failure.Expected} / {failure.Seen}", StringComparison.Ordinal);
    }

    private string Written(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullPath, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }
}
