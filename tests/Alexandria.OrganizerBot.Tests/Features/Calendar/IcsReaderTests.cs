using System.Text;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

public sealed class IcsReaderTests
{
    private const string Whole =
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID=America/New_York:20261208T190000\r\n"
        + "RRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:Council\r\nBEGIN:VALARM\r\nTRIGGER:-PT15M\r\nSUMMARY:Not this\r\nEND:VALARM\r\n"
        + "LOCATION:Room 2\r\nEND:VEVENT\r\nEND:VCALENDAR";

    [Fact]
    public void What_lies_inside_an_event_is_not_the_events_own()
    {
        var meeting = Understood(Whole)[0];

        Assert.Equal(("Council", "Room 2"), (meeting.Title, meeting.Location));
    }

    [Fact]
    public void Cut_off_anywhere_it_is_unreadable_and_never_half_a_calendar()
    {
        var whole = Encoding.UTF8.GetBytes(Whole);
        Gen.Int[0, whole.Length - 1]
            .Sample(length => Read(whole[..length]) is CalendarReading.Unreadable { Reason.Length: > 0 });
    }

    [Fact]
    public void No_bytes_make_it_throw() =>
        Gen
            .Byte.Array[0, 100]
            .Sample(bytes =>
            {
                _ = Read([.. Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:"), .. bytes]);
                _ = Read([.. Encoding.UTF8.GetBytes(Whole.Replace("COUNT=3", "", StringComparison.Ordinal)), .. bytes]);
            });

    /// <summary>Each is one day of the same series, whatever the form in which it is left out or changed.</summary>
    [Theory]
    [InlineData("EXDATE;TZID=America/New_York:20261215T190000")]
    [InlineData("EXDATE;TZID=\"Eastern Standard Time\":20261215T190000")]
    [InlineData("EXDATE:20261216T000000Z")]
    [InlineData("EXDATE:20261215T190000")]
    [InlineData("EXDATE;VALUE=DATE:20261215")]
    [InlineData("EXDATE;TZID=America/Chicago:20261215T180000")]
    [InlineData("exdate;value=date-time:20261216T000000Z,20261222T000000")]
    public void A_day_is_left_out_of_a_series_however_it_is_written(string line)
    {
        var days = Understood(Whole.Replace("SUMMARY:Council", line + "\r\nSUMMARY:Council", StringComparison.Ordinal))
            .Select(meeting => meeting.Date);

        Assert.Equal([new LocalDate(2026, 12, 8), new LocalDate(2026, 12, 22)], days);
    }

    [Theory]
    [InlineData("METHOD:CANCEL", true)]
    [InlineData("METHOD:PUBLISH", false)]
    public void A_file_that_cancels_cancels_each_of_its_events(string method, bool cancels) =>
        Assert.All(
            Understood(Whole.Replace("BEGIN:VCALENDAR", "BEGIN:VCALENDAR\r\n" + method, StringComparison.Ordinal)),
            meeting => Assert.Equal(cancels, meeting.Status == MeetingStatus.Cancelled)
        );

    [Theory]
    [InlineData("America/New_York", "America/New_York")]
    [InlineData("america/new_york", "America/New_York")]
    [InlineData("\"America/New_York\"", "America/New_York")]
    [InlineData("/mozilla.org/20050126_1/America/New_York", "America/New_York")]
    [InlineData("Eastern Standard Time", "America/New_York")]
    [InlineData("W. Europe Standard Time", "Europe/Berlin")]
    [InlineData("(UTC-08:00) Pacific Time (US & Canada)", "America/Los_Angeles")]
    [InlineData("US/Eastern", "US/Eastern")]
    [InlineData("Eastern", "America/New_York")]
    [InlineData("UTC", "UTC")]
    [InlineData("UTC+11", "UTC+11")]
    [InlineData("GMT-05:00", "UTC-05")]
    [InlineData("EST", null)]
    [InlineData("PST", null)]
    [InlineData("City Hall", null)]
    [InlineData("UTC+25", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_zone_is_known_by_name_or_not_at_all(string? name, string? id) =>
        Assert.Equal(id, IcsZones.Find(name)?.Id);

    /// <summary>More starts than any body has; rules of a hostile file cost a bounded time.</summary>
    [Fact]
    public void A_series_has_an_end_however_long_it_claims_to_be()
    {
        var endless = Whole.Replace("FREQ=WEEKLY;COUNT=3", "FREQ=DAILY;COUNT=2000000000", StringComparison.Ordinal);

        Assert.Equal(IcsSeries.MostInstances, Understood(endless).Count);
    }

    private static IReadOnlyList<Meeting> Understood(string text) =>
        Assert.IsType<CalendarReading.Understood>(Read(Encoding.UTF8.GetBytes(text))).Meetings;

    private static CalendarReading Read(byte[] bytes) =>
        new IcsReader().Read(
            [bytes],
            FeedRules.Of(
                CalendarSamples.Campaign,
                new CalendarFeed("town", "ics", new Uri("https://town.example/a.ics"), []),
                CalendarSamples.FetchedAt
            ) with
            {
                WholeCalendar = true,
            }
        );
}
