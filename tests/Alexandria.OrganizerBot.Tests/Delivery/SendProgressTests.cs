using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Contracts;
using Alexandria.OrganizerBot.Tests.Storage;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

/// <summary>When coordinators are told how far something is that goes to many people.</summary>
public sealed class SendProgressTests : IAsyncDisposable
{
    private const int People = 74;

    private readonly StoreHome _home = new();
    private readonly Store _store;
    private readonly Campaign _campaign = CampaignFolder
        .ReadAll(Checkout.At("campaigns"), ["bus-line-7"])
        .Campaigns.Single();

    public SendProgressTests() => _store = _home.Open();

    private Instant Now => _home.Time.Now();

    [Fact]
    public async Task What_is_over_within_seconds_is_not_worth_a_word()
    {
        await EnqueueAsync(People);

        for (var n = 0; n < People; n++)
            await SentAsync(n);

        Assert.Empty(Rows());
    }

    [Fact]
    public async Task What_goes_to_few_is_not_worth_a_word_however_long_it_takes()
    {
        await EnqueueAsync(LongSend.WorthTelling);
        for (var n = 0; n < LongSend.WorthTelling; n++)
        {
            _home.Time.Advance(TimeSpan.FromMinutes(1));
            await SentAsync(n);
        }

        Assert.Empty(Rows());
    }

    [Fact]
    public async Task A_long_one_is_told_after_seconds_then_every_quarter_of_a_minute_in_place_and_at_the_end()
    {
        await EnqueueAsync(People);
        await SentAsync(0);
        Assert.Empty(Rows());

        _home.Time.Advance(TimeSpan.FromSeconds(5));
        await SentAsync(1);
        var first = Assert.Single(Rows(Networks.Discord));
        Assert.Equal((0, DeliveryPriority.High), (Telling(first), first.Priority));

        // Nothing new while the first is on its way.
        _home.Time.Advance(TimeSpan.FromSeconds(20));
        await SentAsync(2);
        Assert.Single(Rows(Networks.Discord));

        await ShownAsync(first);
        _home.Time.Advance(TimeSpan.FromSeconds(14));
        await SentAsync(3);
        Assert.Equal([0, 1], Rows(Networks.Discord).Select(Telling));
        await ShownAsync(Rows(Networks.Discord)[1]);
        await SentAsync(4);
        Assert.Equal(2, Rows(Networks.Discord).Count);

        for (var n = 5; n < People; n++)
            await SentAsync(n);
        Assert.Equal([0, 1, 2], Rows(Networks.Discord).Select(Telling));
        var send = _store.Read(s => s.FindSend("A1|cancelled"))!;
        Assert.Equal((0, People, true), (send.Waiting, send.Sent, send.IsToldOver));
        Assert.Equal("message of 1", Assert.Single(send.Shown).Value);
    }

    [Fact]
    public async Task On_Signal_only_the_first_word_and_the_last_are_said()
    {
        await EnqueueAsync(People);
        for (var n = 0; n < People; n++)
        {
            _home.Time.Advance(TimeSpan.FromMinutes(1));
            await SentAsync(n);
            foreach (var row in Rows(Networks.Discord))
                await ShownAsync(row);
        }

        Assert.InRange(Rows(Networks.Discord).Count, 10, People);
        Assert.Equal(2, Rows(Networks.Signal).Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _home.Dispose();
    }

    private Task EnqueueAsync(int people) =>
        _store.WriteAsync(session =>
        {
            for (var n = 0; n < people; n++)
                session.Enqueue(ToMember(n));
        });

    private Task SentAsync(int n) =>
        _store.WriteAsync(session =>
        {
            var message = session.FindMessage($"m{n}")! with { State = DeliveryState.Sent };
            session.Save(message);
            SendProgress.Tell(session, message, _campaign, Now);
        });

    private Task ShownAsync(OutboxMessage row) =>
        _store.WriteAsync(session =>
        {
            session.Save(row with { State = DeliveryState.Sent });
            SendProgress.Shown(
                session,
                row,
                "A1|cancelled",
                new SendOutcome.Sent($"message of {Telling(row)}", ((Recipient.Channel)row.To).ChannelId)
            );
        });

    /// <summary>What was written of progress so far.</summary>
    private List<OutboxMessage> Rows(string? network = null) =>
        _store.Read(session =>
            (
                from telling in Enumerable.Range(0, People)
                from server in _campaign.Servers
                where network is null || server.Network == network
                select session.FindMessage(
                    $"progress|A1|cancelled|{telling}|{server.Network}|{server.CoordinatorChannel}"
                )
            )
                .OfType<OutboxMessage>()
                .ToList()
        );

    private static int Telling(OutboxMessage row) =>
        int.Parse(row.Id.Split('|')[3], System.Globalization.CultureInfo.InvariantCulture);

    private OutboxMessage ToMember(int n) =>
        Samples.Message($"m{n}") with
        {
            To = new Recipient.Direct(Samples.Member(n)),
            Content = new MessageContent.Cancellation(new ActionId(1)),
            NotBefore = Now,
        };
}
