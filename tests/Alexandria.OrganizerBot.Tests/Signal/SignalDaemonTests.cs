using System.Text;
using Alexandria.OrganizerBot.Faults.Fuzz;
using Alexandria.OrganizerBot.Signal;
using Alexandria.OrganizerBot.Tests.Discord;
using CsCheck;
using Microsoft.Extensions.Logging;

namespace Alexandria.OrganizerBot.Tests.Signal;

/// <summary>The connection's life, against a daemon on a real socket.</summary>
public sealed class SignalDaemonTests
{
    private static readonly SignalTarget ToB = new SignalTarget.People(Recorded.Id(Recorded.B));
    private static readonly OutgoingMessage Text = new() { Text = "hello" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_asks_for_the_version_subscribes_and_hands_over(bool onUnixSocket)
    {
        await using var rig = new SignalRig(onUnixSocket ? ScriptedDaemon.OnUnixSocket() : ScriptedDaemon.OnTcp());
        Assert.Equal(SignalState.Stopped, rig.Client.Status.State);
        using var daemon = await rig.ConnectAsync();

        await daemon.SendAsync(Recorded.Subscribed);
        var envelope = await rig.EnvelopeAsync();

        Assert.Equal("after trust", Assert.IsType<SignalEvent.Message>(envelope.Event).Content.Text);
        Assert.Equal(
            Recorded.Subscribed,
            $$$"""{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":{{{Encoding.UTF8.GetString(envelope.Json.Span)}}}}}"""
        );
        Assert.Equal(SignalState.Connected, rig.Client.Status.State);
        Assert.Equal("0.13.19", rig.Client.Status.DaemonVersion);
        Assert.Null(rig.Client.Status.Problem);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Answers_may_come_in_any_order()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var first = rig.Client.SendAsync(ToB, Text, Ct);
        var firstRequest = await daemon.RequestAsync("send");
        var second = rig.Client.SendAsync(ToB, Text, Ct);
        var secondRequest = await daemon.RequestAsync("send");
        await daemon.AnswerAsync(secondRequest, """{"timestamp":2,"results":[]}""");
        await daemon.AnswerAsync(firstRequest, """{"timestamp":1,"results":[]}""");

        Assert.Equal(1, (await first).Sent()!.Timestamp);
        Assert.Equal(2, (await second).Sent()!.Timestamp);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Envelopes_may_come_before_the_answer_of_the_call_that_caused_them()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var sending = rig.Client.SendAsync(ToB, Text, Ct);
        var request = await daemon.RequestAsync("send");
        await daemon.SendAsync(Recorded.Reaction);

        Assert.IsType<SignalEvent.Reaction>((await rig.EnvelopeAsync()).Event);
        Assert.False(sending.IsCompleted);
        await daemon.AnswerAsync(request, """{"timestamp":1,"results":[]}""");
        Assert.IsType<SignalResult<SendResult>.Ok>(await sending);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Envelopes_keep_their_order()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var frames = Enumerable.Range(1, 200).Select(number => Numbered(number) + "\n");
        // In pieces that end anywhere, as a socket may cut them.
        foreach (var piece in Encoding.UTF8.GetBytes(string.Concat(frames)).Chunk(777))
        {
            await daemon.SendAsync(piece.AsMemory());
        }

        for (var number = 1; number <= 200; number++)
        {
            var message = Assert.IsType<SignalEvent.Message>((await rig.EnvelopeAsync()).Event);
            Assert.Equal($"{number}", message.Content.Text);
        }
    }

    // The recorded answers to requests that signal-cli could not read, and more that nobody asked for.
    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData("", "malformed")]
    [InlineData("{", "malformed")]
    [InlineData("not json", "malformed")]
    [InlineData("\0\0\0", "malformed")]
    [InlineData("\"hello\"", "unexpected")]
    [InlineData("42", "unexpected")]
    [InlineData("null", "unexpected")]
    [InlineData("[]", "unexpected")]
    [InlineData("""[{"jsonrpc":"2.0","result":{"version":"0.13.19"},"id":13}]""", "unexpected")]
    [InlineData("{}", "unexpected")]
    [InlineData("""{"jsonrpc":"2.0","method":"brandNew","params":{}}""", "unexpected")]
    [InlineData("""{"jsonrpc":"2.0","result":{},"id":99999}""", "late")]
    [InlineData("""{"jsonrpc":"2.0","result":{},"id":"a"}""", "unexpected")]
    [InlineData("""{"jsonrpc":"2.0","result":{},"id":1e400}""", "unexpected")]
    [InlineData(
        """{"jsonrpc":"2.0","error":{"code":-32700,"message":"Empty input line","data":null},"id":null}""",
        "unread"
    )]
    [InlineData("""{"jsonrpc":"2.0","method":"receive"}""", "unexpected")]
    [InlineData("""{"jsonrpc":"2.0","method":"receive","params":[1]}""", "unexpected")]
    [InlineData("""{"jsonrpc":"2.0","method":"receive","params":{"subscription":0,"result":7}}""", "unexpected")]
    [InlineData("""{"method":"receive","params":{"envelope":{},"account":"+15551230009"}}""", "account")]
    [InlineData("""{"\ud800":1}""", "malformed")]
    public async Task A_frame_that_makes_no_sense_is_counted_and_skipped(string frame, string reason)
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        await daemon.SendAsync(frame);
        await daemon.SendAsync(Recorded.Message);

