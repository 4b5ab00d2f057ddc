using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Alexandria.OrganizerBot.Tests.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

/// <summary>The pump over the real store, on a network that answers as each test says.</summary>
public sealed class DeliveryPumpTests : IAsyncDisposable
{
    private readonly StoreHome _home = new();
    private readonly Store _store;
    private ScriptedPlatform _platform = new();
    private readonly WorkInProgress _work = new();
    private readonly DeliveryOutcomes _outcomes;
    private readonly FakeLogger<DeliveryPump> _logger = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<MemberKey> _reachableSince = [];
    private Composition _says = new Composition.Say(Card.Of("hello"));
    private Func<OutboxMessage, Composition>? _compose;
    private Action<MemberKey>? _reachable;

    public DeliveryPumpTests()
    {
        _store = _home.Open();
        _outcomes = new DeliveryOutcomes(_store, new ProtocolTime(new FakeTimeProvider()));
    }

    private Instant Now => _home.Time.Now();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_claimed_in_the_store_before_the_network_hears_of_it()
    {
        OutboxMessage? seen = null;
        _platform.Answer = outgoing =>
        {
            seen = _store.Read(session => session.FindMessage(outgoing.Id));
            return Task.FromResult<SendOutcome>(new SendOutcome.Sent("1", "channel"));
        };
        await EnqueueAsync(ToChannel("a"));

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Sent);

