using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class StageMeetingTests : IDisposable
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("5:30 PM", "17:30")]
    [InlineData("5:30 p.m.", "17:30")]
    [InlineData("05:30PM", "17:30")]
    [InlineData("13:00", "13:00")]
    [InlineData("7 PM", "19:00")]
    [InlineData("TBD", null)]
    [InlineData("", null)]
    public void Times_are_read_as_clerks_write_them(string written, string? read)
    {
        var meeting = Assert.Single(Read(Row(1, "2026-03-10", written)));

        Assert.Equal(read, meeting.Time?.ToString("HH:mm", null));
        Assert.False(meeting.IsOff);
    }

    [Theory]
    [InlineData("Deferred", "Council", "7:00 PM")]
    [InlineData("Final", "CANCELLED - Council", "7:00 PM")]
    [InlineData("Final", "Council", "Canceled")]
    public void A_meeting_that_is_off_is_recognised(string status, string body, string time)
    {
        Assert.True(Assert.Single(Read(Row(1, "2026-03-10", time, body, status))).IsOff);
    }

    [Fact]
    public void The_chosen_meeting_is_the_first_whose_week_but_not_whose_last_day_holds_the_clock_change()
    {
        // The clocks change on Sunday, 8 March 2026.
        var meetings = Read(
            Row(1, "2026-03-16", "7:00 PM"),
            Row(2, "2026-03-08", "7:00 PM"),
            Row(3, "2026-03-10", "8:30 AM"),
            Row(4, "2026-03-10", "7:00 PM", status: "Deferred"),
            Row(5, "2026-03-12", "7:00 PM"),
            Row(6, "2026-03-11", "7:30 PM")
        );

        Assert.Equal("6", StageCalendar.StraddlingClockChange(meetings, NewYork)?.Id);
    }

    [Fact]
    public void A_zone_without_clock_changes_has_no_such_meeting()
    {
        var phoenix = DateTimeZoneProviders.Tzdb["America/Phoenix"];

        Assert.Null(StageCalendar.StraddlingClockChange(Read(Row(6, "2026-03-11", "7:00 PM")), phoenix));
    }

    [Theory]
    [InlineData("<html>please log in</html>")]
    [InlineData("[{\"EventId\": 1, \"EventDate\": \"2026-")]
    [InlineData("{\"EventId\": 1}")]
    [InlineData("[{\"EventId\": 1, \"EventDate\": \"soon\"}]")]
    public void What_is_no_calendar_is_refused(string text)
    {
        var file = _folder.Write("calendar.json", text);

        Assert.Throws<FormatException>(() => StageCalendar.Read(file));
    }

    [Fact]
    public void A_real_council_calendar_has_a_meeting_that_straddles_a_clock_change()
    {
        var file = SharedCalendar("legistar-api-nyc.json");
        Assert.SkipWhen(file is null, "skipped: the recorded calendar ../shared/data/calendars is not here");

        var meetings = StageCalendar.Read(file);
        var chosen = StageCalendar.StraddlingClockChange(meetings, NewYork);

        Assert.Equal(115, meetings.Count);
        Assert.Equal(18, meetings.Count(meeting => meeting.IsOff));
        Assert.Equal(new LocalDateTime(2025, 3, 10, 10, 0), chosen?.StartsLocal);
    }

    private static string? SharedCalendar(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "data", "calendars", name);
            if (File.Exists(file))
            {
                return file;
            }
        }

        return null;
    }

    private static string Row(
        int id,
        string date,
        string time,
        string body = "City Council",
        string status = "Final"
    ) =>
        $$"""{"EventId":{{id}},"EventBodyName":"{{body}}","EventDate":"{{date}}T00:00:00","EventTime":"{{time}}","EventLocation":"Hall","EventAgendaStatusName":"{{status}}"}""";

    private IReadOnlyList<StageMeeting> Read(params string[] rows) =>
        StageCalendar.Read(_folder.Write("calendar.json", $"[{string.Join(',', rows)}]"));
}
