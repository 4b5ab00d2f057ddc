using Alexandria.OrganizerBot.Rehearsal;
using Alexandria.OrganizerBot.Rehearsal.Signal;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Discord;
using Alexandria.OrganizerBot.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Journeys;

/// <summary>Signal and its daemon fail in each of their ways, and whoever is in chat neither loses nor doubles anything.</summary>
public sealed class SignalFaultJourneys : Journey
{
    private const string Group = "#neighbors";

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task An_alert_that_was_on_its_way_when_the_socket_broke_is_sent_once_more_rather_than_lost(
        bool applied,
        int standing
    )
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        stage.Signal.Inject(new StageFault.ConnectionBreaks("send", 1, applied));
        var isBack = ConnectedAgain(stage);

        await stage.PostAHearingAsync();
        await isBack;
        await stage.SettleAsync();
        await stage.AdvanceByAsync(Duration.FromHours(30));

        Assert.Equal(standing, AlertsIn(stage).Count);
        Assert.Single(stage.Channel("#alerts"));
        Assert.DoesNotContain(stage.Channel("#coordinators"), IsAboutA1);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(true, 2)]
    [InlineData(false, 0)]
    public async Task After_a_second_doubt_it_is_told_as_unknown_and_never_sent_again(bool applied, int standing)
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        stage.Signal.Inject(new StageFault.ConnectionBreaks("send", 2, applied));
        var isBack = ConnectedAgain(stage);

        await stage.PostAHearingAsync();
        await isBack;
        await stage.SettleAsync();
        await stage.AdvanceByAsync(Duration.FromHours(30));

        Assert.Equal(standing, AlertsIn(stage).Count);
        Assert.Contains(
            stage.Channel("#coordinators"),
            message => IsAboutA1(message) && message.Text.Contains("It is not sent again", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_message_that_Signal_could_not_be_reached_with_is_tried_until_it_can_be()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await RemindedAsync(stage, "Sam");
        stage.Signal.Inject(new StageFault.SendFails("Sam", 4));

        await stage.AdvanceToAsync("2026-03-03T19:00");
        Assert.DoesNotContain(FromBot(stage, "Sam"), IsReminder);
        await stage.AdvanceByAsync(Duration.FromHours(1));

        Assert.Single(FromBot(stage, "Sam"), IsReminder);
        Assert.DoesNotContain(stage.Channel("#coordinators"), IsAboutA1);
    }

    private static bool IsAboutA1(StageMessage message) => message.Text.Contains("A1", StringComparison.Ordinal);

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_that_was_on_its_way_when_the_socket_broke_is_not_said_twice_and_what_it_confirms_stands(
        bool applied
    )
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();
        stage.Signal.Inject(new StageFault.ConnectionBreaks("send", 1, applied));
        var isBack = ConnectedAgain(stage);

        var answer = await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);
        await isBack;
        await stage.SettleAsync();

        Assert.Equal(applied ? StageReplyKind.Ephemeral : StageReplyKind.None, answer.Kind);
        Assert.Equal(applied ? 1 : 0, FromBot(stage, "Sam").Count);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_people_write_and_what_falls_due_while_the_daemon_is_down_is_done_once_when_it_is_back()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await RemindedAsync(stage, "Sam", "Tea");
        var before = FromBot(stage, "Sam").Count;
        var isGone = Becomes(stage, SignalState.Lost);

        stage.Signal.Inject(new StageFault.DaemonStops());
        await isGone;
        await stage.AdvanceToAsync("2026-03-03T19:00");
        await stage.Signal.TypeAsync("Uri", "dm", "A1 2", Cancelled);
        await stage.Signal.TypeAsync("Uri", "dm", "A1 1", Cancelled);
        Assert.Equal(before, FromBot(stage, "Sam").Count);
        var isBack = Becomes(stage, SignalState.Connected);
        stage.Signal.Inject(new StageFault.DaemonStarts());
        await isBack;
        await stage.SettleAsync();
        await stage.AdvanceByAsync(Duration.FromHours(1));

        Assert.Equal(before + 1, FromBot(stage, "Sam").Count);
        Assert.Single(FromBot(stage, "Tea"), IsReminder);
        Assert.Equal(2, FromBot(stage, "Uri").Count);
        var tally = await stage.TallyAsync();
        Assert.Contains("Will attend: 3", tally, StringComparison.Ordinal);
        Assert.Contains("Will speak: 0", tally, StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_daemon_that_hangs_is_noticed_left_and_found_again()
    {
        var seconds = new WatchedTime();
        var plan = Neighbors.OnBothNetworks();
        var stage = await OpenStageAsync(
            plan with
            {
                ProtocolClock = seconds,
                // No heartbeat of the other network falls due while the test moves the clock.
                Options = plan.Options with
                {
                    HeartbeatInterval = TimeSpan.FromDays(1),
                },
            }
        );
        await stage.PostAHearingAsync();
        stage.Signal.Inject(new StageFault.DaemonHangs());
        var whenQuiet = stage.Signal.WhenQuiet;
        stage.Signal.WhenQuiet = _ => Task.CompletedTask;
        await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);

        var isGone = Becomes(stage, SignalState.Lost);
        var pause = seconds.NextAsync(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        await seconds.PassAsync(TimeSpan.FromSeconds(30)); // The watchdog asks,
        await seconds.PassAsync(TimeSpan.FromSeconds(10)); // and has waited long enough.
        await isGone;
        var isBack = Becomes(stage, SignalState.Connected);
        stage.Signal.Inject(new StageFault.DaemonRecovers());
        seconds.Advance(await pause);
        await isBack;
        stage.Signal.WhenQuiet = whenQuiet;
        await stage.SettleAsync();

        Assert.Contains("Thank you", Assert.Single(FromBot(stage, "Sam")).Text, StringComparison.Ordinal);
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("captcha", 24 * 60)]
    [InlineData("stated", 90)]
    [InlineData("unstated", 60)]
    public async Task After_a_refusal_for_too_much_nothing_at_all_leaves_until_it_is_over_then_all_once_in_order(
        string kind,
        int minutes
    )
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        var length = Duration.FromMinutes(minutes);
        stage.Signal.Inject(
            kind switch
            {
                "captcha" => new StageFault.CaptchaDemanded(1, length.ToTimeSpan()),
                "stated" => new StageFault.RateLimit("send", 1, length.ToTimeSpan()),
                _ => new StageFault.RateLimit("send", 1, TimeSpan.Zero),
            }
        );

        foreach (var title in (string[])["First", "Second", "Third"])
            await stage.PostAHearingAsync($"title:{title} date:2026-03-10 time:7pm place:City Hall");
        await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);
        await stage.AdvanceByAsync(length - Duration.FromMinutes(1));
        Assert.Single(Sends(stage));
        Assert.Empty(AlertsIn(stage));
        Assert.Empty(FromBot(stage, "Sam"));
        await stage.AdvanceByAsync(Duration.FromMinutes(10));

        Assert.Equal(
            ["First", "Second", "Third"],
            AlertsIn(stage)
                .Select(alert => Assert.Single(Titles, title => alert.Text.Contains(title, StringComparison.Ordinal)))
        );
        Assert.Contains("Will attend: 1", await stage.TallyAsync(), StringComparison.Ordinal);
        var asked = await stage.Signal.TypeAsync("Sam", "dm", "mine", Cancelled);
        Assert.Contains("First", asked.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_phone_gets_nothing_until_its_owner_writes_and_everything_from_then_on()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await RemindedAsync(stage, "Sam", "Tea");
        stage.Signal.Inject(new StageFault.IdentityChanged("Sam"));

        await stage.AdvanceToAsync("2026-03-03T19:00");
        Assert.DoesNotContain(FromBot(stage, "Sam"), IsReminder);
        Assert.Single(FromBot(stage, "Tea"), IsReminder);
        Assert.DoesNotContain(stage.Signal.Calls, call => call.Method == "trust");

        var answer = await stage.Signal.TypeAsync("Sam", "dm", "A1 2", Cancelled);
        Assert.Contains("You will speak", answer.Text, StringComparison.Ordinal);
        Assert.Single(stage.Signal.Calls, call => call.Method == "trust");

        await stage.AdvanceToAsync("2026-03-09T19:00");
        Assert.Single(FromBot(stage, "Sam"), IsReminder);
        Assert.Equal(2, FromBot(stage, "Tea").Count(IsReminder));
    }

    [Fact]
    public async Task A_new_phone_that_asks_for_reminders_again_gets_them()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await RemindedAsync(stage, "Sam");
        stage.Signal.Inject(new StageFault.IdentityChanged("Sam"));
        await stage.AdvanceToAsync("2026-03-03T19:00");

        var answer = await stage.Signal.TypeAsync("Sam", "dm", "reminders on", Cancelled);
        await stage.AdvanceToAsync("2026-03-09T19:00");

        Assert.Contains("Reminders are on", answer.Text, StringComparison.Ordinal);
        Assert.Single(FromBot(stage, "Sam"), IsReminder);
    }

    [Fact]
    public async Task Who_has_left_Signal_costs_the_others_nothing()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await RemindedAsync(stage, "Sam", "Tea");
        stage.Signal.Inject(new StageFault.Unregistered("Sam"));

        await stage.AdvanceToAsync("2026-03-10T18:30");

        Assert.DoesNotContain(FromBot(stage, "Sam"), IsReminder);
        Assert.Equal(3, FromBot(stage, "Tea").Count(IsReminder));
        // One try, then the bot knows; a note in the channels names nobody.
        Assert.Single(
            Sends(stage),
            call =>
                call.Params.Contains(stage.Signal.IdOf("Sam"), StringComparison.Ordinal)
                && call.Answer!.Contains("UNREGISTERED_FAILURE", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("NETWORK_FAILURE")]
    [InlineData("UNREGISTERED_FAILURE")]
    [InlineData("IDENTITY_FAILURE")]
    [InlineData("A_FAILURE_OF_NEXT_YEAR")]
    public async Task A_group_where_one_member_missed_the_alert_has_got_it_and_gets_no_second_one(string failure)
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        stage.Signal.Inject(new StageFault.SendFails("Tea", 1, failure));

        await stage.PostAHearingAsync();
        await stage.AdvanceByAsync(Duration.FromHours(3));

        var alert = Assert.Single(AlertsIn(stage));
        Assert.Equal(["✅"], (await stage.Signal.QuoteAsync("Sam", alert, "1", Cancelled)).Reactions);
        Assert.DoesNotContain(
            stage.Channel("#coordinators"),
            message => message.Text.Contains("arrived", StringComparison.Ordinal)
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_slow_send_holds_the_others_back_and_each_arrives_once()
    {
        var seconds = new WatchedTime();
        var stage = await OpenStageAsync(
            Neighbors.OnBothNetworks() with
            {
                Signal = new SignalStageOptions { RealTime = seconds },
            }
        );
        await stage.PostAHearingAsync();
        stage.Signal.Inject(new StageFault.Slow("send", 1, TimeSpan.FromMinutes(2)));

        var typing = new[]
        {
            stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled),
            stage.Signal.TypeAsync("Tea", "dm", "A1 2", Cancelled),
            stage.Signal.TypeAsync("Uri", "dm", "A1 3", Cancelled),
        };
        await seconds.PassAsync(TimeSpan.FromMinutes(2));
        await Task.WhenAll(typing);

        Assert.All((string[])["Sam", "Tea", "Uri"], person => Assert.Single(FromBot(stage, person)));
    }

    [Fact]
    public async Task What_cannot_be_decrypted_is_counted_and_stops_nothing()
    {
        var stage = await OpenStageAsync(Neighbors.OnBothNetworks());
        await stage.PostAHearingAsync();

        stage.Signal.Inject(new StageFault.Undecryptable("Sam"));
        var answer = await stage.Signal.TypeAsync("Sam", "dm", "A1 1", Cancelled);

        Assert.Contains("Thank you", answer.Text, StringComparison.Ordinal);
        Assert.Single(stage.Log, record => record.Message.Contains("could not be read", StringComparison.Ordinal));
    }

    private static string[] Titles { get; } = ["First", "Second", "Third"];

    private static async Task RemindedAsync(BotOnStage stage, params string[] people)
    {
        await stage.PostAHearingAsync();
        foreach (var person in people)
        {
            await stage.Signal.TypeAsync(person, "dm", "A1 1", Cancelled);
            await stage.Signal.TypeAsync(person, "dm", "reminders on", Cancelled);
        }
    }

    private static Task ConnectedAgain(BotOnStage stage) => Becomes(stage, SignalState.Connected);

    private static Task Becomes(BotOnStage stage, SignalState state)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stage.Services.GetRequiredService<SignalDaemon>().StateChanged += now =>
        {
            if (now == state)
                reached.TrySetResult();
        };
        return reached.Task.WaitAsync(Cancelled);
    }

    private static List<StageMessage> AlertsIn(BotOnStage stage) =>
        [.. stage.Signal.Messages(Group).Where(message => message.Author == "bot")];

    private static List<StageMessage> FromBot(BotOnStage stage, string person) =>
        [.. stage.Signal.Messages("dm", person).Where(message => message.Author == "bot")];

    private static List<ReceivedCall> Sends(BotOnStage stage) =>
        [.. stage.Signal.Calls.Where(call => call.Method == "send")];

    private static bool IsReminder(StageMessage message) =>
        message.Text.Contains("Your answer", StringComparison.Ordinal)
        || message.Text.Contains("Su respuesta", StringComparison.Ordinal);
}
