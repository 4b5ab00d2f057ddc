using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Delivery;

/// <summary>What follows from something that a network has taken, above all where the action changed on the way.</summary>
public sealed class AfterSendingTests : IAsyncDisposable
{
    private const string Thread = "message in 200000000000000011";

    private readonly Desk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task An_alert_gets_what_its_server_wants_once_however_often_it_is_recorded()
    {
        var action = await _desk.HearingAsync();

        await SentAsync(action, new MessageContent.Alert(action.Id), Said(action));
        await SentAsync(action, new MessageContent.Alert(action.Id), Said(action));

        Assert.Equal(
            [
                ("thread|A1|discord|200000000000000011", (MessageContent)new MessageContent.ThreadStart(action.Id)),
                ("event|A1|discord|200000000000000011|posted", new MessageContent.EventMirror(action.Id)),
            ],
            _desk.Outbox(action.Id).Select(row => (row.Id, row.Content))
        );
        Assert.All(_desk.Outbox(action.Id), row => Assert.Equal(action.Starts.Instant, row.UsefulUntil));
    }

    [Fact]
    public async Task Where_nothing_is_switched_on_nothing_follows()
    {
        var action = await _desk.HearingAsync();

        await SentAsync(action, new MessageContent.Alert(action.Id), Said(action), WithoutCompanions());

        Assert.Empty(_desk.Outbox(action.Id));
        Assert.Single(_desk.Store.Read(session => session.PostedAlertsOf(action.Id)));
    }

    [Theory]
    [InlineData(ActionState.Released, false, "AlertChanged")]
    [InlineData(ActionState.Released, true, "AlertChanged")]
    [InlineData(ActionState.Cancelled, false, "AlertChanged, Cancellation")]
    public async Task An_alert_whose_action_changed_on_the_way_is_put_right(
        ActionState state,
        bool wasUncertain,
        string follows
    )
    {
        var action = await _desk.HearingAsync();
        var now = action with { State = state, Version = action.Version + 1 };
        await _desk.Store.WriteAsync(session => session.Save(now));

        // A repeated alert was composed anew, but the network may have answered with the one of before.
        await SentAsync(
            action,
            new MessageContent.Alert(action.Id),
            Said(wasUncertain ? now : action),
            WithoutCompanions(),
            uncertainSince: wasUncertain ? _desk.Now : null
        );

        Assert.Equal(
            follows,
            string.Join(", ", _desk.Outbox(action.Id).Select(row => row.Content.GetType().Name).Order())
        );
    }

    [Fact]
    public async Task A_thread_is_remembered_and_told_what_it_is_for()
    {
        var action = await _desk.HearingAsync();
        await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel);

        await SentAsync(action, new MessageContent.ThreadStart(action.Id), Arranged(action));

        Assert.Equal(Thread, Assert.Single(_desk.Store.Read(session => session.PostedAlertsOf(action.Id))).ThreadId);
        var row = Assert.Single(_desk.Outbox(action.Id));
        Assert.Equal(new MessageContent.ThreadOpening(action.Id), row.Content);
        Assert.Equal(new Recipient.Channel(Desk.Server, Thread), row.To);
    }

    [Fact]
    public async Task A_thread_that_opened_after_the_cancellation_hears_of_it()
    {
        var action = await _desk.HearingAsync();
        await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel);
        await _desk.Store.WriteAsync(session => session.Save(action with { State = ActionState.Cancelled }));

        await SentAsync(action, new MessageContent.ThreadStart(action.Id), Arranged(action));

        var row = Assert.Single(_desk.Outbox(action.Id));
        Assert.Equal(new MessageContent.Cancellation(action.Id), row.Content);
        Assert.Equal(new Recipient.Channel(Desk.Server, Thread), row.To);
    }

    [Theory]
    [InlineData(ActionState.Released, 1, 0)]
    [InlineData(ActionState.Released, 2, 1)]
    [InlineData(ActionState.Cancelled, 1, 1)]
    public async Task An_entry_whose_action_changed_on_the_way_is_looked_at_again(
        ActionState state,
        int version,
        int again
    )
    {
        var action = await _desk.HearingAsync();
        await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel);
        await _desk.Store.WriteAsync(session => session.Save(action with { State = state, Version = version }));

        await SentAsync(action, new MessageContent.EventMirror(action.Id), Arranged(action));

        Assert.Equal(again, _desk.Outbox(action.Id).Count(row => row.Content is MessageContent.EventMirror));
        Assert.Equal(Thread, Assert.Single(_desk.Store.Read(session => session.PostedAlertsOf(action.Id))).EventId);
    }

    [Fact]
    public async Task An_edit_and_a_cancellation_reach_thread_and_entry()
    {
        var action = await _desk.HearingAsync();
        await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel);
        await SentAsync(action, new MessageContent.ThreadStart(action.Id), Arranged(action));

        await _desk.CommandAsync(Person.Organizer, "action edit", ("action", "A1"), ("place", "Library"));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", "A1"));
        var afterEdit = _desk.Outbox(action.Id);
        await _desk.CommandAsync(Person.Organizer, "action cancel", ("action", "A1"));
        var afterCancel = _desk.Outbox(action.Id);

        Assert.Single(afterEdit, row => row.Content is MessageContent.EventMirror);
        Assert.Equal(
            [TwoOrganizers.AlertChannel, Thread],
            afterEdit
                .Where(row => row.Content is MessageContent.Moved)
                .Select(row => ((Recipient.Channel)row.To).ChannelId)
        );
        // What waited because of the edit is no longer wanted; one row calls the entry off.
        Assert.Equal(
            "event|A1|discord|200000000000000011|cancelled",
            Assert.Single(afterCancel, row => row.Content is MessageContent.EventMirror).Id
        );
        Assert.Equal(
            [TwoOrganizers.AlertChannel, Thread],
            afterCancel
                .Where(row => row.Content is MessageContent.Cancellation)
                .Select(row => ((Recipient.Channel)row.To).ChannelId)
        );
    }

    private Campaign WithoutCompanions() =>
        _desk.BusLine with
        {
            Servers = [.. _desk.BusLine.Servers.Select(server => server with { Threads = false, Events = false })],
        };

    private static Composition.Say Said(CollectiveAction action) => new(Card.Of("alert")) { AsOf = action };

    private static Composition.Arrange Arranged(CollectiveAction action) =>
        new(
            new Arrangement.PutEvent(
                Desk.Server,
                EventId: null,
                new EventEntry("a", "b", action.Starts.Instant, action.Starts.Instant, [], "mark")
            )
        )
        {
            AsOf = action,
        };

    private Task SentAsync(
        CollectiveAction action,
        MessageContent content,
        Composition said,
        Campaign? campaign = null,
        Instant? uncertainSince = null
    ) =>
        _desk.Store.WriteAsync(session =>
            AfterSending.Record(
                session,
                new OutboxMessage
                {
                    Id = $"{content.GetType().Name}|sent",
                    Campaign = action.Campaign,
                    Network = Networks.Discord,
                    To = new Recipient.Channel(Desk.Server, TwoOrganizers.AlertChannel),
                    Content = content,
                    State = DeliveryState.Sent,
                    NotBefore = _desk.Now,
                    UncertainSince = uncertainSince,
                },
                new SendOutcome.Sent(Thread, TwoOrganizers.AlertChannel),
                said,
                campaign ?? _desk.BusLine,
                _desk.Now
            )
        );
}
