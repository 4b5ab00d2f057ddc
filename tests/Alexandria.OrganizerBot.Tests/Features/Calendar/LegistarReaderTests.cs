using System.Text;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Features.Calendar;
using CsCheck;
using NodaTime;
using static Alexandria.OrganizerBot.Tests.Features.Calendar.CalendarSamples;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

public sealed class LegistarReaderTests
{
    [Fact]
    public void A_meeting_is_read_as_it_stands()
    {
        var meeting = Meeting();

        Assert.Equal("1", meeting.Id);
        Assert.Equal("council", meeting.Feed);
        Assert.Equal(Campaign.Id, meeting.Campaign);
        Assert.Equal("City Council Public Hearing Meeting", meeting.Title);
        Assert.Equal(new LocalDate(2026, 12, 12), meeting.Date);
        Assert.Equal(new LocalTime(9, 30), meeting.Time);
        Assert.Equal("4850 Mark Center Drive, Room 1305", meeting.Location);
        Assert.Equal("alexandria.legistar.com", meeting.Link!.Host);
        Assert.Equal(MeetingStatus.Scheduled, meeting.Status);
        Assert.Equal(MeetingConfidence.Ok, meeting.Confidence);
        Assert.Equal(FetchedAt, meeting.FetchedAt);
        Assert.Matches("^[0-9a-f]{64}$", meeting.ContentHash);
    }

    [Theory]
    [InlineData(null, "TimeUnknown")]
    [InlineData("", "TimeUnknown")]
    [InlineData("TBD", "TimeUnknown")]
    [InlineData("7:00 PM or immediately following the work session", "TimeUnknown")]
    [InlineData("1:00 AM", "NeedsReview")]
    [InlineData("11:30 PM", "NeedsReview")]
    [InlineData("6:00 AM", "Ok")]
    public void A_time_that_is_missing_or_odd_is_kept_and_marked(string? time, string confidence) =>
        Assert.Equal(confidence, Meeting(("EventTime", time)).Confidence.ToString());

    [Fact]
    public void A_recorded_calendar_of_115_meetings_is_read_whole()
    {
        var file = Checkout.Shared("data", "calendars", "legistar-api-nyc.json");
        Assert.SkipWhen(file is null, "The recorded calendar does not lie beside this checkout.");

        var reading = Assert.IsType<CalendarReading.Understood>(Read(File.ReadAllBytes(file!)));

        Assert.Equal(115, reading.Meetings.Count + reading.Dropped.Count);
        Assert.All(reading.Dropped, entry => Assert.Equal(DropReason.Duplicate, entry.Reason));
        Assert.All(reading.Meetings, meeting => Assert.NotNull(meeting.Time));
        Assert.All(reading.Meetings, meeting => Assert.Equal(MeetingConfidence.Ok, meeting.Confidence));
        Assert.Equal(18, reading.Meetings.Count(meeting => meeting.Status == MeetingStatus.Cancelled));
        Assert.Equal(
            reading.Meetings.OrderBy(meeting => meeting.Date).Select(m => m.Date),
            reading.Meetings.Select(m => m.Date)
        );
    }

    [Theory]
    [InlineData("2026-12-12T00:00:00")]
    [InlineData("2026-12-12T18:45:00")]
    [InlineData("2026-12-12T00:00:00Z")]
    [InlineData("2026-12-12")]
    public void Only_the_day_of_a_date_means_something(string date)
    {
        var meeting = Meeting(("EventDate", date));

        Assert.Equal(new LocalDate(2026, 12, 12), meeting.Date);
        Assert.Equal(new LocalTime(9, 30), meeting.Time);
    }

    [Theory]
    [InlineData("EventDate", "/Date(1708527600000)/")]
    [InlineData("EventDate", "12/12/2026")]
    [InlineData("EventDate", "2026-02-30T00:00:00")]
    [InlineData("EventDate", null)]
    [InlineData("EventBodyName", null)]
    [InlineData("EventBodyName", " \u202E ")]
    [InlineData("EventId", "twelve")]
    [InlineData("EventId", null)]
    public void An_entry_that_cannot_be_a_meeting_is_dropped_and_the_others_stay(string field, string? value)
    {
        var reading = Understood(Entry(1, (field, value)), Entry(2));

        Assert.Equal("2", Assert.Single(reading.Meetings).Id);
        Assert.Equal((0, DropReason.Malformed), (reading.Dropped[0].Index, reading.Dropped[0].Reason));
    }

