using System.Text;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Domain;
using Alexandria.OrganizerBot.Words;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>Calendar files as two programs read them that know nothing of each other.</summary>
public sealed class CalendarFileTests : IAsyncDisposable
{
    private static readonly Instant Written = Instant.FromUtc(2027, 1, 4, 12, 0);
    private readonly Desk _desk = new();

    private Voice English => new(_desk.Words, "en", _desk.BusLine, _desk.Now);

    [Theory]
    [InlineData("America/New_York", "2027-03-13T19:00", "2027-03-14T00:00")]
    [InlineData("America/New_York", "2027-03-14T19:00", "2027-03-14T23:00")]
    [InlineData("America/New_York", "2027-11-06T19:00", "2027-11-06T23:00")]
    [InlineData("America/New_York", "2027-11-07T19:00", "2027-11-08T00:00")]
    [InlineData("Australia/Lord_Howe", "2027-04-03T19:00", "2027-04-03T08:00")]
    [InlineData("Australia/Lord_Howe", "2027-04-04T19:00", "2027-04-04T08:30")]
    [InlineData("Australia/Lord_Howe", "2027-10-02T19:00", "2027-10-02T08:30")]
    [InlineData("Australia/Lord_Howe", "2027-10-03T19:00", "2027-10-03T08:00")]
    [InlineData("Europe/Dublin", "2027-07-01T19:00", "2027-07-01T18:00")]
    [InlineData("America/Phoenix", "2027-07-01T19:00", "2027-07-02T02:00")]
    [InlineData("America/St_Johns", "2027-07-01T19:00", "2027-07-01T21:30")]
    [InlineData("Asia/Kathmandu", "2027-07-01T19:00", "2027-07-01T13:15")]
    [InlineData("UTC", "2027-07-01T19:00", "2027-07-01T19:00")]
    public async Task A_wall_time_is_the_same_moment_to_both(string zone, string wall, string utc)
    {
        var entry = Entry(zone, wall);

        var seen = Assert.Single(await CalendarReaders.BothSeeAsync(Write(entry)));

        Assert.Equal(Utc(utc), Assert.Single(seen.Moments));
        Assert.Equal(entry.Starts.Instant, Assert.Single(seen.Moments));
    }

    [Theory]
    // The clocks jump from 2:00 to 3:00: the first moment after it.
    [InlineData("America/New_York", "2027-03-14T02:30", "2027-03-14T07:00")]
    // 1:30 comes twice: the first of both.
    [InlineData("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30")]
    // A jump of half an hour only.
    [InlineData("Australia/Lord_Howe", "2027-10-03T02:10", "2027-10-02T15:30")]
    [InlineData("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45")]
    public async Task At_a_clock_change_both_read_the_moment_that_the_bot_means(string zone, string wall, string utc)
    {
        var seen = Assert.Single(await CalendarReaders.BothSeeAsync(Write(Entry(zone, wall))));

        Assert.Equal(Utc(utc), Assert.Single(seen.Moments));
    }

    [Fact]
    public async Task Every_zone_of_the_world_is_written_so_that_both_read_it()
    {
        var entries = Zones
            .Each.SelectMany(zone =>
                zone.GetZoneIntervals(Instant.FromUtc(2027, 1, 1, 0, 0), Instant.FromUtc(2028, 1, 1, 0, 0))
                    .SelectMany(interval =>
                        interval.HasStart && interval.Start > Instant.FromUtc(2027, 1, 1, 0, 0)
                            ? new[] { interval.IsoLocalStart.PlusHours(-4), interval.IsoLocalStart.PlusHours(4) }
                            : [new LocalDateTime(2027, 1, 20, 19, 0)]
                    )
                    .Select(local => new MeetingTime(local, zone))
            )
            .Select(
                (starts, index) => Entry("UTC", "2027-01-01T00:00") with { Uid = $"{index:D4}@test", Starts = starts }
            )
            .ToList();

        var seen = await CalendarReaders.BothSeeAsync([
            .. entries.Select(entry => new ReadOnlyMemory<byte>(Write(entry))),
        ]);

        Assert.True(seen.Count > 400);
        Assert.Equal(
            entries.Select(entry => entry.Starts.Instant),
            seen.OrderBy(entry => entry.Uid, StringComparer.Ordinal).Select(entry => entry.Moments.Single())
        );
    }

