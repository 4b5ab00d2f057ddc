using Alexandria.OrganizerBot.Rehearsal.Scenarios;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Rehearsal;

public sealed class ScenarioPartsTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];

    [Theory]
    [InlineData("/mine", "/mine", "")]
    [InlineData("/tally action:A1", "/tally", "action=A1")]
    [InlineData(
        "/action create title:Budget night date:2026-03-10 time:19:00",
        "/action create",
        "title=Budget night|date=2026-03-10|time=19:00"
    )]
    [InlineData(
        "/action create title:\"Now: or never\" place:City Hall",
        "/action create",
        "title=Now: or never|place=City Hall"
    )]
    [InlineData("/x link:https://example.org/a b:", "/x", "link=https://example.org/a|b=")]
    public void A_typed_command_splits_as_people_mean_it(string line, string command, string options)
    {
        var typed = TypedCommand.Parse(line);

        Assert.Equal(command, typed.Command);
        Assert.Equal(
            options.Split('|', StringSplitOptions.RemoveEmptyEntries),
            typed.Options.Select(option => $"{option.Key}={option.Value}")
        );
    }

    [Theory]
    [InlineData("1d", "2026-03-08T11:00:00Z")]
    [InlineData("24h", "2026-03-08T12:00:00Z")]
    [InlineData("1d2h30m", "2026-03-08T13:30:00Z")]
    [InlineData("90s", "2026-03-07T12:01:30Z")]
    public void Days_keep_the_wall_time_over_a_clock_change_and_hours_are_exact(string span, string then)
    {
        var from = Instant.FromUtc(2026, 3, 7, 12, 0);

        Assert.Equal(then, Span.TryParse(span)?.After(from, NewYork).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("h")]
    [InlineData("1d 2h")]
    [InlineData("-1d")]
    public void What_is_no_span_is_not_read_as_one(string text) => Assert.Null(Span.TryParse(text));

    [Fact]
    public void A_wall_time_in_the_gap_is_the_first_after_it_and_of_two_equal_ones_the_earlier_counts()
    {
        Assert.Equal(
            Instant.FromUtc(2026, 3, 8, 7, 0),
            WallTime.ToInstant(new LocalDateTime(2026, 3, 8, 2, 30), NewYork)
        );
        Assert.Equal(
            Instant.FromUtc(2026, 11, 1, 5, 30),
            WallTime.ToInstant(new LocalDateTime(2026, 11, 1, 1, 30), NewYork)
        );
    }

    [Fact]
    public void Variables_are_filled_with_formats_and_leave_regular_expressions_alone()
    {
        var variables = new Variables("test.yaml");
        variables.SetMeeting(
            new StageMeeting("905", "Council (Budget)", new LocalDate(2026, 3, 10), new LocalTime(19, 0), "Hall", false)
        );

        Assert.Equal("905 on 2026-03-10 at 19:00", Fill("{meeting.id} on {meeting.date} at {meeting.time}"));
        Assert.Equal("Tue, Mar 10 7:00 PM", Fill("{meeting.date:ddd, MMM d} {meeting.time:h:mm tt}"));
        Assert.Equal(
            @"Council\ \(Budget\) A\d{2}",
            variables.FillPattern(new ScenarioText(@"{meeting.title} A\d{2}", 1))
        );

        string Fill(string text) => variables.Fill(new ScenarioText(text, 1));
    }

    [Fact]
    public void A_variable_without_a_value_is_a_mistake_of_its_line()
    {
        var mistake = Assert.Throws<ScenarioMistakeException>(() =>
            new Variables("test.yaml").Fill(new ScenarioText("{action}", 12))
        );

        Assert.StartsWith("test.yaml:12: {action}", mistake.Message, StringComparison.Ordinal);
    }
}
