using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>An organizer drafts an action from the city's calendar or by hand, and reads what was understood.</summary>
public sealed class CreateJourneys : Journey
{
    internal static (string Name, string Text) CouncilCalendar { get; } =
        (
            "council.json",
            File.ReadAllText(
                Checkout.At("src", "Alexandria.OrganizerBot.Rehearsal", "Scenarios", "calendars", "council.json")
            )
        );

    [Fact]
    public async Task A_meeting_is_found_by_typing_a_part_of_its_name_and_becomes_a_draft()
    {
        var stage = await OpenStageAsync(new StagePlan { Calendar = CouncilCalendar });

        var offered = await stage.OfferedAsync("Olga", "/action create", "meeting", "public hearing");

        var choice = Assert.Single(offered);
        Assert.Equal("City Council Public Hearing Meeting, Sat, March 14, 9:30 AM", choice.Name);
        var draft = await stage.TypeAsync("Olga", "#organizers", $"/action create meeting:\"{choice.Value}\"");
        AssertEphemeral(draft);
        Assert.Contains("Draft A1: City Council Public Hearing Meeting", draft.Text, StringComparison.Ordinal);
        Assert.Contains("Where: Del Pepper Center, Room 1305", draft.Text, StringComparison.Ordinal);
        Assert.Contains("You ask people to: attend, speak", draft.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Sat, March 7, 9:30 AM (Alexandria time): to those who pledged and asked for reminders",
            draft.Text,
            StringComparison.Ordinal
        );
        Assert.Empty(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task Meetings_that_are_over_or_have_no_time_are_not_made_into_actions()
    {
        var stage = await OpenStageAsync(new StagePlan { Calendar = CouncilCalendar });

        var offered = await stage.OfferedAsync("Olga", "/action create", "meeting", "");
        var withoutTime = offered.Single(choice => choice.Name.Contains("Human Rights", StringComparison.Ordinal));
        var reply = await stage.TypeAsync("Olga", "#organizers", $"/action create meeting:\"{withoutTime.Value}\"");

        Assert.Equal(6, offered.Count); // of eight, one is over and one is cancelled
        Assert.DoesNotContain(offered, choice => choice.Name.Contains("February", StringComparison.Ordinal));
        Assert.Contains("does not say clearly when this meeting starts", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_action_typed_by_hand_shows_its_reminders_on_both_sides_of_the_clock_change()
    {
        var stage = await OpenStageAsync();

        var draft = await stage.TypeAsync(
            "Olga",
            "#organizers",
            "/action create title:Public hearing date:March 10 time:7pm place:City Hall, room 12 "
                + "link:https://alexandriava.gov/hearing asks:attend"
        );

        AssertEphemeral(draft);
        var lines = draft.Text.Split('\n');
        Assert.Contains("### Draft A1: Public hearing", lines);
        Assert.Contains(
            lines,
            line => line.StartsWith("When: Tue, March 10, 7:00 PM (Alexandria time)", StringComparison.Ordinal)
        );
        Assert.Contains("Where: City Hall, room 12", lines);
        Assert.Contains("You ask people to: attend", lines);
        Assert.Contains(
            "- Tue, March 3, 7:00 PM (Alexandria time): to those who pledged and asked for reminders",
            lines
        );
        Assert.Contains(
            "- Mon, March 9, 7:00 PM (Alexandria time): to those who pledged and asked for reminders, in the channel",
            lines
        );
        Assert.Contains(
            "- Tue, March 10, 5:00 PM (Alexandria time): to those who pledged and asked for reminders",
            lines
        );
        Assert.Contains(lines, line => line.Contains("(<https://alexandriava.gov/hearing>)", StringComparison.Ordinal));
        Assert.Empty(stage.Channel("#alerts"));
    }

    [Theory]
    [InlineData("title:Hearing", "Please write the date")]
    [InlineData("title:Hearing date:March 10", "Please write the time")]
    [InlineData("date:March 10 time:7pm", "Please choose a meeting from the calendar, or write a title")]
    [InlineData("title:Hearing date:someday time:7pm", "The date was not understood")]
    [InlineData("title:Hearing date:February 30 time:7pm", "This date does not exist")]
    [InlineData("title:Hearing date:2036-03-10 time:7pm", "more than two years away")]
    [InlineData("title:Hearing date:March 10 time:7", "morning or in the evening")]
    [InlineData("title:Hearing date:March 10 time:noonish", "The time was not understood")]
    [InlineData("title:Hearing date:2026-02-20 time:7pm", "Fri, February 20, 7:00 PM has already passed")]
    [InlineData(
        "title:Hearing date:March 8 time:2:30am",
        "the clocks jump forward over it. The first time after it is Sun, March 8, 3:00 AM"
    )]
    [InlineData("meeting:council|4711", "This meeting is not in the calendar")]
    [InlineData("meeting:nonsense", "This meeting is not in the calendar")]
    [InlineData(
        "title:Hearing date:March 10 time:7pm link:https://evil.example/x",
        "does not allow links to evil.example"
    )]
    [InlineData(
        "title:Hearing date:March 10 time:7pm link:http://alexandriava.gov/x",
        "does not allow links to alexandriava.gov"
    )]
    [InlineData(
        "title:Hearing date:March 10 time:7pm link:https://alexandriava.gov.evil.example/",
        "does not allow links to alexandriava.gov.evil.example"
    )]
    [InlineData(
        "title:Hearing date:March 10 time:7pm link:https://alexandriava.gov@evil.example/",
        "does not allow links to evil.example"
    )]
    [InlineData("title:Hearing date:March 10 time:7pm link:not a link", "The link was not understood")]
    public async Task What_is_not_clear_is_asked_again_and_nothing_is_drafted(string options, string answer)
    {
        var stage = await OpenStageAsync();

        var reply = await stage.TypeAsync("Olga", "#organizers", $"/action create {options}");

        AssertEphemeral(reply);
        Assert.Contains(answer, reply.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Nothing is planned",
            (await stage.TypeAsync("Olga", "#organizers", "/actions")).Text,
            StringComparison.Ordinal
        );
        Assert.Empty(stage.Channel("#alerts"));
    }

    [Fact]
    public async Task A_time_that_comes_twice_is_taken_as_the_first_and_that_is_said()
    {
        var stage = await OpenStageAsync(new StagePlan { Start = "2026-10-25T12:00" });

        var reply = await stage.TypeAsync(
            "Olga",
            "#organizers",
            "/action create title:Vigil date:November 1 time:1:30am"
        );

        Assert.Contains("this time comes twice. The earlier one is meant", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_characters_in_every_option_neither_break_nor_pass()
    {
        var stage = await OpenStageAsync();
        var flood = new string('w', 10_000);

        foreach (var option in (string[])["meeting", "title", "date", "time", "place", "link", "asks"])
        {
            var options = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["title"] = "Hearing",
                ["date"] = "March 10",
                ["time"] = "7pm",
                [option] = flood,
            };
            var reply = await stage.DeliverAsync(
                "Olga",
                "#organizers",
                new Act.Command("action create", options),
                option
            );
            var text = BotOnStage.TextOf(reply);
            Assert.InRange(text.Length, 1, 4000);
            Assert.DoesNotContain(new string('w', 301), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_replayed_command_makes_no_second_draft()
    {
        var stage = await OpenStageAsync();
        var create = new Act.Command(
            "action create",
            new Dictionary<string, string>
            {
                ["title"] = "Hearing",
                ["date"] = "March 10",
                ["time"] = "7pm",
            }
        );

        await stage.DeliverAsync("Olga", "#organizers", create, eventId: "77");
        await stage.DeliverAsync("Olga", "#organizers", create, eventId: "77");

        var list = (await stage.TypeAsync("Olga", "#organizers", "/actions")).Text;
        Assert.Single(list.Split('\n'), line => line.Contains("Hearing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Markup_mentions_and_hidden_characters_in_title_and_place_are_shown_plain_and_ping_nobody()
    {
        var stage = await OpenStageAsync();
        const string title = "@everyone **Free** [prize](https://evil.example) \u202Egnp.exe";
        const string place = "<@100> <#1> ||hall|| # big ~~old~~ `x` https://evil.example";

        // Foreign addresses hold a posting up, except in an emergency.
        await stage.TypeAsync(
            "Olga",
            "#organizers",
            $"/action create title:\"{title}\" date:March 10 time:7pm place:\"{place}\""
        );
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1 emergency:yes");
        var alert = stage.Channel("#alerts")[^1];

        Assert.Empty(stage.Discord.Pings(alert));
        Assert.DoesNotContain("\u202E", alert.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("@everyone", alert.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://evil.example", alert.Text, StringComparison.Ordinal);
        var shown = alert
            .Text.Replace("\\*", "", StringComparison.Ordinal)
            .Replace("\\`", "", StringComparison.Ordinal);
        Assert.DoesNotContain("**", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("||", shown.Replace("\\|", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\\[prize]", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(" <@", shown, StringComparison.Ordinal);
        Assert.Contains("gnp.exe", alert.Text, StringComparison.Ordinal);
    }
}