    [Fact]
    public async Task A_zone_is_right_for_years_to_come()
    {
        foreach (var zone in new[] { "America/New_York", "Australia/Lord_Howe", "Europe/Berlin", "America/Santiago" })
        {
            // A yearly entry of another program's, in the zone as we write it down.
            var file = Encoding.UTF8.GetString(Write(Entry(zone, "2027-01-15T19:00")));
            var monthly = file.Replace(
                "END:VEVENT",
                "RRULE:FREQ=MONTHLY;COUNT=120\r\nEND:VEVENT",
                StringComparison.Ordinal
            );

            var seen = Assert.Single(await CalendarReaders.BothSeeAsync(Encoding.UTF8.GetBytes(monthly)));

            var start = new LocalDateTime(2027, 1, 15, 19, 0);
            Assert.Equal(
                Enumerable
                    .Range(0, 120)
                    .Select(month => MeetingTime.Resolve(start.PlusMonths(month), DateTimeZoneProviders.Tzdb[zone])),
                seen.Moments
            );
        }
    }

    [Fact]
    public async Task Each_version_takes_the_place_of_the_one_before_and_the_last_takes_it_out()
    {
        var first = await _desk.HearingAsync();
        var moved = first with
        {
            Version = 2,
            Starts = new MeetingTime(new LocalDateTime(2027, 3, 11, 18, 30), _desk.BusLine.Zone),
            Location = "Library",
        };
        var off = moved with { State = ActionState.Cancelled };

        var seen = Assert.Single(await CalendarReaders.BothSeeAsync(File(first), File(moved)));
        Assert.Equal((1, false, "Library"), (seen.Sequence, seen.IsCancelled, seen.Place));
        Assert.Equal(moved.Starts.Instant, Assert.Single(seen.Moments));

        // An old file opened late changes nothing.
        seen = Assert.Single(await CalendarReaders.BothSeeAsync(File(moved), File(first)));
        Assert.Equal(moved.Starts.Instant, Assert.Single(seen.Moments));

        seen = Assert.Single(await CalendarReaders.BothSeeAsync(File(first), File(moved), File(off)));
        Assert.Equal((2, true), (seen.Sequence, seen.IsCancelled));
        Assert.Equal("CANCELLED: Transit Board *public* hearing", seen.Title);
        seen = Assert.Single(await CalendarReaders.BothSeeAsync(File(off), File(moved)));
        Assert.True(seen.IsCancelled);
    }

