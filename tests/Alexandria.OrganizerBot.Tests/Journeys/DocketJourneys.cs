using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Tests.Features.Calendar;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>
/// The city publishes a docket: coordinators read what concerns them, once for each edition, and what goes on from there is
/// an organizer's to say.
/// </summary>
public sealed class DocketJourneys : Journey
{
    private const string File = "council.json";
    private const string First = "2026-03-02T15:04:05";
    private const string Second = "2026-03-04T09:00:00";

    [Fact]
    public async Task A_docket_that_fits_becomes_a_draft_that_the_coordinators_are_told_of_once()
    {
        var stage = await OpenStageAsync();
        stage.WriteDocket(File, 905, DocketSamples.Council);

        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));

        var told = Assert.Single(stage.Channel("#coordinators"));
        Assert.Contains("Docket published: City Council Legislative Meeting", told.Text, StringComparison.Ordinal);
        Assert.Contains("When: Tue, March 10, 7:00 PM (Alexandria time)", told.Text, StringComparison.Ordinal);
        Assert.Contains("1 item fits your keywords:", told.Text, StringComparison.Ordinal);
        Assert.Contains("(ICE, detainer)", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", told.Text, StringComparison.Ordinal);
        Assert.Contains("Draft A1 is ready, and nothing is posted.", told.Text, StringComparison.Ordinal);
        Assert.Equal(["Read it", "The form to speak is open"], told.Buttons.Select(button => button.Label));
        Assert.Empty(stage.Channel("#alerts"));
        var preview = await stage.PressAsync("Olga", told, "Read it");
        AssertEphemeral(preview);
        Assert.Contains("City Council Legislative Meeting", preview.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Organizers",
            (await stage.PressAsync("Ana", told, "Read it")).Text,
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Fact]
    public async Task A_docket_without_a_keyword_is_nobodys_news()
    {
        var stage = await OpenStageAsync();
        stage.WriteDocket(File, 905, DocketSamples.Dull);

        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));

        Assert.Empty(stage.Channel("#coordinators"));
        Assert.Empty(await stage.OfferedAsync("Olga", "/action preview", "action", ""));
    }

    [Fact]
    public async Task A_docket_that_is_published_anew_is_told_with_what_is_new_in_it_and_makes_no_second_draft()
    {
        var stage = await OpenStageAsync();
        stage.WriteDocket(File, 905, DocketSamples.Council);
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));

        stage.WriteDocket(File, 905, DocketSamples.Changed);
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, Second)));
        stage.WriteDocket(File, 905, DocketSamples.Dull);
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, "third")));
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, "third")));

        var told = stage.Channel("#coordinators");
        Assert.Equal(3, told.Count);
        Assert.Contains("Docket published anew: City Council", told[1].Text, StringComparison.Ordinal);
        Assert.Contains(
            "New: 9. Budget of the Adult Detention Center (detention)",
            told[1].Text,
            StringComparison.Ordinal
        );
        Assert.Contains("Draft A1 is ready", told[1].Text, StringComparison.Ordinal);
        Assert.Contains("No item fits your keywords any more.", told[2].Text, StringComparison.Ordinal);
        Assert.Single(await stage.OfferedAsync("Olga", "/action preview", "action", ""));
    }

    [Fact]
    public async Task A_cancelled_draft_is_not_drafted_again()
    {
        var stage = await OpenStageAsync();
        stage.WriteDocket(File, 905, DocketSamples.Council);
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));
        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");

        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, Second)));

        var told = stage.Channel("#coordinators")[^1];
        Assert.Contains("There is no action for it. To draft one: ", told.Text, StringComparison.Ordinal);
        Assert.Empty(told.Buttons);
        Assert.Empty(await stage.OfferedAsync("Olga", "/action preview", "action", ""));
    }

    [Fact]
    public async Task A_docket_that_cannot_be_read_is_told_once_a_day_and_read_as_soon_as_it_can_be()
    {
        var stage = await OpenStageAsync();
        stage.WriteDocket(File, 905, "<html><body>Service unavailable</body></html>");

        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));
        var notice = Assert.Single(stage.Channel("#coordinators"));
        stage.WriteDocket(File, 905, DocketSamples.Council);
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));

        Assert.Contains("A docket of the calendar “council” cannot be read.", notice.Text, StringComparison.Ordinal);
        Assert.Contains("web page instead of data", notice.Text, StringComparison.Ordinal);
        Assert.Contains("Draft A1 is ready", stage.Channel("#coordinators")[^1].Text, StringComparison.Ordinal);
        Assert.Equal(2, stage.Channel("#coordinators").Count);
    }

    [Fact]
    public async Task A_handful_of_dockets_is_read_at_a_time_and_a_broken_one_lets_the_others_pass()
    {
        var stage = await OpenStageAsync();
        var meetings = new[] { 902, 903, 905, 906, 908 };
        foreach (var meeting in meetings)
            stage.WriteDocket(File, meeting, meeting == 902 ? "broken" : DocketSamples.Council);
        stage.WriteDocket(File, 907, DocketSamples.Council);
        var calendar = DocketSamples.Calendar([.. meetings.Append(907).Select(meeting => (meeting, First))]);

        await stage.ReadCalendarAsync(File, calendar);
        Assert.Equal(3, Drafts(stage)); // one is broken, one has no time, the last one waits
        await stage.ReadCalendarAsync(File, calendar);

        Assert.Contains(
            stage.Channel("#coordinators"),
            message => message.Text.Contains("so nothing was drafted", StringComparison.Ordinal)
        );
        Assert.Equal(4, Drafts(stage));
    }

    [Fact]
    public async Task A_restart_tells_nothing_again()
    {
        var stage = await OpenStageAsync();
        stage.WriteDocket(File, 905, DocketSamples.Council);
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));

        await stage.StopBotAsync();
        await stage.StartBotAsync();
        await stage.SettleAsync();

        Assert.Single(stage.Channel("#coordinators"));
    }

    [Fact]
    public async Task Speakers_on_both_networks_hear_once_and_in_their_language_that_the_form_is_open()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        stage.WriteDocket(File, 905, DocketSamples.Dull);
        await stage.ReadCalendarAsync(File, DocketSamples.Calendar());
        await stage.TypeAsync("Olga", "#organizers", "/action create meeting:council|905");
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
        var alert = stage.Channel("#alerts")[^1];
        foreach (var person in (string[])["Ana", "Diego"])
        {
            await stage.PressAsync(person, alert, "I will speak");
            await stage.TypeAsync(person, "#alerts", "/reminders on");
        }
        await stage.PressAsync("Ben", alert, "I will attend");
        await stage.TypeAsync("Ben", "#alerts", "/reminders on");
        await stage.Signal.TypeAsync("Tea", "dm", "A1 hablaré", Cancelled);
        await stage.Signal.TypeAsync("Tea", "dm", "recordatorios activar", Cancelled);
        await stage.AdvanceByAsync(Duration.FromMinutes(5));

        await stage.ReadCalendarAsync(File, DocketSamples.Calendar((905, First)));
        var told = stage.Channel("#coordinators")[^1];
        Assert.Contains("A1 is posted already.", told.Text, StringComparison.Ordinal);
        Assert.Contains("No item fits your keywords.", told.Text, StringComparison.Ordinal);
        Assert.Contains(
            "/action form-open A1",
            stage.Signal.Messages("#organizers-group")[^1].Text,
            StringComparison.Ordinal
        );
        Assert.Empty(Heard(stage, "Ana"));

        var said = await stage.Signal.TypeAsync("Sol", "#organizers-group", "!action form-open A1", Cancelled);
        Assert.Contains("Noted: people can register to speak.", said.Text, StringComparison.Ordinal);
        await stage.AdvanceByAsync(Duration.FromMinutes(2));
        await stage.PressAsync("Olga", told, "The form to speak is open");
        await stage.AdvanceByAsync(Duration.FromHours(2));

        Assert.Contains(
            "Registration to speak is open: City Council",
            Assert.Single(Heard(stage, "Ana")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Ya está abierta la inscripción para hablar",
            Assert.Single(Heard(stage, "Diego")),
            StringComparison.Ordinal
        );
        Assert.Empty(Heard(stage, "Ben"));
        Assert.Single(
            stage.Signal.Messages("dm", "Tea"),
            message => message.Text.Contains("Ya está abierta la inscripción para hablar", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Speakers_hear_it_also_where_the_second_organizer_takes_a_while()
    {
        var stage = await OpenStageAsync(
            new StagePlan { People = [.. new StagePlan().People, new("Omar", ["Organizer"])] }.Rewriting(
                "alexandria-transfers",
                yaml => yaml.Replace("approvals: 0", "approvals: 1", StringComparison.Ordinal)
            )
        );
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Hearing date:2026-03-10 time:7pm");
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
        await stage.TypeAsync("Omar", "#organizers", "/action post action:A1");
        await stage.PressAsync("Ana", stage.Channel("#alerts")[^1], "I will speak");
        await stage.TypeAsync("Ana", "#alerts", "/reminders on");

        await stage.TypeAsync("Olga", "#organizers", "/action form-open action:A1");
        await stage.AdvanceByAsync(Duration.FromMinutes(20));
        Assert.Empty(Heard(stage, "Ana"));
        await stage.TypeAsync("Omar", "#organizers", "/action post action:A1");
        await stage.AdvanceByAsync(Duration.FromMinutes(1));

        Assert.Single(Heard(stage, "Ana"));
        var again = await stage.TypeAsync("Olga", "#organizers", "/action form-open action:A1");
        Assert.Contains("nothing is sent twice", again.Text, StringComparison.Ordinal);
    }

    private static int Drafts(BotOnStage stage) =>
        stage
            .Channel("#coordinators")
            .Count(message => message.Text.Contains("is ready, and nothing is posted", StringComparison.Ordinal));

    private static IReadOnlyList<string> Heard(BotOnStage stage, string person) =>
        [
            .. stage
                .DirectMessagesOf(person)
                .Select(message => message.Text)
                .Where(text =>
                    text.Contains("Registration to speak is open", StringComparison.Ordinal)
                    || text.Contains("Ya está abierta la inscripción", StringComparison.Ordinal)
                ),
        ];
}
