using System.Text.Json.Nodes;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Rehearsal;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Hosting;

/// <summary><c>calendar check</c>, as an operator types it.</summary>
public sealed class CalendarCheckVerbTests : IDisposable
{
    private const string Rows = """
        [{"EventId":7,"EventBodyName":"City Council","EventDate":"2026-12-08T00:00:00","EventTime":"7:00 PM","EventLocation":"Room 1305","EventInSiteURL":"https://town.legistar.com/MeetingDetail.aspx?LEGID=7"},
         {"EventId":8,"EventBodyName":"CANCELLED - Planning Commission","EventDate":"2026-12-09T00:00:00","EventTime":"TBD","EventLocation":null},
         {"EventId":9,"EventBodyName":"City Council","EventDate":"soon"}]
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Json_has_the_counts_what_was_dropped_and_every_meeting()
    {
        Assert.Equal(ExitCodes.Ok, await CheckAsync("events.json", Rows, zone: "America/New_York", json: true));

        var expected = JsonNode.Parse(
            """
            {"read":3,"kept":2,"cancelled":1,"timeUnknown":1,"needsReview":0,
             "dropped":[{"id":"9","reason":"malformed"}],
             "meetings":[
              {"id":"7","title":"City Council","startsLocal":"2026-12-08T19:00:00","zone":"America/New_York","status":"scheduled","confidence":"ok","location":"Room 1305","link":"https://town.legistar.com/MeetingDetail.aspx?LEGID=7"},
              {"id":"8","title":"Planning Commission","startsLocal":"2026-12-09","zone":"America/New_York","status":"cancelled","confidence":"time-unknown","location":null,"link":null}]}
            """
        );
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(_output.ToString())), _output.ToString());
        Assert.Empty(_errors.ToString());
    }

    [Fact]
    public async Task Text_says_the_same_in_lines()
    {
        Assert.Equal(ExitCodes.Ok, await CheckAsync("events.json", Rows));

        Assert.Equal(
            """
            The calendar states no zone; all times are as it writes them.
            2026-12-08 19:00  City Council · Room 1305 · https://town.legistar.com/MeetingDetail.aspx?LEGID=7
            2026-12-09  ?     Planning Commission · CANCELLED
            dropped: entry 3 (9): it has no id, no title or no date that can be read
            3 entries read, 2 meetings kept (1 cancelled, 1 without a clear time, 0 to be looked at), 1 dropped.
            """.ReplaceLineEndings(),
            _output.ToString().TrimEnd().ReplaceLineEndings()
        );
    }

    [Theory]
    [InlineData("DTSTART;TZID=Europe/Vienna:20261208T190000", null, "2026-12-08T19:00:00", "Europe/Vienna")]
    [InlineData(
        "DTSTART;TZID=Europe/Vienna:20261208T190000",
        "America/New_York",
        "2026-12-08T13:00:00",
        "America/New_York"
    )]
    [InlineData("DTSTART:20261208T190000Z", null, "2026-12-08T19:00:00", "UTC")]
    [InlineData("DTSTART:20261208T190000", null, "2026-12-08T19:00:00", null)]
    [InlineData("DTSTART:20261208T190000", "America/Chicago", "2026-12-08T19:00:00", "America/Chicago")]
    [InlineData("DTSTART;VALUE=DATE:20261208", null, "2026-12-08", null)]
    public async Task Times_are_shown_in_the_zone_that_was_named_or_that_the_calendar_states(
        string start,
        string? zone,
        string startsLocal,
        string? shown
    )
    {
        var file =
            $"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n{start}\r\nSUMMARY:Council\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

        Assert.Equal(ExitCodes.Ok, await CheckAsync("town.ics", file, zone: zone, json: true));

        var meeting = Assert.Single(JsonNode.Parse(_output.ToString())!["meetings"]!.AsArray());
        Assert.Equal((startsLocal, shown), ((string?)meeting!["startsLocal"], (string?)meeting["zone"]));
    }

    [Theory]
    [InlineData("auto", "<html><body>Sign in</body></html>", "The answer is a web page instead of data.")]
    [InlineData("auto", "{\"a\":1}", "The answer is not a list of meetings.")]
    [InlineData("ics", "[]", "The answer is not an iCalendar file.")]
    [InlineData("legistar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "The answer is not valid JSON (at byte 0).")]
    [InlineData("ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "The answer is cut off after 31 bytes.")]
    public async Task What_is_no_calendar_is_said_in_one_sentence(string format, string text, string sentence)
    {
        Assert.Equal(ExitCodes.Failed, await CheckAsync("file.txt", text, format, json: true));

        Assert.Equal($"The calendar cannot be read. {sentence}", _errors.ToString().TrimEnd());
        Assert.Empty(_output.ToString());
    }

    [Theory]
    [InlineData("nowhere.ics", "auto", null, "There is no file ")]
    [InlineData("events.json", "outlook", null, "'outlook' is no kind of calendar; there are auto, legistar, ics, ")]
    [InlineData("events.json", "auto", "Eastern", "'Eastern' is no time zone; ")]
    [InlineData(
        "http://town.example/events",
        "auto",
        null,
        "The address must be a whole one that begins with https://"
    )]
    [InlineData(
        "https://me:secret@town.example/",
        "auto",
        null,
        "The address must be a whole one that begins with https://"
    )]
    public async Task What_was_typed_wrongly_is_refused_in_one_sentence(
        string source,
        string format,
        string? zone,
        string sentence
    )
    {
        _folder.Write("events.json", Rows);
        var where = source.Contains("://", StringComparison.Ordinal) ? source : Path.Combine(_folder.FullPath, source);

        Assert.Equal(ExitCodes.Refused, await RunAsync(new CalendarCheckArguments(where, format, zone)));

        Assert.StartsWith(sentence, _errors.ToString(), StringComparison.Ordinal);
        Assert.Single(_errors.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task An_address_is_asked_as_the_bot_would()
    {
        await using var city = await CalendarServer.StartAsync(_folder.Write("events.json", Rows), Token);

        Assert.Equal(ExitCodes.Ok, await RunAsync(new CalendarCheckArguments(city.Url.AbsoluteUri, Json: true)));
        Assert.Equal(2, (int?)JsonNode.Parse(_output.ToString())!["kept"]);

        city.Serve(Path.Combine(_folder.FullPath, "missing.json"));
        Assert.Equal(ExitCodes.Failed, await RunAsync(new CalendarCheckArguments(city.Url.AbsoluteUri)));
        Assert.Equal("The calendar cannot be read. The address answered with 404.", _errors.ToString().TrimEnd());
    }

    [Fact]
    public async Task Help_names_the_verb_and_its_options()
    {
        Assert.Equal(ExitCodes.Ok, await CommandLine.InvokeAsync(["calendar", "check", "--help"], _output));

        foreach (var option in new[] { "--format", "--zone", "--json" })
            Assert.Contains(option, _output.ToString(), StringComparison.Ordinal);
    }

    private Task<int> CheckAsync(
        string name,
        string text,
        string format = "auto",
        string? zone = null,
        bool json = false
    ) => RunAsync(new CalendarCheckArguments(_folder.Write(name, text), format, zone, json));

    private Task<int> RunAsync(CalendarCheckArguments arguments) =>
        CalendarCheckVerb.RunAsync(arguments, _time, _output, _errors, Token);
}