    /// <summary>.NET reads such an address, and refuses only to name its host; half a character it does not normalise.</summary>
    [Theory]
    [InlineData("EventInSiteURL", "https://alexandria.legistar.co\uFFFD/x")]
    [InlineData("EventLocation", "see https://alexandria.legistar.co\uFFFD/x")]
    [InlineData("EventLocation", "moved", 300)]
    public void What_cannot_be_read_costs_a_field_and_not_the_calendar(string field, string value, int people = 0)
    {
        // With an odd number of units before it, the cut goes through one of the pairs.
        var text = value + string.Concat(Enumerable.Repeat("\U0001F9D1", people));

        var reading = CalendarSamples.Read(
            CalendarSamples.Answer(
                CalendarSamples.Entry(1, (field, text)),
                CalendarSamples.Entry(2, ("EventDate", "2026-12-13T00:00:00"))
            )
        );

        var meetings = Assert.IsType<CalendarReading.Understood>(reading).Meetings;
        Assert.Equal(["1", "2"], meetings.Select(meeting => meeting.Id));
        Assert.Equal(field != "EventInSiteURL", meetings[0].Link is not null);
    }

    [Fact]
    public void Text_out_of_the_feed_is_made_harmless()
    {
        var meeting = Meeting(
            (
                "EventLocation",
                "<p>City&nbsp;Hall &amp; online\r\n https://zoom.example/j/123?pwd=abc Passcode: 55 12 34</p>\u202E"
            ),
            ("EventBodyName", "Board\u202E of\u2066 <b>Zoning</b>\n\nAppeals" + new string('x', 10_000))
        );

        Assert.Equal("City Hall & online", meeting.Location);
        Assert.StartsWith("Board of Zoning Appeals", meeting.Title, StringComparison.Ordinal);
        Assert.True(meeting.Title.Length <= 121);
    }

