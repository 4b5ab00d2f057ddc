using System.Text;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Features.Calendar;
using CsCheck;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

public sealed class DocketReaderTests
{
    [Fact]
    public void Items_that_fit_a_keyword_are_kept_and_made_harmless()
    {
        var item = Assert.Single(Items(DocketSamples.Council));

        Assert.Equal("7", item.Number);
        Assert.Equal("Report on detainers @everyone and transfers, see", item.Title);
        Assert.Equal(["ICE", "detainer"], item.Keywords);
    }

    [Fact]
    public void The_end_of_one_text_and_the_beginning_of_another_make_no_phrase() =>
        Assert.Empty(Items("""[{ "EventItemTitle": "A review, judicial", "EventItemAgendaNote": "warrant lists" }]"""));

    [Fact]
    public void An_item_without_a_title_is_named_by_its_matter_its_note_or_its_keywords()
    {
        Assert.Equal("Jail study", Items("""[{ "EventItemMatterName": "Jail study" }]""")[0].Title);
        Assert.Equal("About the jail", Items("""[{ "EventItemAgendaNote": "About the jail" }]""")[0].Title);
        Assert.Equal(
            "jail",
            Items("""[{ "EventItemMatterAttachments": [{ "MatterAttachmentName": "jail.pdf" }] }]""")[0].Title
        );
    }

    [Theory]
    [InlineData("", "calendar.unreadable.empty")]
    [InlineData("  \n", "calendar.unreadable.empty")]
    [InlineData("<!DOCTYPE html><html></html>", "calendar.unreadable.html")]
    [InlineData("[{\"EventItemTitle\": \"Ja", "calendar.unreadable.not-json")]
    [InlineData("{\"Message\":\"Token is required\"}", "calendar.unreadable.not-a-list")]
    [InlineData("null", "calendar.unreadable.not-a-list")]
    public void An_answer_that_is_no_list_is_unreadable(string answer, string key) =>
        Assert.Equal(key, Assert.IsType<DocketReading.Unreadable>(Read(answer)).Key);

    [Fact]
    public void Odd_entries_cost_nothing_but_themselves() =>
        Assert.Equal(
            ["jail"],
            Items(
                    """[null, 7, "x", [], {}, { "EventItemTitle": 5 }, { "EventItemTitle": "\ud800 x" }, { "EventItemMatterAttachments": [1, {}] }, { "EventItemAgendaNumber": 3, "EventItemTitle": "jail" }]"""
                )
                .Select(item => item.Title)
        );

    [Fact]
    public void No_answer_makes_the_reader_throw() =>
        Gen.Byte.Array.Sample(bytes => Assert.NotNull(DocketReader.Read(bytes, CalendarSamples.Campaign)));

    [Fact]
    public void A_docket_without_end_is_looked_through_to_a_limit()
    {
        var items = string.Join(
            ",",
            Enumerable.Repeat("""{ "EventItemTitle": "jail" }""", DocketReader.MostItems + 50)
        );

        Assert.Equal(DocketReader.MostItems, Items($"[{items}]").Count);
    }

    [Theory]
    [InlineData(
        "https://webapi.legistar.com/v1/town/events",
        "https://webapi.legistar.com/v1/town/events/905/eventitems?AgendaNote=1&MinutesNote=1&Attachments=1"
    )]
    [InlineData(
        "https://webapi.legistar.com/v1/town/events/?token=abc",
        "https://webapi.legistar.com/v1/town/events/905/eventitems?AgendaNote=1&MinutesNote=1&Attachments=1&token=abc"
    )]
    [InlineData(
        "http://127.0.0.1:5000/calendar",
        "http://127.0.0.1:5000/calendar/905/eventitems?AgendaNote=1&MinutesNote=1&Attachments=1"
    )]
    public void The_items_stand_beside_the_feed(string feed, string items) =>
        Assert.Equal(
            items,
            DocketReader.Address(new CalendarFeed("council", "legistar", new Uri(feed), []), "905")!.AbsoluteUri
        );

    [Theory]
    [InlineData("ics", "905")]
    [InlineData("legistar", "905/../../secrets")]
    [InlineData("legistar", "uid@example.org")]
    public void Where_there_are_no_items_nobody_is_asked(string kind, string meeting) =>
        Assert.Null(
            DocketReader.Address(new CalendarFeed("council", kind, new Uri("https://example.org/events"), []), meeting)
        );

    private static DocketReading Read(string answer) =>
        DocketReader.Read(Encoding.UTF8.GetBytes(answer), CalendarSamples.Campaign);

    private static IReadOnlyList<DocketItem> Items(string answer) =>
        Assert.IsType<DocketReading.Understood>(Read(answer)).Items;
}
