using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>The city's calendar breaks: the coordinators hear it in plain words, and nothing is lost or posted.</summary>
public sealed class CalendarJourneys : Journey
{
    private const string Page = "<!DOCTYPE html><html><body>Service unavailable</body></html>";

    public static TheoryData<string, string, string> BrokenCalendars { get; } =
        new()
        {
            { "calendar.html", Page, "answered with a web page instead of data" },
            { "calendar.json", Page, "answered with a web page instead of data" },
            {
                "calendar.json",
                CreateJourneys.CouncilCalendar.Text[..(CreateJourneys.CouncilCalendar.Text.Length / 2)],
                "is cut off after"
            },
            { "calendar.json", "", "answer is empty" },
            { "calendar.json", "{\"Message\":\"Token is required\"}", "is not a list of meetings" },
        };

    [Theory]
    [MemberData(nameof(BrokenCalendars))]
    public async Task A_broken_calendar_is_told_to_the_coordinators_once_and_the_old_meetings_stay(
        string file,
        string text,
        string words
    )
    {
        var stage = await OpenStageAsync(new StagePlan { Calendar = CreateJourneys.CouncilCalendar });
        var before = await stage.OfferedAsync("Olga", "/action create", "meeting", "");

        await stage.ReadCalendarAsync($"broken-{file}", text);
        await stage.ReadCalendarAsync($"broken-{file}", text);

        var notice = Assert.Single(stage.Channel("#coordinators"));
        Assert.Contains("The calendar “council” cannot be read.", notice.Text, StringComparison.Ordinal);
        Assert.Contains(words, notice.Text, StringComparison.Ordinal);
        Assert.Contains("nothing was posted or cancelled", notice.Text, StringComparison.Ordinal);
        Assert.NotEmpty(before);
        Assert.Equal(before, await stage.OfferedAsync("Olga", "/action create", "meeting", ""));
        Assert.Empty(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task A_meeting_that_the_city_adds_is_offered_at_the_next_reading()
    {
        var stage = await OpenStageAsync();
        Assert.Empty(await stage.OfferedAsync("Olga", "/action create", "meeting", ""));

        await stage.ReadCalendarAsync(CreateJourneys.CouncilCalendar.Name, CreateJourneys.CouncilCalendar.Text);

        Assert.NotEmpty(await stage.OfferedAsync("Olga", "/action create", "meeting", "legislative"));
        Assert.Empty(stage.Channel("#coordinators"));
    }
}