    [Theory]
    [InlineData("https://alexandria.legistar.com/x", true)]
    [InlineData("https://ALEXANDRIA.legistar.com/x", true)]
    [InlineData("http://alexandria.legistar.com/x", false)]
    [InlineData("https://alexandria.legistar.com.evil.example/x", false)]
    [InlineData("https://evil.example/alexandria.legistar.com", false)]
    [InlineData("https://alexandria.legistar.com@evil.example/x", false)]
    [InlineData("https://user@alexandria.legistar.com/x", false)]
    [InlineData("https://alexandria.legistar.com:8443/x", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("MeetingDetail.aspx?ID=1", false)]
    public void A_link_leads_to_an_allowed_host_or_is_dropped(string link, bool stays) =>
        Assert.Equal(stays, Meeting(("EventInSiteURL", link)).Link is not null);

    [Fact]
    public void The_same_meeting_twice_is_one()
    {
        var reading = Understood(
            Entry(1),
            Entry(2),
            Entry(3, ("EventTime", "7:00 PM")),
            Entry(3, ("EventTime", "8:00 PM"))
        );

        Assert.Equal(["1", "3"], reading.Meetings.Select(meeting => meeting.Id));
        Assert.All(reading.Dropped, entry => Assert.Equal(DropReason.Duplicate, entry.Reason));
    }

    [Fact]
    public void Two_meetings_of_one_body_without_a_time_are_two_unless_they_share_a_place()
    {
        var reading = Understood(
            Entry(1, ("EventTime", null)),
            Entry(2, ("EventTime", null), ("EventLocation", "Elsewhere")),
            Entry(3, ("EventTime", null))
        );

        Assert.Equal(["1", "2"], reading.Meetings.Select(meeting => meeting.Id));
    }

    [Fact]
    public void Only_bodies_of_interest_are_offered_also_when_cancelled()
    {
        var feed = Campaign.Feeds[0] with { Bodies = ["City Council Legislative Meeting"] };
        var body = Answer(
            Entry(1),
            Entry(2, ("EventBodyName", "City Council Legislative Meeting")),
            Entry(3, ("EventBodyName", "CANCELLED - City Council Legislative Meeting"))
        );

        var reading = Assert.IsType<CalendarReading.Understood>(Read(body, Campaign with { Feeds = [feed] }));

        Assert.Equal(["2", "3"], reading.Meetings.Select(meeting => meeting.Id));
        Assert.Equal(DropReason.OtherBody, Assert.Single(reading.Dropped).Reason);
    }

    [Fact]
    public void The_hash_changes_with_what_people_would_notice_and_with_nothing_else()
    {
        var before = Meeting().ContentHash;

        Assert.Equal(
            before,
            Meeting(("EventLastModifiedUtc", "2027-01-01T00:00:00"), ("EventComment", "VOTE*")).ContentHash
        );
        Assert.Equal(before, Meeting(("EventTime", "9:30 a.m.")).ContentHash);
        (string, string?)[] noticed =
        [
            ("EventTime", "10:00 AM"),
            ("EventDate", "2026-12-13T00:00:00"),
            ("EventLocation", "City Hall"),
            ("EventBodyName", "City Council"),
            ("EventAgendaStatusName", "Canceled"),
        ];
        Assert.All(noticed, change => Assert.NotEqual(before, Meeting(change).ContentHash));
    }

    [Fact]
    public void Meetings_come_in_the_order_of_their_start()
    {
        var reading = Understood(
            Entry(1, ("EventTime", null)),
            Entry(2, ("EventTime", "7:00 PM")),
            Entry(3, ("EventDate", "2026-12-01T00:00:00")),
            Entry(4)
        );

        Assert.Equal(["3", "4", "2", "1"], reading.Meetings.Select(meeting => meeting.Id));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Sign in</body></html>", "calendar.unreadable.html", "web page")]
    [InlineData("  \n<html>", "calendar.unreadable.html", "web page")]
    [InlineData("<?xml version=\"1.0\"?><ArrayOfGranicusEvent/>", "calendar.unreadable.xml", "XML")]
    [InlineData("", "calendar.unreadable.empty", "empty")]
    [InlineData(" \r\n", "calendar.unreadable.empty", "empty")]
    [InlineData(
        "[{\"EventId\": 1, \"EventBodyName\": \"City Cou",
        "calendar.unreadable.cut-off",
        "cut off after 42 bytes"
    )]
    [InlineData("[", "calendar.unreadable.cut-off", "cut off after 1 bytes")]
    [InlineData("[{\"EventId\": 1}, oops]", "calendar.unreadable.not-json", "not valid JSON")]
    [InlineData("Service unavailable", "calendar.unreadable.not-json", "not valid JSON")]
    [InlineData("[] trailing", "calendar.unreadable.not-json", "not valid JSON")]
    [InlineData("{\"Message\": \"An error has occurred.\"}", "calendar.unreadable.not-a-list", "not a list")]
    [InlineData("\"maintenance\"", "calendar.unreadable.not-a-list", "not a list")]
    [InlineData("42", "calendar.unreadable.not-a-list", "not a list")]
    [InlineData("[1, \"two\", null, [], {}]", "calendar.unreadable.no-entry", "No entry")]
    public void What_is_no_calendar_is_told_in_one_sentence(string body, string key, string reason)
    {
        var reading = Assert.IsType<CalendarReading.Unreadable>(Read(body));

        Assert.Equal(key, reading.Key);
        Assert.Contains(reason, reading.Reason, StringComparison.Ordinal);
        // The same can be said to organizers in their language.
        Assert.NotEmpty(OrganizerBot.Words.Catalogue.Load().Text("es", reading.Key, [.. reading.Values]));
    }

    [Fact]
    public void Other_encodings_are_told_and_a_byte_order_mark_does_no_harm()
    {
        byte[] utf16 = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("[]")];
        Assert.Equal("calendar.unreadable.encoding", Assert.IsType<CalendarReading.Unreadable>(Read(utf16)).Key);

        byte[] marked = [.. Encoding.UTF8.Preamble, .. Answer(Entry(1))];
        Assert.Single(Assert.IsType<CalendarReading.Understood>(Read(marked)).Meetings);
    }

    [Fact]
    public void One_broken_byte_or_half_a_character_costs_no_more_than_itself()
    {
        var body = Answer(Entry(1, ("EventLocation", "Caf_ of the library")));
        body[body.AsSpan().IndexOf("Caf_"u8) + 3] = 0xE9;
        var meeting = Assert.Single(Assert.IsType<CalendarReading.Understood>(Read(body)).Meetings);
        Assert.Equal("Caf of the library", meeting.Location);

        var halfPair = Encoding
            .UTF8.GetString(Answer(Entry(1)))
            .Replace("Room 1305", @"\ud83d", StringComparison.Ordinal);
        var withHalfPair = Assert.Single(Assert.IsType<CalendarReading.Understood>(Read(halfPair)).Meetings);
        Assert.Null(withHalfPair.Location);
    }

    [Fact]
    public void An_empty_list_is_understood() =>
        Assert.Empty(Assert.IsType<CalendarReading.Understood>(Read("[]")).Meetings);

    [Fact]
    public void Cut_off_anywhere_it_is_unreadable_and_never_half_a_calendar()
    {
        var whole = Answer(Entry(1), Entry(2, ("EventTime", "7 PM")));
        Gen.Int[0, whole.Length - 1]
            .Sample(length => Read(whole[..length]) is CalendarReading.Unreadable { Reason.Length: > 0 });
    }

    [Fact]
    public void No_bytes_make_it_throw() =>
        Gen
            .Byte.Array[0, 200]
            .Sample(bytes =>
            {
                _ = Read(bytes);
            });

    [Fact]
    public void The_window_is_asked_for_unless_the_address_has_a_query_of_its_own()
    {
        var feed = new Uri("https://webapi.legistar.com/v1/alexandria/events");
        var reader = new LegistarReader(LegistarTokens.None);
        var window = FeedRules.WindowOf(new LocalDate(2026, 12, 31));
        var address = reader.FirstPage(feed, window).ToString();

        Assert.Contains("EventDate+ge+datetime'2026-12-29'", address, StringComparison.Ordinal);
        Assert.Contains("EventDate+lt+datetime'2027-03-31'", address, StringComparison.Ordinal);
        var own = new Uri(feed + "?$top=5");
        Assert.Equal(own, reader.FirstPage(own, window));
    }
}
