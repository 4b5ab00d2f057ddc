using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Alexandria.OrganizerBot.Tests.Storage;
using Microsoft.Extensions.Logging.Testing;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

public sealed class PrunerTests : IAsyncDisposable
{
    private const int Messages = 450;

    private readonly StoreHome _home = new();
    private readonly Store _store;
    private readonly CampaignBook _campaigns = new(
        CampaignFolder.ReadAll(Checkout.At("campaigns"), ["bus-line-7"]).Campaigns
    );

    public PrunerTests() => _store = _home.Open();

    private Instant Now => _home.Time.Now();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_day_after_it_was_sent_a_message_is_a_tombstone_and_the_writer_is_never_held_for_long()
    {
        await _store.WriteAsync(
            session =>
            {
                session.Save(Samples.Action(1));
                for (var n = 0; n < Messages; n++)
                    session.Enqueue(Samples.Message($"m{n}") with { State = DeliveryState.Sent });
                session.Enqueue(Samples.Message("dead") with { State = DeliveryState.Dead, Reason = "no-permission" });
            },
            Token
        );
        _home.Time.Advance(TimeSpan.FromHours(23));
        await PruneAsync();
        Assert.Equal(Messages, Sent());

        _home.Time.Advance(TimeSpan.FromHours(1));
        var commits = 0;
        _store.Committed += () => Interlocked.Increment(ref commits);
        await PruneAsync();

        Assert.Equal(0, Sent());
        Assert.InRange(commits, 3, 20);
        Assert.NotNull(_store.Read(session => session.FindMessage("dead")));
        Assert.False(await _store.WriteAsync(session => session.Enqueue(Samples.Message("m7")), Token));
    }

    [Fact]
    public async Task What_was_called_off_on_its_way_is_told_as_over()
    {
        var send = new LongSend("A1|cancelled", new ActionId(1), Samples.Campaign, Now)
        {
            Sent = 10,
            Tellings = 1,
            ToldAt = Now,
        };
        await _store.WriteAsync(session => session.Save(send), Token);

        await PruneAsync();
        await PruneAsync();

        Assert.True(_store.Read(session => session.FindSend(send.Id))!.IsToldOver);
        Assert.Equal(2, _store.Read(session => session.FindSend(send.Id))!.Tellings);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.Dispose();
    }

    private Task PruneAsync() => new Pruner(_store, _campaigns, new FakeLogger<Pruner>()).PruneAsync(Now, Token);

    private int Sent() => _store.Read(session => session.MessageCounts())[DeliveryState.Sent];
}
