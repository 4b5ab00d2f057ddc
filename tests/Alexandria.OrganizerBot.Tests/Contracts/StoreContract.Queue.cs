using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Members;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

/// <content>Whose turn it is, and what waits for a conversation to be opened.</content>
public abstract partial class StoreContract
{
    private static readonly OpeningLimits Three = new(Burst: 3, Duration.FromSeconds(30), PerDay: 100);

    [Fact]
    public async Task A_campaign_with_a_thousand_messages_does_not_hold_up_another_with_five()
    {
        await Write(s =>
        {
            for (var n = 0; n < 1_000; n++)
                s.Enqueue(Samples.Message($"big-{n:D4}"));
            for (var n = 0; n < 5; n++)
                s.Enqueue(Samples.Message($"small-{n}") with { Campaign = Samples.OtherCampaign });
        });

        var claimed = await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 16));

        Assert.Equal(
            (IEnumerable<string>)
                [
                    .. Enumerable.Range(0, 5).SelectMany(n => (string[])[$"big-{n:D4}", $"small-{n}"]),
                    .. Enumerable.Range(5, 6).Select(n => $"big-{n:D4}"),
                ],
            claimed.Select(message => message.Id)
        );
    }

    [Fact]
    public async Task Campaigns_take_turns_over_claims_of_one_message_too()
    {
        CampaignId third = new("a-third");
        await Write(s =>
        {
            foreach (var campaign in (CampaignId[])[Samples.Campaign, Samples.OtherCampaign, third])
                for (var n = 0; n < 2; n++)
                    s.Enqueue(Samples.Message($"{campaign}|{n}") with { Campaign = campaign });
        });

        CampaignId? last = null;
        var order = new List<string>();
        for (var claim = 0; claim < 6; claim++)
        {
            var one = Assert.Single(await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 1, last)));
            order.Add(one.Id);
            last = one.Campaign;
        }

        Assert.Equal(["a-third|0", "bus-line-7|0", "bus-line-8|0", "a-third|1", "bus-line-7|1", "bus-line-8|1"], order);
    }

    [Fact]
    public async Task A_higher_priority_goes_before_every_turn()
    {
        await Write(s =>
        {
            s.Enqueue(Samples.Message("reminder"));
            s.Enqueue(
                Samples.Message("cancellation", priority: DeliveryPriority.High) with
                {
                    Campaign = Samples.OtherCampaign,
                }
            );
            s.Enqueue(Samples.Message("asked", priority: DeliveryPriority.Asked));
            s.Enqueue(Samples.Message("tally", priority: DeliveryPriority.Low) with { Campaign = new CampaignId("a") });
        });

        Assert.Equal(["asked", "cancellation", "reminder", "tally"], Ready(Samples.Noon, limit: 10));
    }

    [Fact]
    public async Task What_needs_a_conversation_opened_leaves_drop_by_drop_and_holds_nobody_else_up()
    {
        await Write(s =>
        {
            s.StartDrip(Networks.Discord, Three, Samples.Noon);
            for (var n = 0; n < 5; n++)
            {
                s.Save(Samples.Address(Samples.Member(n)) with { ChannelId = null });
                s.Enqueue(ToMember(n));
            }
            s.Save(Samples.Address(Samples.Alice));
            s.Enqueue(Samples.Message("open") with { To = new Recipient.Direct(Samples.Alice) });
            s.Enqueue(Samples.Message("channel") with { To = new Recipient.Channel("s", "c") });
        });
        Assert.Equal(5, store.Read(s => s.WaitingForOpening(Networks.Discord)));

        var claimed = await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 16));

        Assert.Equal(["open", "channel", "m0", "m1", "m2"], claimed.Select(message => message.Id));
        Assert.Empty(Ready(Samples.Noon, limit: 10));
        Time.SetUtcNow(Samples.Noon.ToDateTimeOffset());
        Assert.Equal(Samples.Noon + Three.Every, store.Read(s => s.NextMessageDue(Networks.Discord)));
        Assert.Equal(["m3"], Ready(Samples.Noon + Three.Every, limit: 10));
        Assert.Equal(["m3", "m4"], Ready(Samples.Noon + (Three.Every * 2), limit: 10));
    }

    [Fact]
    public async Task Who_asks_at_this_moment_goes_first_among_what_needs_a_conversation_opened()
    {
        await Write(s =>
        {
            s.StartDrip(Networks.Discord, Three with { Burst = 1 }, Samples.Noon);
            for (var n = 0; n < 3; n++)
            {
                s.Save(Samples.Address(Samples.Member(n)) with { ChannelId = null });
                s.Enqueue(ToMember(n) with { Priority = (DeliveryPriority)(n + 1) });
            }
        });

        Assert.Equal(["m2"], Ready(Samples.Noon, limit: 10));
    }

    [Fact]
    public async Task Once_a_conversation_is_open_nothing_to_that_member_waits_for_the_drip()
    {
        var address = Samples.Address(Samples.Alice) with { ChannelId = null };
        await Write(s =>
        {
            s.StartDrip(Networks.Discord, Three with { Burst = 1 }, Samples.Noon);
            s.Save(address);
            for (var n = 0; n < 3; n++)
                s.Enqueue(Samples.Message($"m{n}") with { To = new Recipient.Direct(Samples.Alice) });
        });
        var first = Assert.Single(await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 16)));
        Assert.Empty(Ready(Samples.Noon, limit: 10));

        await Write(s =>
        {
            s.Save(first with { State = DeliveryState.Sent });
            s.Save(address with { ChannelId = "922222222222222222" });
        });

        Assert.Equal(["m1", "m2"], Ready(Samples.Noon, limit: 10));
        Assert.Equal(0, store.Read(s => s.WaitingForOpening(Networks.Discord)));
    }

    [Fact]
    public async Task An_opening_that_was_not_needed_is_given_back_and_a_pause_stops_all()
    {
        await Write(s =>
        {
            s.StartDrip(Networks.Discord, Three with { Burst = 1 }, Samples.Noon);
            for (var n = 0; n < 2; n++)
            {
                s.Save(Samples.Address(Samples.Member(n)) with { ChannelId = null });
                s.Enqueue(ToMember(n));
            }
        });
        var first = Assert.Single(await store.WriteAsync(s => s.ClaimReady(Networks.Discord, Samples.Noon, 16)));

        await Write(s =>
        {
            s.GiveOpeningBack(first, Samples.Noon);
            s.Save(first with { State = DeliveryState.Cancelled });
        });
        Assert.Equal(["m1"], Ready(Samples.Noon, limit: 10));

        var until = Samples.Noon + Duration.FromMinutes(10);
        await Write(s => s.PauseOpenings(Networks.Discord, until));
        Assert.Empty(Ready(until - Duration.FromSeconds(1), limit: 10));
        await Reopen();
        await Write(s => s.StartDrip(Networks.Discord, Three, Samples.Noon));
        Assert.Empty(Ready(Samples.Noon, limit: 10));
        Assert.Equal(["m1"], Ready(until, limit: 10));
    }

    private static OutboxMessage ToMember(int n) =>
        Samples.Message($"m{n}") with
        {
            To = new Recipient.Direct(Samples.Member(n)),
        };

    private IEnumerable<string> Ready(Instant now, int limit) =>
        store.Read(s => s.ReadyMessages(Networks.Discord, now, limit)).Select(message => message.Id);
}
