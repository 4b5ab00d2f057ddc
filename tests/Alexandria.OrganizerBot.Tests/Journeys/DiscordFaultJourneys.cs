using System.Globalization;
using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Discord;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.World;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>
/// Discord fails in each of its ways, and whoever is in chat neither loses nor doubles anything. The network's own seconds
/// are counted on clocks that the test moves, so a wait of ten seconds takes none.
/// </summary>
public sealed class DiscordFaultJourneys : Journey
{
    private const string AlertRoute = "POST /channels/100000000000000011/messages";
    private const string Callbacks = "/callback";

    /// <summary>As Discord has it, and as long as the clock stands.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(3);

    /// <summary>More than the bot holds a request back itself; the message goes back to the outbox instead.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(60);

    /// <summary>How slow Discord is where it is slow.</summary>
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    /// <summary>What the bot counts the network's seconds on.</summary>
    private readonly WatchedTime _seconds = new();

    /// <summary>What Discord counts them on. Another clock, so that a wait of the one is never taken for one of the other.</summary>
    private readonly WatchedTime _discordSeconds = new();

    /// <summary>Both sides count on clocks that the test moves.</summary>
    private StagePlan Plan
    {
        get
        {
            var plan = new StagePlan();
            return plan with
            {
                ProtocolClock = _seconds,
                Options = plan.Options with
                {
                    RealTime = _discordSeconds,
                    AnswerLimit = AnswerLimit,
                    // No heartbeat falls due while the test moves the clock; they have tests of their own.
                    HeartbeatInterval = TimeSpan.FromDays(1),
                },
            };
        }
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_command_typed_while_the_gateway_was_gone_is_replayed_and_done_once()
    {
        var stage = await OpenStageAsync(Plan);
        var pause = _seconds.NextAsync(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1.1));

        stage.Discord.Inject(new StageFault.Disconnect(Resumable: true));
        var length = await pause;
        var typing = stage.Discord.CommandAsync(
            "Olga",
            "#organizers",
            "/action create",
            new Dictionary<string, string>
            {
                ["title"] = "Hearing",
                ["date"] = "March 10",
                ["time"] = "7pm",
            },
            Cancelled
        );
        _seconds.Advance(length);
        var draft = await typing;
        await stage.ReconnectedAsync();

        Assert.Contains("Draft A1: Hearing", draft.Text, StringComparison.Ordinal);
        Assert.Single(stage.Discord.Requests, request => IsCallback(request));
        Assert.Single(await ListedAsync(stage));
        Assert.Equal(
            // The stage notes the end of the old connection by itself: before or after what is typed meanwhile.
            ["connect", "command", "connect"],
            stage.Transcript.Entries.Select(entry => entry.Kind).Where(kind => kind is "connect" or "command").Take(3)
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task After_an_invalid_session_what_was_typed_meanwhile_is_lost_unsaid_and_asked_again_done_once()
    {
        var stage = await OpenStageAsync(Plan);
        var alert = await stage.PostAHearingAsync();
        await stage.PressAsync("Ana", await stage.PressAsync("Ana", alert, "I will attend"), "Remind me");
        var registrations = Registrations(stage);
        _seconds.Advance(TimeSpan.FromSeconds(10)); // Discord wants five seconds between two logins.
        var pause = _seconds.NextAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

        stage.Discord.Inject(new StageFault.InvalidSession(Resumable: false));
        var length = await pause;
        var pressing = stage.Discord.PressAsync("Ben", alert, "I will attend", Cancelled);
        _discordSeconds.Advance(AnswerLimit);
        var lost = await pressing;
        _seconds.Advance(length);
        await stage.ReconnectedAsync();

        Assert.Equal(StageReplyKind.None, lost.Kind);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
        var again = await stage.PressAsync("Ben", alert, "I will attend");
        Assert.Contains("You will attend", again.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 2", await stage.TallyAsync(), StringComparison.Ordinal);
        Assert.Equal(registrations, Registrations(stage));
        await stage.AdvanceToAsync("2026-03-03T19:00");
        Assert.Equal(2, stage.DirectMessagesOf("Ana").Count); // the test, the reminder of the week before
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("user")]
    [InlineData("shared")]
    public async Task A_limit_of_one_channel_holds_back_that_channel_alone_and_the_alert_is_sent_once(string scope)
    {
        var stage = await OpenStageAsync(Plan);
        stage.Discord.Inject(new StageFault.RateLimit(AlertRoute, 1, RetryAfter, scope));

        await PostAsync(stage);
        var on = await stage.TypeAsync("Ana", "#alerts", "/reminders on");

        Assert.Equal([429], StatusesOf(stage, AlertRoute));
        Assert.Contains("Reminders are on", on.Text, StringComparison.Ordinal);
        Assert.Single(stage.DirectMessagesOf("Ana"));

        await stage.AdvanceByAsync(Duration.FromSeconds(59));
        Assert.Equal([429], StatusesOf(stage, AlertRoute));
        await WaitOutAsync(stage);

        Assert.Equal([429, 200], StatusesOf(stage, AlertRoute));
        Assert.Single(stage.Channel("#alerts"));
        Assert.Empty(stage.Channel("#coordinators"));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_global_limit_holds_back_every_message_while_people_are_answered_and_each_is_sent_once()
    {
        var stage = await OpenStageAsync(Plan);
        stage.Discord.Inject(new StageFault.RateLimit(AlertRoute, 1, RetryAfter, "global"));

        await PostAsync(stage);
        var sent = stage.Discord.Requests.Count(request => !IsInteraction(request));
        var on = await stage.TypeAsync("Ana", "#alerts", "/reminders on");

        Assert.Contains("You will get a short test message in a moment", on.Text, StringComparison.Ordinal);
        await stage.AdvanceByAsync(Duration.FromSeconds(59));
        Assert.Equal(sent, stage.Discord.Requests.Count(request => !IsInteraction(request)));
        await WaitOutAsync(stage);

        Assert.Equal([429, 200], StatusesOf(stage, AlertRoute));
        Assert.Single(stage.Channel("#alerts"));
        Assert.Single(stage.DirectMessagesOf("Ana"));
        Assert.Empty(stage.Channel("#coordinators"));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_tally_that_takes_ten_seconds_is_promised_at_once_and_comes_whole()
    {
        var stage = await OpenStageAsync(Plan);
        await stage.PressAsync("Ana", await stage.PostAHearingAsync(), "I will attend");
        stage.Discord.Inject(new StageFault.Slow("PATCH /webhooks/", 1, TenSeconds));

        var typing = stage.Discord.CommandAsync(
            "Carmen",
            "#organizers",
            "/tally",
            new Dictionary<string, string> { ["action"] = "A1" },
            Cancelled
        );
        await _discordSeconds.BegunAsync(TenSeconds);
        Assert.Contains("thinking", stage.Discord.EphemeralMessages("Carmen")[^1].Text, StringComparison.Ordinal);
        _seconds.Advance(TenSeconds);
        _discordSeconds.Advance(TenSeconds);
        var tally = await typing;
        await stage.SettleAsync();

        AssertEphemeral(tally);
        Assert.Contains("Will attend: 1", tally.Text, StringComparison.Ordinal);
        Assert.Equal(2, tally.Message!.Attachments.Count);
        Assert.Equal([200], StatusesOf(stage, "PATCH /webhooks/"));
        Assert.Single(stage.Discord.EphemeralMessages("Carmen"));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_test_message_that_takes_ten_seconds_is_not_promised_as_arrived_and_arrives_once()
    {
        var stage = await OpenStageAsync(Plan);
        stage.Discord.Inject(new StageFault.Slow("/messages", 1, TenSeconds));

        var typing = stage.Discord.CommandAsync(
            "Ana",
            "#alerts",
            "/reminders on",
            new Dictionary<string, string>(),
            Cancelled
        );
        await _discordSeconds.BegunAsync(TenSeconds);
        // As long as a person is left looking at "thinking …".
        await _seconds.BegunAsync(TimeSpan.FromSeconds(8));
        _seconds.Advance(TimeSpan.FromSeconds(8));
        var reply = await typing;
        Assert.Contains("You will get a short test message in a moment", reply.Text, StringComparison.Ordinal);
        Assert.Empty(stage.DirectMessagesOf("Ana"));
        _seconds.Advance(TenSeconds - TimeSpan.FromSeconds(8));
        _discordSeconds.Advance(TenSeconds);
        await stage.SettleAsync();

        Assert.Single(stage.DirectMessagesOf("Ana"));
        Assert.Contains(
            "Reminders: on until",
            (await stage.TypeAsync("Ana", "dm", "/mine")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_press_whose_answer_came_too_late_is_committed_unconfirmed_and_counted_once_when_pressed_again()
    {
        var stage = await OpenStageAsync(Plan);
        var alert = await stage.PostAHearingAsync();
        stage.Discord.Inject(new StageFault.ExpireInteractions(1));

        var late = await stage.PressAsync("Ana", alert, "I will attend");

        Assert.Equal(StageReplyKind.None, late.Kind);
        Assert.Empty(stage.Discord.EphemeralMessages("Ana"));
        Assert.Empty(stage.DirectMessagesOf("Ana"));
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);

        var again = await stage.PressAsync("Ana", alert, "I will attend");

        AssertEphemeral(again);
        Assert.Contains("You will attend: Public hearing", again.Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_post_whose_answer_came_too_late_stands_once_and_says_so_when_asked_again()
    {
        var stage = await OpenStageAsync(Plan);
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Hearing date:March 10 time:7pm");
        stage.Discord.Inject(new StageFault.ExpireInteractions(1));

        var late = await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
        var again = await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");

        Assert.Equal(StageReplyKind.None, late.Kind);
        Assert.Contains("A1 is already posted.", again.Text, StringComparison.Ordinal);
        Assert.Single(stage.Channel("#alerts"));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_deferral_that_came_too_late_is_followed_by_nothing_and_reminders_are_as_chosen()
    {
        var stage = await OpenStageAsync(Plan);
        stage.Discord.Inject(new StageFault.ExpireInteractions(1));

        var late = await stage.TypeAsync("Ana", "#alerts", "/reminders on");

        Assert.Equal(StageReplyKind.None, late.Kind);
        Assert.Empty(StatusesOf(stage, "PATCH /webhooks/"));
        Assert.Empty(stage.Discord.EphemeralMessages("Ana"));
        Assert.Contains(
            "Reminders: on until",
            (await stage.TypeAsync("Ana", "dm", "/mine")).Text,
            StringComparison.Ordinal
        );
        var again = await stage.TypeAsync("Ana", "#alerts", "/reminders on");
        Assert.Contains("Reminders are on until", again.Text, StringComparison.Ordinal);
        Assert.Single(stage.DirectMessagesOf("Ana"), message => message.Author == "bot" && IsTest(message));
    }

    private static bool IsTest(StageMessage message) =>
        message.Text.StartsWith("This is a test message", StringComparison.Ordinal);

    private static async Task PostAsync(BotOnStage stage)
    {
        await stage.TypeAsync("Olga", "#organizers", "/action create title:Hearing date:March 10 time:7pm");
        await stage.TypeAsync("Olga", "#organizers", "/action post action:A1");
    }

    /// <summary>The limit ends on both clocks: the network's, and the one that the outbox waits on.</summary>
    private async Task WaitOutAsync(BotOnStage stage)
    {
        _seconds.Advance(RetryAfter);
        await stage.AdvanceByAsync(Duration.FromMinutes(2));
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(BotOnStage stage) =>
        [
            .. (await stage.TypeAsync("Olga", "#organizers", "/actions"))
                .Text.Split('\n')
                .Where(line => line.StartsWith("- A", StringComparison.Ordinal)),
        ];

    private static int Registrations(BotOnStage stage) =>
        stage.Discord.Requests.Count(request =>
            request.Path.StartsWith("/applications/", StringComparison.Ordinal) && request.Method != "GET"
        );

    private static IReadOnlyList<int> StatusesOf(BotOnStage stage, string route) =>
        [
            .. stage
                .Discord.Requests.Where(request =>
                    string.Create(CultureInfo.InvariantCulture, $"{request.Method} {request.Path}")
                        .StartsWith(route, StringComparison.Ordinal)
                )
                .Select(request => request.Status),
        ];

    private static bool IsCallback(RecordedRequest request) =>
        request.Path.Contains(Callbacks, StringComparison.Ordinal);

    private static bool IsInteraction(RecordedRequest request) =>
        IsCallback(request) || request.Path.StartsWith("/webhooks/", StringComparison.Ordinal);
}
