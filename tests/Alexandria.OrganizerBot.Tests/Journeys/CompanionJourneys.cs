using System.Net.Http.Headers;
using System.Net.Http.Json;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>
/// The thread under an alert and the entry in the server's events: they follow the alert, and never stand in its way. The
/// scenario thread-and-event.yaml plays how it goes well.
/// </summary>
public sealed class CompanionJourneys : Journey
{
    private static readonly StagePlan Plan = new StagePlan().Rewriting(
        "alexandria-transfers",
        text =>
            text.Replace("risk: high", "risk: normal", StringComparison.Ordinal)
                .Replace(
                    "    coordinatorRoles:",
                    "    threads: true\n    events: true\n    coordinatorRoles:",
                    StringComparison.Ordinal
                )
    );

    [Theory]
    [InlineData(DiscordPermissions.CreatePublicThreads, 0)]
    [InlineData(DiscordPermissions.SendMessagesInThreads, 1)]
    public async Task Where_the_bot_may_not_use_threads_the_alert_stands_and_the_coordinators_hear_it_once(
        ulong missing,
        int threads
    )
    {
        var stage = await OpenStageAsync(Without(missing));

        await stage.PostAHearingAsync();
        await stage.AdvanceByAsync(Duration.FromHours(1));

        Assert.Single(stage.Channel("#alerts"));
        Assert.Equal(threads, stage.Transcript.Entries.Count(entry => entry.Kind == "thread"));
        Assert.Equal("scheduled", Assert.Single(stage.Discord.Events()).Status);
        var notice = Assert.Single(stage.Channel("#coordinators")).Text;
        Assert.Contains("The alert of A1 stands", notice, StringComparison.Ordinal);
        Assert.Contains("thread", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_bot_may_not_create_events_the_alert_stands_and_the_coordinators_hear_it_once()
    {
        var stage = await OpenStageAsync(Without(DiscordPermissions.CreateEvents));

        await stage.PostAHearingAsync();
        await stage.AdvanceByAsync(Duration.FromHours(1));

        Assert.Single(stage.Channel("#alerts"));
        Assert.Single(stage.Channel("#alerts/Public hearing (A1)"));
        Assert.Empty(stage.Discord.Events());
        Assert.Contains(
            "entry in the server's events could not be made or changed (no-permission)",
            Assert.Single(stage.Channel("#coordinators")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_calendar_that_is_full_takes_no_entry_and_the_coordinators_hear_why()
    {
        var stage = await OpenStageAsync(Plan);
        using var http = new HttpClient { BaseAddress = stage.Discord.ApiBaseUrl };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", stage.Discord.Token);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://example.org, 1)");
        for (var made = 0; made < 100; made++)
            await CreateEventAsync(http, $"Event {made}");

        await stage.PostAHearingAsync();

        Assert.Equal(100, stage.Discord.Events().Count);
        Assert.Contains(
            "(too-many-events)",
            Assert.Single(stage.Channel("#coordinators")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_entry_that_somebody_deleted_is_not_made_again_and_its_cancellation_is_done()
    {
        var stage = await OpenStageAsync(Plan);
        await stage.PostAHearingAsync();
        using var http = new HttpClient { BaseAddress = stage.Discord.ApiBaseUrl };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bot", stage.Discord.Token);
        http.DefaultRequestHeaders.UserAgent.ParseAdd("DiscordBot (https://example.org, 1)");
        var events = await http.GetFromJsonAsync<List<EventSeen>>(EventsPath, Cancelled);
        using var deleted = await http.DeleteAsync(
            new Uri($"{EventsPath}/{Assert.Single(events!).Id}", UriKind.Relative),
            Cancelled
        );
        deleted.EnsureSuccessStatusCode();

        await stage.TypeAsync("Olga", "#organizers", "/action edit action:A1 place:Library");
        var afterEdit = stage.Channel("#coordinators");
        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");

        Assert.Empty(stage.Discord.Events());
        Assert.Contains("(event-gone)", Assert.Single(afterEdit).Text, StringComparison.Ordinal);
        Assert.Single(stage.Channel("#coordinators"));
    }

    [Fact]
    public async Task Being_interested_in_an_event_and_writing_in_a_thread_are_no_pledges()
    {
        var stage = await OpenStageAsync(Plan);
        await stage.PostAHearingAsync();

        stage.Discord.BeInterestedIn("Ana", "Public hearing");
        await stage.SettleAsync();

        Assert.Contains("0 people have pledged", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_that_was_made_while_nobody_heard_the_answer_is_found_after_a_restart()
    {
        var stage = await OpenStageAsync(Plan);
        stage.Discord.Inject(new StageFault.ServerError("POST /guilds/", 1, Status: 500, Applied: true));
        await stage.PostAHearingAsync();
        await stage.StopBotAsync();
        await stage.AdvanceByAsync(Duration.FromHours(3));

        await stage.StartBotAsync();
        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");

        Assert.Equal("canceled", Assert.Single(stage.Discord.Events()).Status);
        Assert.Empty(stage.Channel("#coordinators"));
    }

    [Fact]
    public async Task A_high_risk_has_no_entry_however_the_file_is_written()
    {
        var stage = await OpenStageAsync();

        await stage.PostAHearingAsync();
        await stage.TypeAsync("Olga", "#organizers", "/action cancel action:A1");

        Assert.Empty(stage.Discord.Events());
        Assert.DoesNotContain(stage.Transcript.Entries, entry => entry.Kind == "thread");
        Assert.DoesNotContain(
            stage.Discord.Requests,
            request => request.Path.Contains("scheduled-events", StringComparison.Ordinal)
        );
    }

    private static string EventsPath => $"guilds/{StagePlan.ServerId}/scheduled-events";

    private static StagePlan Without(ulong permission) =>
        Plan with
        {
            Options = Plan.Options with
            {
                EveryonePermissions = Plan.Options.EveryonePermissions & ~permission,
                BotPermissions = Plan.Options.BotPermissions & ~permission,
            },
        };

    private static async Task CreateEventAsync(HttpClient http, string name)
    {
        using var made = await http.PostAsJsonAsync(
            EventsPath,
            new
            {
                name,
                privacy_level = 2,
                entity_type = 3,
                scheduled_start_time = "2026-04-01T12:00:00Z",
                scheduled_end_time = "2026-04-01T13:00:00Z",
                entity_metadata = new { location = "Hall" },
            },
            Cancelled
        );
        made.EnsureSuccessStatusCode();
    }

    private sealed record EventSeen(string Id);
}
