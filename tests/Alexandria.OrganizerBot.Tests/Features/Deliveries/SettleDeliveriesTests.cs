using System.Text.RegularExpressions;
using Alexandria.OrganizerBot.Campaigns;
using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Deliveries;

public sealed partial class SettleDeliveriesTests : IAsyncDisposable
{
    private readonly Desk _desk = new(
        CampaignFolder.ReadAll(Checkout.At("campaigns"), ["alexandria-transfers"]).Campaigns.Single()
    );

    [Fact]
    public async Task What_did_not_arrive_is_listed_by_cause_and_names_nobody()
    {
        var action = await _desk.HearingAsync();
        await EndedAsync(action, "a", DeliveryState.Dead, "no-permission");
        await EndedAsync(action, "b", DeliveryState.Dead, "no-permission");
        await EndedAsync(action, "c", DeliveryState.Unknown, "crash");
        await EndedAsync(action, "closed", DeliveryState.Dead, DeliverySupport.UnreachableReason);
        await EndedAsync(action, "sent", DeliveryState.Sent, reason: null);

        var text = Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "deliveries list"));

        Assert.Contains(
            "Reminder of A1, 2 messages on Discord, could not be delivered (no-permission).",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Reminder of A1, 1 message on Discord; nobody knows whether it arrived (crash).",
            text,
            StringComparison.Ordinal
        );
        Assert.Equal(2, Codes(text).Count);
        Assert.DoesNotContain(_desk.KeyOf(Person.Bo).Value, text, StringComparison.Ordinal);
        Assert.Equal(text, Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "deliveries list")));
    }

    [Fact]
    public async Task Where_everything_arrived_that_is_said() =>
        Assert.Equal(
            "Nothing is left that did not arrive.",
            Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "deliveries list"))
        );

    [Fact]
    public async Task A_dead_item_is_sent_again_under_its_own_id_and_once()
    {
        var action = await _desk.HearingAsync();
        await EndedAsync(action, "a", DeliveryState.Dead, "no-permission", but => but with { Attempts = 150 });
        await EndedAsync(
            action,
            "late",
            DeliveryState.Dead,
            "no-permission",
            but => but with { UsefulUntil = _desk.Now }
        );
        var code = await OnlyCodeAsync();
        var retry = _desk.Types("deliveries retry", Person.Organizer, ("item", code.ToLowerInvariant()));

        var reply = Desk.TextOf(await _desk.AnswerAsync(retry));

        Assert.Equal("1 message is sent again.\n1 is left out: it comes too late to be of use.", reply);
        var again = Find("a");
        Assert.Equal(
            (DeliveryState.Pending, 0, null, _desk.Now),
            (again.State, again.Attempts, again.Reason, again.NotBefore)
        );
        Assert.Equal(DeliveryState.Dead, Find("late").State);

        // It fails again; a replay of the command is not another one.
        await _desk.Store.WriteAsync(s => s.Save(again with { State = DeliveryState.Dead, Reason = "no-permission" }));
        Assert.Equal("This was done before.", Desk.TextOf(await _desk.AnswerAsync(retry)));
        Assert.Equal(DeliveryState.Dead, Find("a").State);
    }

    [Fact]
    public async Task What_may_have_arrived_is_sent_again_only_by_somebody_who_says_that_it_may_come_twice()
    {
        var action = await _desk.HearingAsync();
        await EndedAsync(
            action,
            "a",
            DeliveryState.Unknown,
            "crash",
            but => but with { UncertainSince = _desk.Now - Duration.FromHours(3), Doubts = 2 }
        );
        var code = await OnlyCodeAsync();

        var warned = Desk.TextOf(await _desk.CommandAsync(Person.Organizer, "deliveries retry", ("item", code)));
        Assert.Contains("may read it twice", warned, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Unknown, Find("a").State);

        await _desk.CommandAsync(Person.Organizer, "deliveries retry", ("item", code), ("twice", "yes"));
        var again = Find("a");
        Assert.Equal((DeliveryState.Pending, null, 0), (again.State, again.UncertainSince, again.Doubts));
    }

    [Fact]
    public async Task An_item_that_is_dropped_is_listed_no_more()
    {
        var action = await _desk.HearingAsync();
        await EndedAsync(action, "a", DeliveryState.Dead, "no-permission");

        var reply = await _desk.CommandAsync(Person.Organizer, "deliveries drop", ("item", await OnlyCodeAsync()));

        Assert.Equal("1 message is left unsent.", Desk.TextOf(reply));
        Assert.Equal((DeliveryState.Cancelled, "dropped"), (Find("a").State, Find("a").Reason));
        Assert.Empty(Codes(Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "deliveries list"))));
    }

    [Fact]
    public async Task A_code_means_nothing_in_another_campaign()
    {
        var action = await _desk.HearingAsync();
        await EndedAsync(
            action,
            "theirs",
            DeliveryState.Dead,
            "no-permission",
            but => but with { Campaign = new CampaignId("alexandria-transfers") }
        );
        var theirs = _desk.Store.Read(s =>
            Alexandria.OrganizerBot.Features.Deliveries.UndeliveredItem.Of(s, new CampaignId("alexandria-transfers"))
        );

        foreach (var command in (string[])["deliveries retry", "deliveries drop"])
            Assert.Contains(
                "is left here",
                Desk.TextOf(await _desk.CommandAsync(Person.Organizer, command, ("item", Assert.Single(theirs).Code))),
                StringComparison.Ordinal
            );

        Assert.Equal(DeliveryState.Dead, Find("theirs").State);
        Assert.Empty(Codes(Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "deliveries list"))));
    }

    [Fact]
    public async Task Codes_are_offered_while_they_are_typed()
    {
        var action = await _desk.HearingAsync();
        await EndedAsync(action, "a", DeliveryState.Dead, "no-permission");
        var typing = _desk.Does(new Act.Complete("deliveries retry", "item", "remin"), Person.Organizer);

        var offered = Assert.IsType<Reply.Completions>(await _desk.AnswerAsync(typing)).Choices;

        Assert.Equal(await OnlyCodeAsync(), Assert.Single(offered).Value);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<string> OnlyCodeAsync() =>
        Assert.Single(Codes(Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "deliveries list"))));

    private static List<string> Codes(string list) =>
        [.. ItemCode().Matches(list).Select(match => match.Groups["code"].Value)];

    private OutboxMessage Find(string id) => _desk.Store.Read(session => session.FindMessage(id))!;

    private Task EndedAsync(
        CollectiveAction action,
        string id,
        DeliveryState state,
        string? reason,
        Func<OutboxMessage, OutboxMessage>? but = null
    ) =>
        _desk.Store.WriteAsync(session =>
        {
            var message = new OutboxMessage
            {
                Id = id,
                Campaign = action.Campaign,
                Network = Networks.Discord,
                To = new Recipient.Direct(_desk.KeyOf(Person.Bo)),
                Content = new MessageContent.Reminder(action.Id, action.Version, "day-before"),
                NotBefore = _desk.Now,
                State = state,
                Reason = reason,
            };
            session.Save(but?.Invoke(message) ?? message);
        });

    [GeneratedRegex("(?<code>[A-Z2-9]{5}): ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex ItemCode();
}