        Assert.Equal((DeliveryState.Sending, 1, Now), (seen!.State, seen.Attempts, seen.ClaimedAt!.Value));
        Assert.Equal("hello", Assert.IsType<CardPart.Paragraph>(Assert.Single(_platform.Sent).Card.Parts[0]).Text);
    }

    [Fact]
    public async Task Nothing_leaves_before_the_network_has_let_the_bot_in()
    {
        await EnqueueAsync(ToChannel("a"));
        var running = Pump().RunAsync(_stop.Token);
        await EnqueueAsync(ToChannel("b"));
        Assert.Empty(_platform.Sent);

        _platform.LetIn();
        await Until(() => StateOf("a") == DeliveryState.Sent && StateOf("b") == DeliveryState.Sent);
        await StopAsync(running);

        Assert.Equal(["a", "b"], _platform.Sent.Select(outgoing => outgoing.Id).Order());
    }

    [Fact]
    public async Task A_message_leaves_when_its_time_has_come_and_not_before()
    {
        await EnqueueAsync(ToChannel("later") with { NotBefore = Now + Duration.FromHours(1) });
        await EnqueueAsync(ToChannel("now"));
        var pump = Pump();
        var running = Start(pump);
        await Until(() => StateOf("now") == DeliveryState.Sent);
        Assert.Equal(DeliveryState.Pending, StateOf("later"));

        _home.Time.Advance(TimeSpan.FromHours(1));
        pump.Wake();
        await Until(() => StateOf("later") == DeliveryState.Sent);
        await StopAsync(running);
    }

    [Fact]
    public async Task A_thousand_messages_leave_once_each_and_at_most_sixteen_at_a_time()
    {
        int inFlight = 0,
            most = 0;
        _platform.Answer = async outgoing =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inFlight));
            await Task.Yield();
            Interlocked.Decrement(ref inFlight);
            return new SendOutcome.Sent(outgoing.Id, "channel");
        };
        await _store.WriteAsync(
            session =>
            {
                for (var n = 0; n < 1_000; n++)
                    session.Enqueue(ToChannel($"m{n}"));
            },
            Token
        );

        await RunUntilAsync(() => _store.Read(s => s.MessageCounts())[DeliveryState.Sent] == 1_000);

        Assert.Equal(1_000, _platform.Sent.Select(outgoing => outgoing.Id).Distinct().Count());
        Assert.Equal(1_000, _platform.Sent.Count);
        Assert.InRange(most, 2, 16);
        Assert.True(_work.IsIdle);
    }

    [Fact]
    public async Task What_was_in_flight_at_a_crash_is_sent_again_while_the_network_would_recognise_it()
    {
        await EnqueueAsync(InFlightSince("a", Duration.FromSeconds(10)));

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Sent);

        Assert.Empty(_platform.Looks);
        Assert.Single(_platform.Sent);
        Assert.Equal(1, Find("a").Recoveries);
    }

    public static TheoryData<string, string, int> Finds { get; } =
        new()
        {
            { nameof(Trace.NotThere), nameof(DeliveryState.Sent), 1 },
            { nameof(Trace.There), nameof(DeliveryState.Sent), 0 },
            { nameof(Trace.MayBeThere), nameof(DeliveryState.Unknown), 0 },
            { nameof(Trace.CannotLook), nameof(DeliveryState.Unknown), 0 },
        };

    [Theory]
    [MemberData(nameof(Finds))]
    public async Task Later_it_is_looked_for_and_sent_only_where_it_surely_is_not_there(
        string finds,
        string state,
        int sent
    )
    {
        _platform.Finds = finds switch
        {
            nameof(Trace.NotThere) => new Trace.NotThere("channel"),
            nameof(Trace.There) => new Trace.There(new SendOutcome.Sent("99", "channel")),
            nameof(Trace.MayBeThere) => new Trace.MayBeThere(),
            _ => new Trace.CannotLook(),
        };
        await EnqueueAsync(
            InFlightSince("a", Duration.FromHours(1)) with
            {
                Content = new MessageContent.Alert(new ActionId(4)),
            }
        );

        await RunUntilAsync(() => DeliveryLifecycle.HasEnded(StateOf("a")));

        Assert.Equal(state, StateOf("a").ToString());
        Assert.Equal(("a", Now - Duration.FromHours(1)), Assert.Single(_platform.Looks));
        Assert.Equal(sent, _platform.Sent.Count(outgoing => outgoing.Id == "a"));
        Assert.Equal(
            state == nameof(DeliveryState.Sent) ? 1 : 0,
            _store.Read(s => s.PostedAlertsOf(new ActionId(4))).Count
        );
    }

    [Fact]
    public async Task What_surely_is_not_there_is_asked_again_whether_it_is_wanted()
    {
        _platform.Finds = new Trace.NotThere("channel");
        var composed = 0;
        _compose = message =>
            composed++ == 0 ? new Composition.Say(Card.Of("hello"))
            : message.UncertainSince is null ? new Composition.Unwanted("cancelled")
            : throw new InvalidOperationException("The doubt was not settled.");
        await EnqueueAsync(InFlightSince("a", Duration.FromHours(1)));

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Cancelled);

        Assert.Empty(_platform.Sent);
    }

    [Fact]
    public async Task A_network_that_recognises_no_copy_gets_one_and_no_third()
    {
        var platform = new ScriptedPlatform { DeduplicationWindow = Duration.Zero };
        _platform = platform;
        platform.Answer = _ => Task.FromResult<SendOutcome>(new SendOutcome.Uncertain("signal-cli-gone"));
        await EnqueueAsync(InFlightSince("a", Duration.FromHours(1)));

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Unknown);

        Assert.Single(platform.Sent, outgoing => outgoing.Id == "a");
        Assert.Equal(2, Find("a").Doubts);
    }

    [Fact]
    public async Task What_may_have_arrived_is_not_sent_again_after_a_wait_that_was_too_long()
    {
        // No answer at first; then the network's limit, or an outage of ours, makes the row wait for an hour.
        await EnqueueAsync(
            ToChannel("a") with
            {
                State = DeliveryState.Retry,
                Attempts = 2,
                UncertainSince = Now - Duration.FromHours(1),
                Reason = "rate-limited",
            }
        );

        await RunUntilAsync(() => DeliveryLifecycle.HasEnded(StateOf("a")));

        Assert.Equal(DeliveryState.Unknown, StateOf("a"));
        Assert.DoesNotContain(_platform.Sent, outgoing => outgoing.Id == "a");
    }

    [Fact]
    public async Task A_row_of_a_campaign_that_was_taken_away_does_not_keep_the_bot_from_starting()
    {
        await EnqueueAsync(
            ToChannel("a") with
            {
                Campaign = new CampaignId("gone"),
                State = DeliveryState.Sending,
                Attempts = 1,
                ClaimedAt = Now - Duration.FromHours(1),
            }
        );

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Unknown);

        Assert.Empty(Notices());
    }

    [Fact]
    public async Task What_is_no_longer_wanted_or_useful_never_leaves()
    {
        _says = new Composition.Unwanted("withdrawn");
        await EnqueueAsync(ToChannel("unwanted"));
        await EnqueueAsync(ToChannel("late") with { UsefulUntil = Now });
        await EnqueueAsync(ToMember("nowhere"));

        await RunUntilAsync(() =>
            new[] { "unwanted", "late", "nowhere" }.All(id => DeliveryLifecycle.HasEnded(StateOf(id)))
        );

        Assert.Empty(_platform.Sent);
        Assert.Equal((DeliveryState.Cancelled, "withdrawn"), (StateOf("unwanted"), Find("unwanted").Reason));
        Assert.Equal((DeliveryState.Cancelled, "too-late"), (StateOf("late"), Find("late").Reason));
        Assert.Equal((DeliveryState.Cancelled, "no-address"), (StateOf("nowhere"), Find("nowhere").Reason));
    }

    [Fact]
    public async Task Closed_private_messages_are_remembered_of_the_member_and_are_no_news_to_coordinators()
    {
        await KnowAliceAsync(DirectReach.Open);
        _platform.Answer = _ =>
            Task.FromResult<SendOutcome>(new SendOutcome.Unreachable(DeliverySupport.UnreachableReason));
        await EnqueueAsync(ToMember("a"));

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Dead);

        Assert.Equal(DirectReach.Closed, Alice().Direct);
        Assert.Empty(_reachableSince);
        Assert.Empty(Notices());
    }

    [Fact]
    public async Task A_private_message_that_arrives_opens_the_way_for_the_next()
    {
        await KnowAliceAsync(DirectReach.Unknown);
        _platform.Answer = _ => Task.FromResult<SendOutcome>(new SendOutcome.Sent("1", "opened-channel"));
        await EnqueueAsync(ToMember("a"));

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Sent);

        Assert.Null(Assert.Single(_platform.Sent).ChannelId);
        Assert.Equal(DirectReach.Open, Alice().Direct);
        Assert.Equal([Samples.Alice], _reachableSince.Distinct());
        Assert.Equal("opened-channel", _store.Read(s => s.FindAddress(Samples.Alice, Networks.Discord))!.ChannelId);
    }

    [Fact]
    public async Task Coordinators_hear_once_of_many_dead_messages_and_never_of_their_own_notices()
    {
        _platform.Answer = _ => Task.FromResult<SendOutcome>(new SendOutcome.Refused("no-permission"));
        await EnqueueAsync(ToChannel("a"));
        await EnqueueAsync(ToChannel("b"));

        await RunUntilAsync(() =>
            Notices() is [{ State: DeliveryState.Dead }]
            && StateOf("a") == DeliveryState.Dead
            && StateOf("b") == DeliveryState.Dead
        );

        var notice = Assert.IsType<MessageContent.Notice>(Assert.Single(Notices()).Content);
        Assert.Equal("notice.message-dead", notice.Key);
        Assert.Equal(("no-permission", "A1"), (notice.Values["reason"], notice.Values["code"]));
        Assert.Equal(3, _platform.Sent.Count);
    }

    [Fact]
    public async Task An_alert_that_was_posted_can_be_found_again()
    {
        _platform.Answer = _ => Task.FromResult<SendOutcome>(new SendOutcome.Sent("99", "channel"));
        await EnqueueAsync(ToChannel("a") with { Content = new MessageContent.Alert(new ActionId(4)) });

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Sent);

        Assert.Equal(
            new PostedAlert(new ActionId(4), Networks.Discord, "server", "channel", "99")
            {
                PostedAt = _home.Time.Now(),
            },
            Assert.Single(_store.Read(s => s.PostedAlertsOf(new ActionId(4))))
        );
    }

    [Fact]
    public async Task A_refusal_for_now_is_tried_again_when_its_time_has_come()
    {
        var tries = 0;
        _platform.Answer = _ =>
            Task.FromResult<SendOutcome>(
                tries++ == 0
                    ? new SendOutcome.TryLater(Duration.FromSeconds(30), "rate-limited")
                    : new SendOutcome.Sent("1", "channel")
            );
        await EnqueueAsync(ToChannel("a"));
        var pump = Pump();
        var running = Start(pump);
        await Until(() => StateOf("a") == DeliveryState.Retry);
        Assert.Equal(Now + Duration.FromSeconds(30), Find("a").NotBefore);

        _home.Time.Advance(TimeSpan.FromSeconds(30));
        pump.Wake();
        await Until(() => StateOf("a") == DeliveryState.Sent);
        await StopAsync(running);

        Assert.Equal(2, Find("a").Attempts);
    }

    [Fact]
    public async Task A_stop_waits_for_what_is_in_flight_and_starts_nothing_new()
    {
        var reached = new TaskCompletionSource();
        var answer = new TaskCompletionSource<SendOutcome>();
        _platform.Answer = _ =>
        {
            reached.TrySetResult();
            return answer.Task;
        };
        await EnqueueAsync(ToChannel("a"));
        var running = Start(Pump());
        await reached.Task.WaitAsync(Token);

        await _stop.CancelAsync();
        await EnqueueAsync(ToChannel("b"));
        Assert.False(running.IsCompleted);
        answer.SetResult(new SendOutcome.Sent("1", "channel"));
        await running.WaitAsync(Token);

        Assert.Equal(DeliveryState.Sent, StateOf("a"));
        Assert.Equal(DeliveryState.Pending, StateOf("b"));
    }

    [Fact]
    public async Task A_defect_in_one_send_keeps_its_row_from_nothing_and_the_others_go_on()
    {
        var tries = 0;
        _platform.Answer = outgoing =>
            outgoing.Id == "a" && tries++ == 0
                ? throw new FormatException("what somebody wrote")
                : Task.FromResult<SendOutcome>(new SendOutcome.Sent("1", "channel"));
        await EnqueueAsync(ToChannel("a"));
        await EnqueueAsync(ToChannel("b"));
        var pump = Pump();
        var running = Start(pump);
        await Until(() => StateOf("b") == DeliveryState.Sent && StateOf("a") == DeliveryState.Retry);

        var retry = Find("a");
        Assert.Equal(("defect", 1, 1), (retry.Reason, retry.Defects, retry.Doubts));
        var error = Assert.Single(_logger.Collector.GetSnapshot(), record => record.Level == LogLevel.Error);
        Assert.Contains(nameof(FormatException), error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", error.Message, StringComparison.Ordinal);

        _home.Time.Advance(TimeSpan.FromSeconds(2));
        pump.Wake();
        await Until(() => StateOf("a") == DeliveryState.Sent);
        await StopAsync(running);
        Assert.True(_work.IsIdle);
    }

    [Fact]
    public async Task A_defect_in_what_follows_a_message_does_not_send_it_again()
    {
        _reachable = _ => throw new FormatException();
        await KnowAliceAsync(DirectReach.Unknown);
        await EnqueueAsync(ToMember("a"));

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Sent);

        Assert.Single(_platform.Sent);
    }

    [Fact]
    public async Task A_defect_in_the_words_ends_a_message_after_the_third_time_and_coordinators_hear_of_it()
    {
        _compose = message =>
            message.Content is MessageContent.Notice ? _says : throw new FormatException("never sent");
        await EnqueueAsync(ToChannel("a") with { Attempts = 7, Defects = 2 });

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Dead && Notices() is [{ State: DeliveryState.Sent }]);

        Assert.DoesNotContain(_platform.Sent, outgoing => outgoing.Id == "a");
        Assert.Equal("defect", Find("a").Reason);
    }

    [Fact]
    public async Task A_conversation_is_opened_only_by_what_was_claimed_for_that()
    {
        _platform = new ScriptedPlatform { Openings = new OpeningLimits(1, Duration.FromSeconds(30), 100) };
        // Written while the member's conversation was open; meanwhile they asked for reminders anew.
        await KnowAliceAsync(DirectReach.Open);
        await EnqueueAsync(ToMember("before") with { NotBefore = Now + Duration.FromSeconds(1) });
        await EnqueueAsync(ToMember("opens") with { To = new Recipient.Direct(Samples.Bob) });
        var pump = Pump();
        var running = Start(pump);
        await Until(() => StateOf("opens") == DeliveryState.Cancelled);
        await _store.WriteAsync(
            session =>
            {
                session.Save(Samples.Address(Samples.Bob) with { ChannelId = null });
                session.Enqueue(ToMember("first") with { To = new Recipient.Direct(Samples.Bob) });
            },
            Token
        );
        await Until(() => StateOf("first") == DeliveryState.Sent);

        _home.Time.Advance(TimeSpan.FromSeconds(1));
        pump.Wake();
        await Until(() => _store.Read(session => session.WaitingForOpening(Networks.Discord)) == 1);
        Assert.Equal((DeliveryState.Pending, 0), (StateOf("before"), Find("before").Attempts));
        Assert.Equal(["first"], _platform.Sent.Select(outgoing => outgoing.Id));

        _home.Time.Advance(TimeSpan.FromSeconds(29));
        pump.Wake();
        await Until(() => StateOf("before") == DeliveryState.Sent);
        await StopAsync(running);
        Assert.Equal(1, Find("before").Attempts);
    }

    [Fact]
    public async Task Where_the_network_says_that_it_was_too_fast_nothing_more_is_opened_for_a_while()
    {
        _platform = new ScriptedPlatform { Openings = OpeningLimits.Default };
        _platform.Answer = _ =>
            Task.FromResult<SendOutcome>(
                new SendOutcome.TryLater(Duration.FromMinutes(10), SendOutcome.TryLater.OpeningTooFast)
            );
        await KnowAliceAsync(DirectReach.Unknown);
        await _store.WriteAsync(session => session.StartDrip(Networks.Discord, OpeningLimits.Default, Now), Token);
        await EnqueueAsync(ToMember("a"));

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Retry);

        await EnqueueAsync(ToMember("b"));
        var ready = _store.Read(session => session.ReadyMessages(Networks.Discord, Now, limit: 10));
        Assert.DoesNotContain(ready, message => message.Id == "b");
        Assert.Equal(
            Now + Duration.FromMinutes(10),
            _store.Read(session => session.Drip(Networks.Discord)!.NextAt(Now))
        );
    }

    [Fact]
    public async Task Who_waits_in_chat_hears_of_the_first_try()
    {
        await EnqueueAsync(ToChannel("a"));
        var waiting = _outcomes.FirstTryAsync("a", Token);

        await RunUntilAsync(() => StateOf("a") == DeliveryState.Sent);

        Assert.Equal(DeliveryState.Sent, await waiting.WaitAsync(Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.Dispose();
        _stop.Dispose();
    }

    private DeliveryPump Pump()
    {
        var campaigns = new CampaignBook(CampaignFolder.ReadAll(Checkout.At("campaigns"), ["bus-line-7"]).Campaigns);
        return new DeliveryPump(
            _platform,
            _store,
            (message, _, _) => _compose?.Invoke(message) ?? _says,
            new DeliverySupport(
                _home.Time,
                _work,
                _outcomes,
                campaigns,
                (_, member, _) =>
                {
                    _reachableSince.Add(member);
                    _reachable?.Invoke(member);
                }
            ),
            _logger
        );
    }

    private Task Start(DeliveryPump pump)
    {
        _platform.LetIn();
        return pump.RunAsync(_stop.Token);
    }

    private async Task RunUntilAsync(Func<bool> done)
    {
        var running = Start(Pump());
        await Until(done);
        await StopAsync(running);
    }

    private async Task StopAsync(Task running)
    {
        await _stop.CancelAsync();
        await running.WaitAsync(Token);
    }

    private Task Until(Func<bool> done) => new UntilCommitted(_store).HoldsAsync(_ => done());

    private Task EnqueueAsync(OutboxMessage message) => _store.WriteAsync(session => session.Save(message), Token);

    private DeliveryState StateOf(string id) => Find(id).State;

    private OutboxMessage Find(string id) => _store.Read(session => session.FindMessage(id))!;

    private Member Alice() => _store.Read(session => session.FindMember(Samples.Alice))!;

    /// <summary>Every notice there can be here: of each kind, about each action and for each reason, of this day.</summary>
    private List<OutboxMessage> Notices() =>
        _store.Read(session =>
            (
                from kind in (string[])["dead", "unknown"]
                from code in (string[])["A1", "A4", ""]
                from reason in (string[])
                    ["no-permission", DeliverySupport.UnreachableReason, "crash", "no-answer", "defect", "x"]
                select session.FindMessage(
                    $"notice.message-{kind}|{code}|{reason}|2027-03-01|discord|200000000000000012"
                )
            )
                .OfType<OutboxMessage>()
                .ToList()
        );

    private Task KnowAliceAsync(DirectReach reach) =>
        _store.WriteAsync(
            session =>
            {
                session.Save(Samples.MemberRecord(Samples.Alice) with { Direct = reach });
                session.Save(Samples.Address(Samples.Alice) with { ChannelId = null });
            },
            Token
        );

    private OutboxMessage InFlightSince(string id, Duration ago) =>
        ToChannel(id) with
        {
            State = DeliveryState.Sending,
            Attempts = 1,
            ClaimedAt = Now - ago,
        };

    private OutboxMessage ToChannel(string id) =>
        Samples.Message(id) with
        {
            To = new Recipient.Channel("server", "channel"),
            NotBefore = Now,
        };

    private OutboxMessage ToMember(string id) => Samples.Message(id) with { NotBefore = Now };
}
