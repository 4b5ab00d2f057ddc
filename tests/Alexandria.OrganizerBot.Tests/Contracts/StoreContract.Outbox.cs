using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_message_is_enqueued_once_whatever_has_become_of_it()
    {
        var message = Samples.Message("A1.1.day-before|alice");
        Assert.True(await store.WriteAsync(s => s.Enqueue(message)));
        Assert.Equal(message, store.Read(s => s.FindMessage(message.Id)));

        foreach (var state in Enum.GetValues<DeliveryState>())
        {
            var present = message with { State = state, Reason = "why", Recoveries = 2 };
            await Write(s => s.Save(present));
            Assert.False(await store.WriteAsync(s => s.Enqueue(message)));
            Assert.Equal(present, store.Read(s => s.FindMessage(message.Id)));
        }
    }

    /// <summary>Each look at the rows is a snapshot of its own: between two of them the last message of a campaign may go.</summary>
    [Fact]
    public async Task When_the_next_message_is_due_can_be_asked_while_messages_come_and_go()
    {
        var writing = Task.Run(
            async () =>
            {
                for (var n = 0; n < 300; n++)
                {
                    var message = Samples.Message($"A1|{n}");
                    await Write(s => s.Enqueue(message));
                    await Write(s => s.Save(message with { State = DeliveryState.Sent }));
                }
            },
            TestContext.Current.CancellationToken
        );
        var looks = 0;
        while (!writing.IsCompleted)
        {
            store.Read(s => s.NextMessageDue());
            looks++;
        }

        await writing;
        Assert.True(looks > 0);
        Assert.Null(store.Read(s => s.NextMessageDue()));
    }

    [Fact]
    public async Task Every_kind_of_content_and_recipient_comes_back()
    {
        MessageContent[] contents =
        [
            new MessageContent.Alert(new ActionId(1)),
            new MessageContent.AlertChanged(new ActionId(2)),
            new MessageContent.Cancellation(new ActionId(3)),
            new MessageContent.Reminder(new ActionId(4), 2, "day-before"),
            new MessageContent.ReachTest(),
        ];
        Recipient[] recipients = [new Recipient.Channel("server", "chan/nel="), new Recipient.Direct(Samples.Alice)];
        var messages = (
            from content in contents
            from to in recipients
            select Samples.Message($"{content.GetType().Name}|{to.GetType().Name}") with
            {
                Content = content,
                To = to,
            }
        ).ToList();
        await Write(s => messages.ForEach(m => s.Enqueue(m)));

        Assert.All(messages, m => Assert.Equal(m, store.Read(s => s.FindMessage(m.Id))));
    }

    [Fact]
    public async Task A_notice_comes_back_with_its_values()
    {
        var values = new Dictionary<string, string> { ["code"] = "A1", ["text"] = "ጉባኤ" };
        await Write(s => s.Enqueue(Samples.Message("n") with { Content = new MessageContent.Notice("key", values) }));

        var notice = Assert.IsType<MessageContent.Notice>(store.Read(s => s.FindMessage("n"))!.Content);
        Assert.Equal("key", notice.Key);
        Assert.Equal(values, notice.Values);
    }

    [Fact]
    public async Task Ready_messages_come_by_priority_then_time_then_order_of_writing()
    {
        var minute = Duration.FromMinutes(1);
        await Write(s =>
        {
            s.Enqueue(Samples.Message("z-first-of-its-time"));
            s.Enqueue(Samples.Message("a-second-of-its-time"));
            s.Enqueue(Samples.Message("low", priority: DeliveryPriority.Low, notBefore: Samples.Noon - 9 * minute));
            s.Enqueue(Samples.Message("high", priority: DeliveryPriority.High));
            s.Enqueue(Samples.Message("earlier", notBefore: Samples.Noon - minute));
            s.Enqueue(Samples.Message("a-tick-late", notBefore: Samples.Noon.PlusTicks(1)));
            s.Enqueue(Samples.Message("signal", network: Networks.Signal));
            s.Enqueue(Samples.Message("sent") with { State = DeliveryState.Sent });
            s.Enqueue(
                Samples.Message("again", notBefore: Samples.Noon - 2 * minute) with
                {
                    State = DeliveryState.Retry,
                }
            );
        });
        await Reopen();
        await Write(s => s.Enqueue(Samples.Message("after-reopening")));

        string[] expected =
        [
            "high",
            "again",
            "earlier",
            "z-first-of-its-time",
            "a-second-of-its-time",
            "after-reopening",
            "low",
        ];
        Assert.Equal(expected, Ready(limit: 100));
        Assert.Equal(expected[..3], Ready(limit: 3));
        Assert.Equal(["signal"], store.Read(s => s.ReadyMessages(Networks.Signal, Samples.Noon, 10)).Select(m => m.Id));

        // A change in place keeps the order.
        await Write(s => s.Save(s.FindMessage("z-first-of-its-time")! with { Attempts = 4 }));
        Assert.Equal(expected, Ready(limit: 100));

        IEnumerable<string> Ready(int limit) =>
            store.Read(s => s.ReadyMessages(Networks.Discord, Samples.Noon, limit)).Select(m => m.Id);
    }

    [Fact]
    public async Task A_claim_takes_messages_in_flight_so_that_no_second_claim_sees_them()
    {
        await Write(s =>
        {
            for (var n = 0; n < 5; n++)
                s.Enqueue(Samples.Message($"m{n}"));
            s.Enqueue(Samples.Message("signal", network: Networks.Signal));
        });

        var first = await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 2));
        var second = await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 10));
        var third = await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 10));

        Assert.Equal(["m0", "m1"], first.Select(m => m.Id));
        Assert.Equal(["m2", "m3", "m4"], second.Select(m => m.Id));
        Assert.Empty(third);
        Assert.All(
            first,
            m => Assert.Equal((DeliveryState.Sending, 1, Samples.Noon), (m.State, m.Attempts, m.ClaimedAt))
        );
        Assert.Equal(first[0], store.Read(s => s.FindMessage("m0")));

        await Reopen();
        Assert.Equal(5, store.Read(s => s.InFlight(Networks.Discord)).Count);
        Assert.Empty(store.Read(s => s.InFlight(Networks.Signal)));

        var again = first[0] with { State = DeliveryState.Retry, NotBefore = Samples.Noon, ClaimedAt = null };
        await Write(s => s.Save(again));
        var claimed = Assert.Single(await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 9)));
        Assert.Equal(2, claimed.Attempts);
    }

    [Fact]
    public async Task The_next_message_due_is_the_earliest_that_waits_on_that_network()
    {
        var hour = Duration.FromHours(1);
        Assert.Null(store.Read(s => s.NextMessageDue()));
        await Write(s =>
        {
            s.Enqueue(Samples.Message("high", notBefore: Samples.Noon + 3 * hour, priority: DeliveryPriority.High));
            s.Enqueue(Samples.Message("low", notBefore: Samples.Noon + 2 * hour, priority: DeliveryPriority.Low));
            s.Enqueue(Samples.Message("signal", network: Networks.Signal, notBefore: Samples.Noon + hour));
            s.Enqueue(Samples.Message("gone") with { State = DeliveryState.Dead });
        });

        Assert.Equal(Samples.Noon + hour, store.Read(s => s.NextMessageDue()));
        Assert.Equal(Samples.Noon + 2 * hour, store.Read(s => s.NextMessageDue(Networks.Discord)));
        Assert.Null(store.Read(s => s.NextMessageDue("pigeon")));
    }

    [Fact]
    public async Task Messages_about_an_action_are_those_that_have_not_ended()
    {
        await Write(s =>
        {
            foreach (var state in Enum.GetValues<DeliveryState>())
                s.Enqueue(Samples.Message(state.ToString()) with { State = state });
            s.Enqueue(Samples.Message("other", action: 11));
            s.Enqueue(Samples.Message("none") with { Content = new MessageContent.ReachTest() });
        });

        Assert.Equal(
            ["Pending", "Sending", "Retry", "Unknown"],
            store.Read(s => s.MessagesAbout(new ActionId(1))).Select(m => m.Id)
        );
    }

    [Fact]
    public async Task Counts_name_every_state()
    {
        await Write(s =>
        {
            s.Enqueue(Samples.Message("1"));
            s.Enqueue(Samples.Message("2"));
            s.Enqueue(Samples.Message("3") with { State = DeliveryState.Unknown });
        });

        var counts = store.Read(s => s.MessageCounts());

        Assert.Equal(Enum.GetValues<DeliveryState>().Length, counts.Count);
        Assert.Equal(
            (2, 1, 0),
            (counts[DeliveryState.Pending], counts[DeliveryState.Unknown], counts[DeliveryState.Sent])
        );
    }

    [Fact]
    public async Task A_posted_alert_is_kept_once_for_each_place()
    {
        var discord = new PostedAlert(new ActionId(1), Networks.Discord, "server", "channel", "message");
        var signal = new PostedAlert(new ActionId(1), Networks.Signal, "group+/=", "group+/=", "1772366400000");
        await Write(s =>
        {
            s.Save(discord);
            s.Save(discord);
            s.Save(signal);
            s.Save(signal with { Action = new ActionId(2) });
        });

        var posted = store.Read(s => s.PostedAlertsOf(new ActionId(1)));
        Assert.Equal(2, posted.Count);
        Assert.Contains(discord, posted);
        Assert.Contains(signal, posted);
    }
}
