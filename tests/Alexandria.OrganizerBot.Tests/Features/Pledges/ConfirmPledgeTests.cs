using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Pledges;

/// <summary>Does the pledge still hold, also at another time? Whatever is pressed when, nothing is lost.</summary>
public sealed class ConfirmPledgeTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task A_confirmation_is_noted_beside_the_pledge_which_stays_as_it_was_given()
    {
        var action = await PledgedAsync(PledgeAnswer.Speak);
        var before = PledgeOf(action)!;
        _desk.Home.Time.Advance(TimeSpan.FromDays(14));

        var reply = await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));

        Assert.Equal(before with { ConfirmedAt = _desk.Now }, PledgeOf(action));
        Assert.StartsWith(Words("confirm.done", action), Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal(1, Tally(action).Confirmed);
    }

    [Fact]
    public async Task Pressed_twice_it_says_so_and_keeps_the_first()
    {
        var action = await PledgedAsync();
        await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));
        var first = PledgeOf(action);
        _desk.Home.Time.Advance(TimeSpan.FromHours(1));

        var again = await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));

        Assert.StartsWith(Words("confirm.already", action), Desk.TextOf(again), StringComparison.Ordinal);
        Assert.Equal(first, PledgeOf(action));
    }

    [Fact]
    public async Task A_replayed_confirmation_does_not_undo_a_later_answer()
    {
        var action = await PledgedAsync();
        var press = _desk.Presses(ConfirmPledge.For(action), Person.Bo);
        await _desk.AnswerAsync(press);
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.CantCome));
        await _desk.PressAsync(Person.Bo, UndoPledge.For(action.Id));

        await _desk.AnswerAsync(press);

        Assert.Equal(PledgeAnswer.Attend, PledgeOf(action)!.Answer);
        Assert.Null(PledgeOf(action)!.ConfirmedAt);
    }

    [Theory]
    [InlineData(nameof(ActionState.Cancelled), "error.cancelled")]
    [InlineData(nameof(ActionState.Done), "error.too-late")]
    public async Task After_the_end_of_an_action_nothing_is_confirmed(string state, string key)
    {
        var action = await PledgedAsync();
        var before = PledgeOf(action);
        await _desk.Store.WriteAsync(session =>
            session.Save(_desk.Stored(action.Id) with { State = Enum.Parse<ActionState>(state) })
        );

        foreach (var button in (ButtonId[])[ConfirmPledge.For(action), ComeAtNewTime.For(action)])
            Assert.Equal(_desk.Words.Text("en", key), Desk.TextOf(await _desk.PressAsync(Person.Bo, button)));

        Assert.Equal(before, PledgeOf(action));
    }

    [Fact]
    public async Task From_the_start_on_nothing_is_confirmed()
    {
        var action = await PledgedAsync();
        _desk.Home.Time.SetUtcNow(action.Starts.Instant.ToDateTimeOffset());

        var reply = await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));

        Assert.Equal(_desk.Words.Text("en", "error.too-late"), Desk.TextOf(reply));
        Assert.Null(PledgeOf(action)!.ConfirmedAt);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PledgeAnswer.CantCome)]
    public async Task Who_has_no_pledge_is_offered_one(PledgeAnswer? answer)
    {
        var action = answer is { } given ? await PledgedAsync(given) : await _desk.HearingAsync();
        var before = PledgeOf(action);

        foreach (var button in (ButtonId[])[ConfirmPledge.For(action), ComeAtNewTime.For(action)])
        {
            var card = Assert.IsType<Reply.Private>(await _desk.PressAsync(Person.Bo, button)).Card;
            Assert.Equal(Words("confirm.no-pledge", action), Desk.TextOf(card));
            Assert.Contains(PledgeByButton.For(action.Id, PledgeAnswer.Speak).Encode(), Encoded(card));
            Assert.DoesNotContain(PledgeByButton.For(action.Id, PledgeAnswer.CantCome).Encode(), Encoded(card));
        }
        Assert.Equal(before, PledgeOf(action));
    }

    [Fact]
    public async Task Who_was_not_sure_says_yes_by_confirming()
    {
        var action = await PledgedAsync(PledgeAnswer.Maybe);

        await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));

        var pledge = PledgeOf(action)!;
        Assert.Equal((PledgeAnswer.Attend, PledgeAnswer.Maybe), (pledge.Answer, pledge.Previous));
        Assert.Equal(_desk.Now, pledge.ConfirmedAt);
    }

    [Fact]
    public async Task Who_was_not_sure_and_finds_it_full_waits_and_has_confirmed_nothing()
    {
        var action = await PledgedAsync(PledgeAnswer.Maybe, capacity: 1);
        await _desk.PressAsync(Person.Rosa, PledgeByButton.For(action.Id, PledgeAnswer.Attend));

        var reply = await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));

        Assert.Contains("number 1 on the waiting list", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal((PledgePlace.Waiting, (Instant?)null), (PledgeOf(action)!.Place, PledgeOf(action)!.ConfirmedAt));
    }

    [Fact]
    public async Task Another_answer_takes_the_confirmation_back()
    {
        var action = await PledgedAsync();
        await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));

        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Speak));

        Assert.Null(PledgeOf(action)!.ConfirmedAt);
        Assert.Equal(0, Tally(action).Confirmed);
    }

    [Fact]
    public async Task A_confirmation_of_the_time_before_is_asked_again_and_notes_nothing()
    {
        var action = await PledgedAsync();
        await MoveAsync(action, "2027-03-18 17:00");

        var card = Assert.IsType<Reply.Private>(await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action))).Card;

        Assert.Contains(Words("again.question", action), Desk.TextOf(card), StringComparison.Ordinal);
        Assert.Contains("March 18", Desk.TextOf(card), StringComparison.Ordinal);
        Assert.Null(PledgeOf(action)!.ConfirmedAt);
        Assert.False(PledgeOf(action)!.IsForTimeOf(_desk.Stored(action.Id)));

        await _desk.PressAsync(Person.Bo, card.Buttons[0].Id);

        Assert.True(PledgeOf(action)!.IsForTimeOf(_desk.Stored(action.Id)));
        Assert.Null(PledgeOf(action)!.ConfirmedAt);
    }

    [Fact]
    public async Task A_change_of_words_or_place_asks_nobody_again_and_leaves_old_buttons_their_meaning()
    {
        var action = await PledgedAsync();
        await EditAsync(action, ("note", "Bring water."), ("place", "Library"));

        var reply = await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));

        Assert.Equal(2, _desk.Stored(action.Id).Version);
        Assert.StartsWith(Words("confirm.done", action), Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal((0, 1), (Tally(action).ForEarlierTime, Tally(action).Confirmed));
    }

    [Fact]
    public async Task A_move_leaves_each_pledge_for_the_earlier_time_until_its_member_says_yes()
    {
        var action = await PledgedAsync();
        await _desk.PressAsync(Person.Rosa, PledgeByButton.For(action.Id, PledgeAnswer.Speak));
        await _desk.PressAsync(Person.Bo, ConfirmPledge.For(action));
        await MoveAsync(action, "2027-03-18 17:00");
        var moved = _desk.Stored(action.Id);
        Assert.Equal((2, 2, 0), (Tally(action).People, Tally(action).ForEarlierTime, Tally(action).Confirmed));

        var yes = await _desk.PressAsync(Person.Bo, ComeAtNewTime.For(moved));
        var twice = await _desk.PressAsync(Person.Bo, ComeAtNewTime.For(moved));

        Assert.StartsWith(Words("again.done", action), Desk.TextOf(yes), StringComparison.Ordinal);
        Assert.StartsWith(Words("again.already", action), Desk.TextOf(twice), StringComparison.Ordinal);
        Assert.Equal((2, 1), (Tally(action).People, Tally(action).ForEarlierTime));

        // The alert's own button says yes too.
        await _desk.PressAsync(Person.Rosa, PledgeByButton.For(action.Id, PledgeAnswer.Speak));
        Assert.Equal(0, Tally(action).ForEarlierTime);
    }

    [Fact]
    public async Task A_yes_to_a_time_that_is_no_longer_planned_is_asked_once_more()
    {
        var action = await PledgedAsync();
        await MoveAsync(action, "2027-03-18 17:00");
        var once = _desk.Stored(action.Id);
        await MoveAsync(action, "2027-03-19 17:00");

        var reply = await _desk.PressAsync(Person.Bo, ComeAtNewTime.For(once));

        Assert.StartsWith(Words("again.question", action), Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Equal(1, Tally(action).ForEarlierTime);
    }

    [Fact]
    public async Task The_notice_of_a_move_asks_in_private_and_says_nothing_about_people_in_the_channel()
    {
        var action = await PledgedAsync();
        await _desk.HearsAsync(Person.Bo, action.Id);
        await _desk.StandsInAsync(action.Id, TwoOrganizers.AlertChannel);
        await MoveAsync(action, "2027-03-18 17:00");
        var notices = _desk.Outbox(action.Id).Where(row => row.Content is MessageContent.Moved).ToList();

        var member = Said(Assert.Single(notices, row => row.To is Recipient.Direct));
        var channel = Said(Assert.Single(notices, row => row.To is Recipient.Channel));

        Snapshot.Matches(Snapshot.Of(("to a member", member), ("in the channel", channel)));

        // Who has said yes meanwhile is not asked any more.
        await _desk.PressAsync(Person.Bo, member.Buttons[0].Id);
        Assert.Single(Said(notices.Single(row => row.To is Recipient.Direct)).Buttons);
    }

    [Fact]
    public async Task News_of_a_move_outlives_a_later_edit_of_words_and_yields_to_a_later_move()
    {
        var action = await PledgedAsync();
        await _desk.HearsAsync(Person.Bo, action.Id);
        await MoveAsync(action, "2027-03-18 17:00");
        var first = _desk
            .Outbox(action.Id)
            .Single(row => row is { Content: MessageContent.Moved, To: Recipient.Direct });

        await EditAsync(action, ("note", "Bring water."));
        Assert.IsType<Composition.Say>(Compose(first));
        await EditAsync(action, ("place", "Library"));
        Assert.IsType<Composition.Unwanted>(Compose(first));
    }

    [Fact]
    public async Task Who_asked_for_the_reminders_of_an_action_that_moves_to_a_later_day_still_gets_them()
    {
        var action = await PledgedAsync();
        await _desk.HearsAsync(Person.Bo, action.Id);
        await MoveAsync(action, "2027-03-30 17:00");
        var moved = _desk.Stored(action.Id);

        Assert.True(
            _desk.Store.Read(session =>
                session.ConsentsOf(_desk.KeyOf(Person.Bo)).Any(consent => consent.Covers(action.Id, moved.OverBy))
            )
        );
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<CollectiveAction> PledgedAsync(PledgeAnswer answer = PledgeAnswer.Attend, int? capacity = null)
    {
        var action = await _desk.HearingAsync(but: made => made with { Capacity = capacity });
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, answer));
        return action;
    }

    private Task MoveAsync(CollectiveAction action, string when) => EditAsync(action, ("when", when));

    /// <summary>By two organizers, as the campaign wants it.</summary>
    private async Task EditAsync(CollectiveAction action, params (string, string)[] changes)
    {
        await _desk.CommandAsync(Person.Organizer, "action edit", [("action", action.Id.Code), .. changes]);
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", action.Id.Code));
    }

    private Card Said(OutboxMessage message) => Assert.IsType<Composition.Say>(Compose(message)).Card;

    private Composition Compose(OutboxMessage message) =>
        _desk.Store.Read(session =>
            new OutgoingCards(_desk.Campaigns, _desk.Words).Compose(message, session, _desk.Now)
        );

    private Pledge? PledgeOf(CollectiveAction action) =>
        _desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(Person.Bo)));

    private OrganizerBot.Domain.Pledges.Tally Tally(CollectiveAction action) =>
        _desk.Store.Read(session =>
            OrganizerBot.Domain.Pledges.Tally.Of(session.PledgesOf(action.Id), session.Find(action.Id)!)
        );

    private string Words(string key, CollectiveAction action) => _desk.Words.Text("en", key, ("title", action.Title));

    private static IEnumerable<string> Encoded(Card card) => card.Buttons.Select(button => button.Id.Encode());
}