        Assert.IsType<SignalEvent.Message>((await rig.EnvelopeAsync()).Event);
        Assert.Equal([$"A frame from signal-cli was skipped: {reason}"], rig.Logged(LogLevel.Debug));
        Assert.Equal(SignalState.Connected, rig.Client.Status.State);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(1)]
    [InlineData(700_000)]
    public async Task An_overlong_frame_is_skipped_and_does_not_fill_the_memory(int beyond)
    {
        await using var rig = new SignalRig(change: options => options with { MaxFrameBytes = 1000 });
        using var daemon = await rig.ConnectAsync();

        await daemon.SendAsync(new string('x', 1000 + beyond));
        await daemon.SendAsync(Recorded.Subscribed);
        await daemon.SendAsync(new string(' ', 1000 - Numbered(1).Length) + Numbered(1));

        Assert.IsType<SignalEvent.Message>((await rig.EnvelopeAsync()).Event);
        Assert.IsType<SignalEvent.Message>((await rig.EnvelopeAsync()).Event);
        Assert.Equal(["A frame from signal-cli was skipped: overlong"], rig.Logged(LogLevel.Debug));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Frames_altered_in_any_way_never_stop_it()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync((_, _) => Task.CompletedTask);
        var chance = new Random(20261124);

        for (var i = 0; i < 3000; i++)
        {
            var frame = Encoding.UTF8.GetBytes(Recorded.All[chance.Next(Recorded.All.Length)]).ToList();
            for (var changes = chance.Next(1, 6); changes > 0; changes--)
            {
                var at = chance.Next(frame.Count);
                switch (chance.Next(4))
                {
                    case 0:
                        frame[at] = (byte)chance.Next(256);
                        break;
                    case 1:
                        frame.RemoveRange(at, chance.Next(frame.Count - at));
                        frame.Add((byte)'}');
                        break;
                    case 2:
                        frame.Insert(at, (byte)"\n\"{}[],:\\u0"[chance.Next(11)]);
                        break;
                    default:
                        frame.InsertRange(at, frame.GetRange(at, chance.Next(frame.Count - at)));
                        break;
                }
            }

            frame.Add((byte)'\n');
            await daemon.SendAsync(frame.ToArray().AsMemory());
        }

        var sending = rig.Client.SendAsync(ToB, Text, Ct);
        await daemon.AnswerAsync(await daemon.RequestAsync("send"), """{"timestamp":1,"results":[]}""");
        Assert.IsType<SignalResult<SendResult>.Ok>(await sending);
        Assert.Equal(SignalState.Connected, rig.Client.Status.State);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task Without_a_connection_a_call_surely_did_not_arrive()
    {
        await using var rig = new SignalRig();

        var result = await rig.Client.SendAsync(ToB, Text, Ct);

        Assert.False(Assert.IsType<SignalResult<SendResult>.Unavailable>(result).MayHaveArrived);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task When_the_connection_drops_what_was_written_may_have_arrived_and_what_waited_did_not()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        // More than the socket's buffers hold, and nobody reads: its writing has begun and does not end.
        var file = new OutgoingAttachment("image/png", "a.png", new byte[8 * 1024 * 1024]);
        var written = rig.Client.SendAsync(ToB, Text with { Attachments = [file] }, Ct);
        var waiting = rig.Client.SendAsync(ToB, Text, Ct);
        daemon.Drop();

        Assert.True(Assert.IsType<SignalResult<SendResult>.Unavailable>(await written).MayHaveArrived);
        Assert.False(Assert.IsType<SignalResult<SendResult>.Unavailable>(await waiting).MayHaveArrived);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_call_that_is_not_answered_in_time_may_have_arrived_and_disturbs_no_other()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        var sending = rig.Client.SendAsync(ToB, Text, Ct);
        var late = await daemon.RequestAsync("send");
        await rig.Time.BegunAsync(rig.Options.SendTimeout);
        var listing = rig.Client.ListGroupsAsync(null, Ct);
        await daemon.AnswerAsync(await daemon.RequestAsync("listGroups"), "[]");
        Assert.Empty((await listing).ValueOrDefault!);
        rig.Time.Advance(rig.Options.SendTimeout);

        var none = Assert.IsType<SignalResult<SendResult>.Unavailable>(await sending);
        Assert.True(none.MayHaveArrived);
        await daemon.AnswerAsync(late, """{"timestamp":1,"results":[]}""");
        await daemon.SendAsync(Recorded.Message);
        await rig.EnvelopeAsync();
        Assert.Equal(["A frame from signal-cli was skipped: late"], rig.Logged(LogLevel.Debug));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_cancelled_call_is_given_up_and_its_late_answer_is_skipped()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();
        using var cancel = new CancellationTokenSource();

        var sending = rig.Client.SendAsync(ToB, Text, cancel.Token);
        var request = await daemon.RequestAsync("send");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await daemon.AnswerAsync(request, """{"timestamp":1,"results":[]}""");
        await daemon.SendAsync(Recorded.Message);

        await rig.EnvelopeAsync();
        Assert.Equal(["A frame from signal-cli was skipped: late"], rig.Logged(LogLevel.Debug));
        Assert.Equal(SignalState.Connected, rig.Client.Status.State);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_call_cancelled_before_it_began_writes_nothing()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            rig.Client.SendAsync(ToB, Text, new CancellationToken(canceled: true))
        );
        var listing = rig.Client.ListGroupsAsync(null, Ct);

        await daemon.AnswerAsync(await daemon.RequestAsync("listGroups"), "[]");
        Assert.Empty((await listing).ValueOrDefault!);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task After_a_loss_it_connects_and_subscribes_again()
    {
        await using var rig = new SignalRig();
        List<SignalState> states = [];
        rig.Client.StateChanged += states.Add;
        using (var daemon = await rig.ConnectAsync())
        {
            await daemon.SendAsync(Recorded.Message);
            await rig.EnvelopeAsync();
            daemon.Drop();
        }

        await rig.Time.PassAsync(TimeSpan.FromSeconds(1));
        using var next = await rig.GreetedAsync();
        await next.SendAsync(Recorded.Reaction);

        Assert.IsType<SignalEvent.Reaction>((await rig.EnvelopeAsync()).Event);
        Assert.Equal([SignalState.Connecting, SignalState.Connected, SignalState.Lost, SignalState.Connected], states);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_daemon_that_is_away_is_tried_at_growing_intervals_and_its_absence_is_told()
    {
        await using var rig = new SignalRig();
        using (await rig.ConnectAsync())
        {
            await rig.Server.DisposeAsync();
        }

        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            await rig.Time.BegunAsync(TimeSpan.FromSeconds(seconds));
            Assert.Equal(SignalState.Lost, rig.Client.Status.State);
            rig.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        await rig.Time.BegunAsync(TimeSpan.FromSeconds(30));
        var status = rig.Client.Status;
        Assert.Equal(TimeSpan.FromSeconds(91), status.For);
        Assert.Contains("is the daemon running?", status.Problem, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(91), status.SinceFrame);
        Assert.Null(status.SinceEvent);
        Assert.Single(rig.Logged(LogLevel.Warning));
    }

    [Fact]
    public void The_pause_doubles_to_the_longest_whatever_chance_does()
    {
        var longest = TimeSpan.FromSeconds(30);

        Assert.Equal(
            [1, 2, 4, 8, 16, 30, 30],
            Enumerable.Range(1, 7).Select(failures => ReconnectDelay.Backoff(failures, longest, 1).TotalSeconds)
        );
        Gen.Select(Gen.Int[0, int.MaxValue], Gen.Double[0, 1])
            .Sample(
                (failures, chance) =>
                {
                    var pause = ReconnectDelay.Backoff(failures, longest, chance);
                    return pause >= TimeSpan.FromSeconds(0.5) && pause <= longest;
                }
            );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_daemon_that_hangs_is_dropped_and_connected_again()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        await rig.Time.PassAsync(rig.Options.WatchdogInterval);
        await daemon.RequestAsync("version");
        var sending = rig.Client.SendAsync(ToB, Text, Ct);
        await daemon.RequestAsync("send");
        await rig.Time.PassAsync(rig.Options.WatchdogTimeout);
        await daemon.ClosedAsync();

        Assert.True(Assert.IsType<SignalResult<SendResult>.Unavailable>(await sending).MayHaveArrived);
        await rig.Time.PassAsync(TimeSpan.FromSeconds(1));
        using var next = await rig.GreetedAsync();
        Assert.Equal(
            ["No connection to signal-cli: signal-cli did not answer the watchdog"],
            rig.Logged(LogLevel.Warning)
        );
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_daemon_that_hangs_from_the_start_is_dropped_too()
    {
        await using var rig = new SignalRig();
        rig.Run();
        using (var daemon = await rig.Server.ConnectionAsync())
        {
            await daemon.RequestAsync("version");
            await rig.Time.PassAsync(rig.Options.GreetTimeout);
            await daemon.ClosedAsync();
        }

        await rig.Time.BegunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(
            (SignalState.Connecting, "signal-cli did not tell its version"),
            (rig.Client.Status.State, rig.Client.Status.Problem)
        );
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        using var next = await rig.GreetedAsync();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task An_account_that_the_daemon_does_not_have_is_told_and_asked_for_again()
    {
        await using var rig = new SignalRig();
        rig.Run();
        using (var daemon = await rig.Server.ConnectionAsync())
        {
            await daemon.AnswerAsync(await daemon.RequestAsync("version"), """{"version":"0.14.6"}""");
            await daemon.RefuseAsync(
                await daemon.RequestAsync("subscribeReceive"),
                """{"code":-32602,"message":"Specified account does not exist","data":null}"""
            );
            await daemon.ClosedAsync();
        }

        await rig.Time.BegunAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("signal-cli does not have the bot's account: register it first", rig.Client.Status.Problem);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        using var next = await rig.GreetedAsync();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task While_the_handler_is_busy_nothing_is_read_and_no_hang_is_suspected()
    {
        var gate = new TaskCompletionSource();
        List<string> handled = [];
        await using var rig = new SignalRig(change: options => options with { WaitingEnvelopes = 2 });
        using var daemon = await rig.ConnectAsync(
            async (envelope, _) =>
            {
                await gate.Task;
                handled.Add(((SignalEvent.Message)envelope.Event).Content.Text);
            }
        );

        // One is in the handler, two wait, the fourth holds the reading up.
        for (var number = 1; number <= 10; number++)
        {
            await daemon.SendAsync(Numbered(number));
        }

        while (!rig.Client.Status.IsHandlerBehind)
        {
            await Task.Yield();
        }

        var sending = rig.Client.SendAsync(ToB, Text, Ct);
        await daemon.AnswerAsync(await daemon.RequestAsync("send"), """{"timestamp":1,"results":[]}""");
        await rig.Time.PassAsync(rig.Options.WatchdogInterval);
        await daemon.AnswerAsync(await daemon.RequestAsync("version"), """{"version":"0.13.19"}""");
        await rig.Time.PassAsync(rig.Options.WatchdogTimeout);
        var again = await daemon.RequestAsync("version");
        Assert.False(sending.IsCompleted);
        Assert.Equal(SignalState.Connected, rig.Client.Status.State);
        gate.SetResult();
        await daemon.AnswerAsync(again, """{"version":"0.13.19"}""");

        Assert.IsType<SignalResult<SendResult>.Ok>(await sending);
        Assert.False(rig.Client.Status.IsHandlerBehind);
        await rig.StopAsync();
        await daemon.AnswerAsync(await daemon.RequestAsync("unsubscribeReceive"), "{}");
        await rig.Running;
        Assert.Equal(Enumerable.Range(1, 10).Select(number => $"{number}"), handled);
    }

    [Theory(Timeout = HangGuard.Milliseconds)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_has_arrived_is_handled_even_if_the_connection_has_ended_meanwhile(bool daemonIsGone)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<string> handled = [];
        await using var rig = new SignalRig(change: options => options with { WaitingEnvelopes = 1 });
        using var daemon = await rig.ConnectAsync(
            async (envelope, _) =>
            {
                await gate.Task;
                handled.Add(((SignalEvent.Message)envelope.Event).Content.Text);
            }
        );

        // About 100 kB: some of it in the client's hands, the rest in the socket.
        await daemon.SendAsync(string.Join('\n', Enumerable.Range(1, 200).Select(Numbered)));
        while (!rig.Client.Status.IsHandlerBehind)
        {
            await Task.Yield();
        }

        if (daemonIsGone)
        {
            daemon.Drop();
            await rig.StopAsync();
        }
        else
        {
            await rig.StopAsync();
            await daemon.RequestAsync("unsubscribeReceive");
            await rig.Time.PassAsync(rig.Options.GoodbyeTimeout);
        }

        gate.SetResult();
        await rig.Running;

        Assert.Equal(Enumerable.Range(1, 200).Select(number => $"{number}"), handled);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_stop_ends_the_subscription_first_and_takes_what_came_until_then()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        await rig.StopAsync();
        var goodbye = await daemon.RequestAsync("unsubscribeReceive");
        Assert.Equal(
            $$"""{"account":"{{SignalRig.Number}}","subscription":0}""",
            ScriptedConnection.Unescaped(goodbye.Parameters)
        );
        await daemon.SendAsync(Recorded.Message);
        await daemon.AnswerAsync(goodbye, "{}");
        await rig.Running;

        Assert.IsType<SignalEvent.Message>((await rig.EnvelopeAsync()).Event);
        Assert.Equal(SignalState.Stopped, rig.Client.Status.State);
        await daemon.ClosedAsync();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_stop_does_not_wait_for_a_daemon_that_hangs()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        await rig.StopAsync();
        await daemon.RequestAsync("unsubscribeReceive");
        await rig.Time.PassAsync(rig.Options.GoodbyeTimeout);

        await rig.Running;
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_stop_gives_the_handler_a_while_and_tells_what_it_left()
    {
        await using var rig = new SignalRig();
        var begun = new TaskCompletionSource();
        using var daemon = await rig.ConnectAsync(
            async (_, ct) =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, rig.Time, ct);
            }
        );
        await daemon.SendAsync(Recorded.Message);
        await begun.Task;

        await rig.StopAsync();
        await daemon.AnswerAsync(await daemon.RequestAsync("unsubscribeReceive"), "{}");
        await daemon.ClosedAsync();
        await rig.Time.PassAsync(rig.Options.DrainTimeout);
        await rig.Running;

        Assert.Equal(["1 envelopes or more were not handled before the stop and are lost"], rig.Logged(LogLevel.Error));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task What_the_handler_throws_ends_the_run()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync((_, _) => throw new IOException("The disk is full."));

        await daemon.SendAsync(Recorded.Message);
        await daemon.AnswerAsync(await daemon.RequestAsync("unsubscribeReceive"), "{}");

        var thrown = await Assert.ThrowsAsync<IOException>(() => rig.Running);
        Assert.Equal("The disk is full.", thrown.Message);
        Assert.Equal(SignalState.Stopped, rig.Client.Status.State);
        rig.ForgetRun();
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task For_calls_only_nothing_is_subscribed_and_nothing_taken()
    {
        await using var rig = new SignalRig();
        rig.RunForCallsOnly();
        using var daemon = await rig.Server.ConnectionAsync();
        await daemon.AnswerAsync(await daemon.RequestAsync("version"), """{"version":"0.14.6"}""");
        await rig.Client.WhenConnectedAsync(Ct);

        await daemon.SendAsync(Recorded.Message);
        var registering = rig.Client.RegisterAsync(false, null, Ct);
        await daemon.AnswerAsync(await daemon.RequestAsync("register"), "{}");

        Assert.IsType<SignalResult<Nothing>.Ok>(await registering);
        Assert.Equal(["A frame from signal-cli was skipped: unwanted"], rig.Logged(LogLevel.Debug));
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task A_daemon_that_receives_unasked_is_warned_of_once_and_its_messages_are_taken()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        await daemon.SendAsync(Recorded.Message);
        await daemon.SendAsync(Recorded.Reaction);
        await rig.EnvelopeAsync();
        await rig.EnvelopeAsync();

        Assert.Contains("--receive-mode manual", Assert.Single(rig.Logged(LogLevel.Warning)), StringComparison.Ordinal);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task The_age_of_frames_and_of_events_is_known()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();
        await daemon.SendAsync(Recorded.Message);
        await rig.EnvelopeAsync();

        await rig.Time.PassAsync(rig.Options.WatchdogInterval);
        await daemon.AnswerAsync(await daemon.RequestAsync("version"), """{"version":"0.13.19"}""");
        await rig.Time.BegunAsync(rig.Options.WatchdogInterval);
        rig.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(1), rig.Client.Status.SinceFrame);
        Assert.Equal(TimeSpan.FromSeconds(31), rig.Client.Status.SinceEvent);
    }

    [Fact(Timeout = HangGuard.Milliseconds)]
    public async Task It_runs_once()
    {
        await using var rig = new SignalRig();
        using var daemon = await rig.ConnectAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Client.RunAsync(null, Ct));
    }

    private static string Numbered(int number) =>
        Recorded.Subscribed.Replace("after trust", $"{number}", StringComparison.Ordinal);
}
