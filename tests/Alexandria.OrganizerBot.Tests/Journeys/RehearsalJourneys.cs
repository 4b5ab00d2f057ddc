using Alexandria.OrganizerBot.Tests.Rehearsal;
using Alexandria.OrganizerBot.Tests.World;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>The main job as the README's first command plays it, with the real executable, its own stage and a SIGKILL.</summary>
public sealed class RehearsalJourneys
{
    /// <summary>Real time; the issue asks for less than two minutes after the build, on a machine that does nothing else.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task The_default_scenario_holds_and_leaves_transcript_chart_and_table()
    {
        using var folder = new TemporaryFolder();

        await PlayAsync(["rehearse", "--data", folder.FullPath]);

        AssertOutcome(folder);
    }

    [Fact]
    public async Task The_default_scenario_holds_on_a_real_councils_calendar()
    {
        var calendar = Checkout.Shared("data", "calendars", "legistar-api-nyc.json");
        Assert.SkipWhen(calendar is null, "../shared/data/calendars/legistar-api-nyc.json is absent.");
        using var folder = new TemporaryFolder();

        await PlayAsync(["rehearse", "--calendar", calendar!, "--data", folder.FullPath]);

        AssertOutcome(folder);
    }

    [Fact]
    public async Task Two_campaigns_in_two_servers_hear_nothing_of_each_other()
    {
        Assert.Contains("Piñon Flats Riders/#alerts", await PlayedAsync("two-servers.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_life_of_an_action_holds_from_its_draft_to_its_end()
    {
        Assert.Contains("Transit board hearing", await PlayedAsync("action-life.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_docket_becomes_a_draft_and_speakers_hear_that_the_form_is_open()
    {
        Assert.Contains("Docket published anew", await PlayedAsync("docket.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_thread_and_an_event_follow_their_action_to_its_end()
    {
        Assert.Contains(
            "#alerts/Transit board hearing (A1)",
            await PlayedAsync("thread-and-event.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Twenty_people_on_each_network_of_whom_five_are_the_same_are_thirty_five()
    {
        Assert.Contains("\"network\":\"signal\"", await PlayedAsync("both-networks.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_to_a_hearing_is_told_to_each_in_four_reminders_at_the_most()
    {
        Assert.Contains(
            "Registration to speak is open: Public hearing",
            await PlayedAsync("ladder.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_the_city_changes_reaches_whoever_pledged_and_asked_once_an_organizer_agrees()
    {
        Assert.Contains(
            "Transit Board Budget Session",
            await PlayedAsync("calendar-changes.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_weekly_call_in_keeps_its_time_on_the_wall_and_each_one_is_posted_by_hand()
    {
        Assert.Contains(
            "The draft is A4; please look at it",
            await PlayedAsync("recurring.yaml"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_member_learns_what_is_known_has_it_forgotten_and_stops_everything()
    {
        Assert.Contains("entries about you were removed", await PlayedAsync("rights.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forty_people_call_three_offices_and_every_number_is_told()
    {
        var table = await PlayedAsync("call-in-day.yaml", "tally-A1.csv");

        Assert.Contains(",calls,counted,40\r\n", table, StringComparison.Ordinal);
        Assert.Contains(",call,planning/mailbox-full,1\r\n", table, StringComparison.Ordinal);
        Assert.Contains(",call-hour,2026-10-20T10,40\r\n", table, StringComparison.Ordinal);
    }

    /// <summary>Plays a scenario that comes with the program, all of whose expectations must hold.</summary>
    /// <returns>The one file of that name that the run has left.</returns>
    private static async Task<string> PlayedAsync(string scenario, string left = "transcript.jsonl")
    {
        using var folder = new TemporaryFolder();
        var file = Checkout.At("src", "Alexandria.OrganizerBot.Rehearsal", "Scenarios", scenario);

        await PlayAsync(["rehearse", file, "--data", folder.FullPath]);

        return File.ReadAllText(
            Assert.Single(Directory.EnumerateFiles(folder.FullPath, left, SearchOption.AllDirectories))
        );
    }

    private static async Task PlayAsync(string[] arguments)
    {
        await using var rehearsal = ChildBot.Verb(arguments);
        var (code, output) = await rehearsal.EndAsync(Patience);
        Assert.True(code == 0, output);
    }

    private static void AssertOutcome(TemporaryFolder folder)
    {
        var files = Directory.EnumerateFiles(folder.FullPath, "*", SearchOption.AllDirectories).ToList();
        var transcript = Assert.Single(files, file => Path.GetFileName(file) == "transcript.jsonl");
        Assert.True(File.ReadLines(transcript).Count() > 100);
        Assert.Contains(files, file => file.EndsWith("tally-A1.png", StringComparison.Ordinal));
        var table = Assert.Single(files, file => file.EndsWith("tally-A1.csv", StringComparison.Ordinal));
        Assert.NotEmpty(File.ReadAllText(table));
    }
}
