using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Contracts;

/// <content>Of a message that ended only that it must not be written again is left.</content>
public abstract partial class StoreContract
{
    private static readonly Duration Day = Duration.FromDays(1);

    [Fact]
    public async Task A_message_that_ended_is_buried_and_its_id_still_refuses_a_second_one()
    {
        await Write(s =>
        {
            s.Save(Samples.Action(1, starts: After));
            s.Enqueue(Samples.Message("sent"));
            s.Enqueue(Samples.Message("cancelled"));
            s.Enqueue(Samples.Message("waits"));
        });
        await Write(s =>
        {
            s.Save(s.FindMessage("sent")! with { State = DeliveryState.Sent });
            s.Save(s.FindMessage("cancelled")! with { State = DeliveryState.Cancelled, Reason = "withdrawn" });
        });

        Assert.Equal(0, await BuryAsync(Now - Day));
        Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(2, await BuryAsync(Now - Day));

        await Reopen();
        foreach (var id in (string[])["sent", "cancelled"])
        {
            Assert.Null(store.Read(s => s.FindMessage(id)));
            Assert.False(await store.WriteAsync(s => s.Enqueue(Samples.Message(id))));
            Assert.Null(store.Read(s => s.FindMessage(id)));
        }
        Assert.NotNull(store.Read(s => s.FindMessage("waits")));
        Assert.True(await store.WriteAsync(s => s.Enqueue(Samples.Message("another"))));
    }

    [Theory]
    [InlineData(nameof(DeliveryState.Dead), "no-permission", 0)]
    [InlineData(nameof(DeliveryState.Unknown), "crash", 0)]
    [InlineData(nameof(DeliveryState.Dead), DeliverySupport.UnreachableReason, 1)]
    public async Task What_organizers_may_still_send_or_drop_is_kept(string state, string reason, int buried)
    {
        await Write(s =>
            s.Enqueue(Samples.Message("m") with { State = Enum.Parse<DeliveryState>(state), Reason = reason })
        );
        Time.Advance(TimeSpan.FromDays(8));

        Assert.Equal(buried, await BuryAsync(Now - Day));
    }

    [Fact]
    public async Task Tombstones_go_with_their_action_and_those_of_none_when_their_time_is_over()
    {
        await Write(s =>
        {
            s.Save(Samples.Action(1, starts: Before));
            s.Enqueue(Samples.Message("about") with { State = DeliveryState.Sent });
            s.Enqueue(
                Samples.Message("test") with
                {
                    State = DeliveryState.Sent,
                    Content = new MessageContent.ReachTest(),
                }
            );
        });
        Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(2, await BuryAsync(Now - Day, forgottenAt: Now + Day));
        Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, (await store.WriteAsync(s => s.PurgeExpired(Now))).Tombstones);
        Assert.Equal(1, (await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Now))).Tombstones);
        Assert.True(await store.WriteAsync(s => s.Enqueue(Samples.Message("about"))));
        Assert.True(await store.WriteAsync(s => s.Enqueue(Samples.Message("test"))));
    }

    [Fact]
    public async Task A_large_purge_goes_in_pieces_that_together_leave_nothing()
    {
        await Write(s =>
        {
            s.Save(Samples.Action(1, starts: Before));
            for (var n = 0; n < 95; n++)
            {
                s.Save(Samples.Pledge(1, Samples.Member(n)));
                s.Save(Samples.MemberRecord(Samples.Member(n)));
                s.Enqueue(Samples.Message($"m{n}") with { State = DeliveryState.Sent });
            }
        });
        Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(40, await BuryAsync(Now - Day, most: 40));
        var pieces = new List<int>();
        do pieces.Add((await store.WriteAsync(s => s.PurgeEnded(Samples.Campaign, Now, most: 50))).Total);
        while (pieces[^1] > 0);

        Assert.Equal(3 * 95, pieces.Sum());
        Assert.All(pieces, piece => Assert.InRange(piece, 0, 50));
    }

    [Fact]
    public async Task How_far_a_send_to_many_is_is_counted_as_it_goes()
    {
        await Write(s =>
        {
            for (var n = 0; n < 6; n++)
                s.Enqueue(ToMember(n));
        });
        var states = (DeliveryState[])
            [
                DeliveryState.Sending,
                DeliveryState.Retry,
                DeliveryState.Sent,
                DeliveryState.Dead,
                DeliveryState.Cancelled,
            ];
        await Write(s =>
        {
            for (var n = 0; n < states.Length; n++)
                s.Save(s.FindMessage($"m{n}")! with { State = states[n], Reason = DeliverySupport.UnreachableReason });
        });

        var send = store.Read(s => s.FindSend(ToMember(0).Content.Send!))!;
        Assert.Equal((3, 1, 1, 0, 5), (send.Waiting, send.Sent, send.Unreachable, send.Failed, send.All));

        await Write(s => s.Save(s.FindMessage("m3")! with { State = DeliveryState.Unknown, Reason = "crash" }));
        await Write(s => s.Forget(Samples.Member(5)));
        send = store.Read(s => s.FindSend(send.Id))!;
        Assert.Equal((2, 1, 0, 1), (send.Waiting, send.Sent, send.Unreachable, send.Failed));
    }

    private Task<int> BuryAsync(Instant endedBefore, Instant? forgottenAt = null, int most = 100) =>
        store.WriteAsync(s => s.BuryEnded(endedBefore, forgottenAt ?? (Now + Day), most));
}
