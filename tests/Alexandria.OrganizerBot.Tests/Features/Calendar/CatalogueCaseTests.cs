using System.Text;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using NodaTime;
using NodaTime.Text;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>
/// The catalogue of what calendars get wrong, one hand-written file a case in the folder Cases, with what has to be understood
/// of it beside it: one line a meeting, one a dropped entry, or why nothing can be read.
/// </summary>
public sealed class CatalogueCaseTests
{
    private static readonly (int First, int Last)[] Catalogue = [(1, 16), (20, 30), (40, 50), (60, 67), (70, 82)];

    private static readonly string Folder = Checkout.At(
        "tests",
        "Alexandria.OrganizerBot.Tests",
        "Features",
        "Calendar",
        "Cases"
    );

    public static TheoryData<string> Cases => [.. Catalogue.SelectMany(Numbers).Select(number => $"D-{number:00}")];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_a_calendar_gets_wrong_is_understood_or_said(string name)
    {
        var file = Assert.Single(Files(), file => Path.GetFileNameWithoutExtension(file) == name);

        var reading = Read(File.ReadAllBytes(file));

        var expected = File.ReadAllLines(Path.Combine(Folder, name + ".expected"));
        Assert.Equal(expected, Lines(reading));
    }

    [Fact]
    public void Every_file_is_a_case_of_the_catalogue() =>
        Assert.Equal(
            Catalogue.SelectMany(Numbers).Select(number => $"D-{number:00}"),
            Files().Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Ids_of_a_series_stay_while_a_day_of_it_is_moved_D_63()
    {
        var reading = Assert.IsType<CalendarReading.Understood>(
            Read(File.ReadAllBytes(Path.Combine(Folder, "D-63.ics")))
        );

        Assert.Equal(
            ["a@town/20261201", "a@town/20261208", "a@town/20261215"],
            reading.Meetings.Select(meeting => meeting.Id)
        );
    }

    [Fact]
    public void Ids_that_are_missing_or_shared_or_markup_are_made_and_differ_D_71()
    {
        var reading = Assert.IsType<CalendarReading.Understood>(
            Read(File.ReadAllBytes(Path.Combine(Folder, "D-71.ics")))
        );

        var ids = reading.Meetings.Select(meeting => meeting.Id).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.Matches("^x-[0-9a-f]{24}$", ids[0]);
        Assert.Equal(["same/20261209T1900", "same/20261210T1900"], ids[1..3]);
        Assert.Matches("^x-[0-9a-f]{24}$", ids[3]);
        Assert.Equal("revised@town", ids[4]);
    }

    [Fact]
    public void Only_the_bodies_that_a_campaign_names_are_kept_D_81()
    {
        var bodies = Read(
            File.ReadAllBytes(Path.Combine(Folder, "D-81.json")),
            bodies: ["City Council Legislative Meeting", "City Council Public Hearing Meeting"]
        );

        var reading = Assert.IsType<CalendarReading.Understood>(bodies);
        Assert.Equal(["1", "2"], reading.Meetings.Select(meeting => meeting.Id));
        Assert.Equal(("3", DropReason.OtherBody), (reading.Dropped[0].Id, reading.Dropped[0].Reason));
    }

    [Fact]
    public void A_false_Z_of_an_iCalendar_is_local_where_the_feed_says_so_D_41()
    {
        var file = Encoding.UTF8.GetBytes(
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20261208T190000Z\r\nSUMMARY:Council\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );

        Assert.Equal(["2026-12-08 19:00 scheduled ok Council"], Lines(Read(file, zIsLocal: true)));
        Assert.Equal(["2026-12-08 14:00 scheduled ok Council"], Lines(Read(file)));
    }

    /// <summary>As `run` reads it: days outside the window are left out.</summary>
    [Fact]
    public void A_series_is_read_for_the_days_of_interest_only_D_65()
    {
        var whole = Assert.IsType<CalendarReading.Understood>(
            Read(File.ReadAllBytes(Path.Combine(Folder, "D-66.ics")), whole: false)
        );

        Assert.Equal(
            [new LocalDate(2026, 11, 24), new LocalDate(2026, 12, 8)],
            whole.Meetings.Select(meeting => meeting.Date)
        );
        Assert.Empty(whole.Dropped);
    }

    private static IEnumerable<int> Numbers((int First, int Last) range) =>
        Enumerable.Range(range.First, range.Last - range.First + 1);

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Folder).Where(file => Path.GetExtension(file) != ".expected");

    private static CalendarReading Read(
        byte[] answer,
        IReadOnlyList<string>? bodies = null,
        bool zIsLocal = false,
        bool whole = true
    ) =>
        new AnyCalendar(CalendarSources.WithoutTokens).Read(
            [answer],
            new FeedRules(
                new CampaignId("town"),
                new CalendarFeed("council", "auto", new Uri("https://town.example/"), bodies ?? [])
                {
                    ZIsLocal = zIsLocal,
                },
                DateTimeZoneProviders.Tzdb["America/New_York"],
                Instant.FromUtc(2026, 11, 24, 12, 0)
            )
            {
                LinkHosts = ["alexandria.legistar.com"],
                WholeCalendar = whole,
            }
        );

    private static IEnumerable<string> Lines(CalendarReading reading) =>
        reading switch
        {
            CalendarReading.Unreadable unreadable => [$"unreadable {unreadable.Key}"],
            CalendarReading.Understood(var meetings, var dropped) =>
            [
                .. meetings.Select(Line),
                .. dropped.Select(entry => $"dropped {entry.Id} {Word(entry.Reason.ToString())}"),
            ],
            _ => throw new InvalidOperationException("Unknown reading."),
        };

    private static string Line(Meeting meeting)
    {
        var time = meeting.Time is { } start
            ? LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(start)
            : "--:--";
        var place = meeting.Location is null ? "" : $" @ {meeting.Location}";
        var link = meeting.Link is null ? "" : $" -> {meeting.Link}";
        return $"{LocalDatePattern.Iso.Format(meeting.Date)} {time} {Word(meeting.Status.ToString())} {Word(meeting.Confidence.ToString())} {meeting.Title}{place}{link}";
    }

    /// <summary>"NeedsReview" as "needs-review".</summary>
    private static string Word(string name) =>
        string.Concat(
            name.Select(
                (letter, at) =>
                    char.IsUpper(letter) && at > 0
                        ? $"-{char.ToLowerInvariant(letter)}"
                        : $"{char.ToLowerInvariant(letter)}"
            )
        );
}
