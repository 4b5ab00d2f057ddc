using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Members;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;
using Alexandria.OrganizerBot.Features.Deliveries;
using Alexandria.OrganizerBot.Platforms;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Delivery;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Deliveries;

public sealed class ShowStatusTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task A_quiet_campaign_says_so()
    {
        var text = Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "status"));

        Assert.Contains("Discord: connected.", text, StringComparison.Ordinal);
        Assert.Contains("0 messages wait", text, StringComparison.Ordinal);
        Assert.Contains("0 messages sent today", text, StringComparison.Ordinal);
        Assert.Contains("Nothing is planned.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/deliveries", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_are_counted_by_what_became_of_them_and_only_this_campaigns()
    {
        var action = await _desk.HearingAsync();
        await _desk.Store.WriteAsync(session =>
        {
            Put("waits", DeliveryState.Pending);
            Put("waits-long", DeliveryState.Retry);
            Put("sent", DeliveryState.Sent);
            Put("dead", DeliveryState.Dead);
            Put("unknown-1", DeliveryState.Unknown);
            Put("unknown-2", DeliveryState.Unknown);
            Put("cancelled", DeliveryState.Cancelled);
            foreach (var state in Enum.GetValues<DeliveryState>())
                session.Save(Message($"theirs-{state}", state) with { Campaign = new CampaignId("theirs") });

            void Put(string id, DeliveryState state) => session.Save(Message(id, state));
        });

        var text = Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "status"));

        Assert.Contains("2 messages wait", text, StringComparison.Ordinal);
        Assert.Contains("1 message sent today", text, StringComparison.Ordinal);
        Assert.Contains("1 message could not be delivered", text, StringComparison.Ordinal);
        Assert.Contains("Of 2 messages nobody knows whether they arrived", text, StringComparison.Ordinal);
        Assert.Contains("/deliveries list", text, StringComparison.Ordinal);
        _desk.Home.Time.Advance(TimeSpan.FromHours(24));
        Assert.Contains(
            "0 messages sent today",
            Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "status")),
            StringComparison.Ordinal
        );

        OutboxMessage Message(string id, DeliveryState state) =>
            new()
            {
                Id = id,
                Campaign = action.Campaign,
                Network = Networks.Discord,
                To = new Recipient.Channel(Desk.Server, TwoOrganizers.AlertChannel),
                Content = new MessageContent.Reminder(action.Id, action.Version, "day-before"),
                NotBefore = _desk.Now,
                State = state,
                Reason = "why",
            };
    }

    [Fact]
    public async Task The_next_day_is_told_with_wall_times_and_numbers()
    {
        var action = await _desk.HearingAsync();
        await _desk.HearsAsync(Person.Bo, action.Id);
        await _desk.Store.WriteAsync(session =>
        {
            session.Save(
                new Pledge(
                    action.Id,
                    _desk.KeyOf(Person.Bo),
                    PledgeAnswer.Attend,
                    null,
                    1,
                    Networks.Discord,
                    "en",
                    _desk.Now
                )
            );
            session.Save(Step("soon", _desk.Now + Duration.FromHours(6)));
            session.Save(Step("later", _desk.Now + Duration.FromHours(25)));
        });

        var text = Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "status"));

        Assert.Contains(
            "Mon, March 1, 11:00 AM (Piñon Flats time): reminder of A1, Transit Board *public* hearing, to 1 person in private",
            text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("March 2", text, StringComparison.Ordinal);

        ReminderStep Step(string rule, Instant due) =>
            new(
                $"A1.1.{rule}",
                action.Id,
                action.Version,
                rule,
                ReminderAudience.Pledged,
                due,
                due + Duration.FromHours(1),
                ReminderStepState.Planned
            );
    }

    [Fact]
    public async Task A_lost_connection_a_trouble_and_slow_openings_are_told()
    {
        var action = await _desk.HearingAsync();
        await _desk.Store.WriteAsync(session =>
        {
            session.StartDrip(Networks.Discord, new OpeningLimits(1, Duration.FromSeconds(30), 100), _desk.Now);
            for (var n = 0; n < 3; n++)
            {
                var member = new MemberKey($"member-{n}");
                session.Save(new DirectAddress(member, Networks.Discord, $"{n}", ChannelId: null));
                session.Enqueue(
                    new OutboxMessage
                    {
                        Id = $"m{n}",
                        Campaign = action.Campaign,
                        Network = Networks.Discord,
                        To = new Recipient.Direct(member),
                        Content = new MessageContent.Cancellation(action.Id),
                        NotBefore = _desk.Now,
                    }
                );
            }
        });
        var platform = new ScriptedPlatform
        {
            Health = "Lost",
            Standing = [new NetworkTrouble(TroubleKind.OpeningPaused, Duration.FromMinutes(10))],
        };
        var status = new ShowStatus(_desk.Store, new NetworkBoard(() => [platform]));

        var reply = await status.HandleAsync(
            _desk.Understand(_desk.Types("status", Person.Coordinator)),
            TestContext.Current.CancellationToken
        );

        var text = Desk.TextOf(reply);
        Assert.Contains("Discord: not connected at the moment.", text, StringComparison.Ordinal);
        Assert.Contains("3 people are written to for the first time", text, StringComparison.Ordinal);
        Assert.Contains("lets the bot open no new private conversations until", text, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();
}