    [Fact]
    public async Task Everything_that_is_known_is_in_it_and_nothing_about_people()
    {
        var action = await _desk.HearingAsync(but: it =>
            it with
            {
                Note = "Bring water; a pen, too.\nSí",
                Milestones = [new Milestone(MilestoneKind.End, new LocalDateTime(2027, 3, 16, 20, 0))],
            }
        );

        var seen = Assert.Single(await CalendarReaders.BothSeeAsync(File(action)));
        var text = Encoding.UTF8.GetString(File(action).Span);

        Assert.Equal("A1@bus-line-7", seen.Uid);
        Assert.Equal("Transit Board *public* hearing", seen.Title);
        Assert.Equal("Town Hall, room 2", seen.Place);
        Assert.Equal("https://transit.pinonflats.example/hearings/7", seen.Link);
        Assert.StartsWith("Bring water; a pen, too.\nSí\n", seen.Description, StringComparison.Ordinal);
        Assert.Contains("what counts is the alert A1", seen.Description, StringComparison.Ordinal);
        Assert.Contains("lo que cuenta es la alerta A1", seen.Description, StringComparison.Ordinal);
        Assert.True(seen.HasEnd);
        Assert.Contains("DTSTAMP:20270301T120000Z", text, StringComparison.Ordinal);
        foreach (var absent in new[] { "ATTENDEE", "ORGANIZER", "VALARM", "X-WR" })
            Assert.DoesNotContain(absent, text, StringComparison.Ordinal);
        Assert.Contains("CLASS:PRIVATE", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_that_nobody_knows_is_not_made_up_and_a_campaign_at_risk_says_less()
    {
        var action = await _desk.HearingAsync(but: it => it with { Location = null, Link = null });
        var careful = English with { Campaign = _desk.BusLine with { Risk = RiskLevel.High } };

        var seen = Assert.Single(await CalendarReaders.BothSeeAsync(AlertFile.For(action, careful).Content));

        Assert.False(seen.HasEnd);
        Assert.Null(seen.Place);
        Assert.Null(seen.Link);
        Assert.DoesNotContain(careful.Purpose, seen.Description, StringComparison.Ordinal);
        Assert.Contains(
            English.Purpose,
            Assert.Single(await CalendarReaders.BothSeeAsync(File(action))).Description,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Plain")]
    [InlineData("Comma, semicolon; backslash \\ colon: \"quotes\" and \\n that is no line break")]
    [InlineData(
        "Reunión del concejo — 市議会の公聴会 — 🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌🚌"
    )]
    [InlineData("END:VEVENT")]
    [InlineData("اجتماع مجلس المدينة اجتماع مجلس المدينة اجتماع مجلس المدينة اجتماع مجلس المدينة")]
    public async Task Any_title_arrives_as_it_is_in_lines_that_every_program_takes(string title)
    {
        var file = Write(Entry("America/New_York", "2027-03-13T19:00") with { Title = title, Place = title });

        var seen = Assert.Single(await CalendarReaders.BothSeeAsync(file));

        Assert.Equal((title, title), (seen.Title, seen.Place));
        var text = Encoding.UTF8.GetString(file);
        Assert.EndsWith("END:VCALENDAR\r\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        // A character that is cut in two arrives as none.
        Assert.DoesNotContain('\uFFFD', text);
    }

    [Theory]
    [InlineData("America/New_York", "2027-01-05")]
    [InlineData("Australia/Lord_Howe", "2027-01-05")]
    [InlineData("Europe/London", "2027-01-05")]
    public async Task A_rule_is_the_same_times_to_both_at_one_time_on_the_wall(string zone, string first)
    {
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(first).Value;
        foreach (
            var pattern in new[]
            {
                new RecurrencePattern([IsoDayOfWeek.Tuesday], []),
                new RecurrencePattern([IsoDayOfWeek.Tuesday, IsoDayOfWeek.Friday], []),
                new RecurrencePattern([IsoDayOfWeek.Tuesday, IsoDayOfWeek.Sunday], [], EveryWeeks: 2),
                new RecurrencePattern([IsoDayOfWeek.Tuesday], [1, 3]),
                new RecurrencePattern([IsoDayOfWeek.Tuesday], [1, 5, RecurrencePattern.Last]),
            }
        )
        {
            var rule = Rule(zone, pattern, day);
            var skipped = rule.DaysByPattern().Skip(2).First();

            var seen = Assert.Single(
                await CalendarReaders.BothSeeAsync(
                    Write(
                        Entry(zone, "2027-01-05T19:00") with
                        {
                            Repeats = new OutgoingRepeat(
                                pattern,
                                rule.On(rule.DaysByPattern().Last()),
                                [skipped.At(rule.At)]
                            ),
                        }
                    )
                )
            );

            Assert.Equal(
                rule.DaysByPattern().Where(each => each != skipped).Select(each => rule.On(each).Instant),
                seen.Moments
            );
        }
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static Recurrence Rule(string zone, RecurrencePattern pattern, LocalDate first) =>
        new()
        {
            Pattern = pattern,
            First = first,
            Last = first.PlusMonths(11),
            At = new LocalTime(19, 0),
            Zone = DateTimeZoneProviders.Tzdb[zone],
        };

    private static OutgoingEntry Entry(string zone, string wall) =>
        new()
        {
            Uid = "A1@bus-line-7",
            Sequence = 0,
            Starts = new MeetingTime(
                NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(wall).Value,
                DateTimeZoneProviders.Tzdb[zone]
            ),
            Title = "Hearing",
        };

    private static byte[] Write(OutgoingEntry entry) => OutgoingCalendar.Write([entry], Written);

    private ReadOnlyMemory<byte> File(CollectiveAction action) => AlertFile.For(action, English).Content;

    private static Instant Utc(string utc) =>
        NodaTime
            .Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm")
            .Parse(utc)
            .Value.InUtc()
            .ToInstant();
}
