using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;

namespace Alexandria.OrganizerBot.Tests.Features.Pledges;

/// <summary>"Did you make it?" is asked and answered when nothing else can be answered any more.</summary>
public sealed class SayWhetherCameTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Theory]
    [InlineData(true, "came.yes")]
    [InlineData(false, "came.no")]
    public async Task It_is_noted_once_the_action_has_begun_and_can_be_changed(bool came, string key)
    {
        var action = await OverAsync();

        var reply = Assert.IsType<Reply.Done>(await _desk.PressAsync(Person.Bo, SayWhetherCame.For(action.Id, came)));

        Assert.Equal(_desk.Words.Text("en", key, ("title", action.Title)), Desk.TextOf(reply));
        Assert.Equal(came, PledgeOf(action)!.Came);

        await _desk.PressAsync(Person.Bo, Assert.Single(reply.Card.Buttons).Id);
        Assert.Equal(!came, PledgeOf(action)!.Came);
    }

    [Fact]
    public async Task A_replay_does_not_bring_back_what_was_changed()
    {
        var action = await OverAsync();
        var press = _desk.Presses(SayWhetherCame.For(action.Id, came: true), Person.Bo);
        await _desk.AnswerAsync(press);
        await _desk.PressAsync(Person.Bo, SayWhetherCame.For(action.Id, came: false));

        var again = await _desk.AnswerAsync(press);

        Assert.False(PledgeOf(action)!.Came);
        Assert.Equal(_desk.Words.Text("en", "came.no", ("title", action.Title)), Desk.TextOf(again));
    }

    [Fact]
    public async Task Before_the_start_nobody_has_been_there()
    {
        var action = await _desk.HearingAsync();
        await _desk.PressAsync(Person.Bo, PledgeByButton.For(action.Id, PledgeAnswer.Attend));

        var reply = await _desk.PressAsync(Person.Bo, SayWhetherCame.For(action.Id, came: true));

        Assert.Contains("has not begun yet", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Null(PledgeOf(action)!.Came);
    }

    [Fact]
    public async Task Who_has_no_pledge_any_more_is_told_so_and_gets_none()
    {
        var action = await OverAsync();

        var reply = await _desk.PressAsync(Person.Rosa, SayWhetherCame.For(action.Id, came: true));

        Assert.Contains("No hay nada suyo anotado", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Single(_desk.Store.Read(session => session.PledgesOf(action.Id)));
    }

    [Fact]
    public async Task Every_other_button_of_an_action_that_is_over_stays_closed()
    {
        var action = await OverAsync();
        ButtonId[] others =
        [
            PledgeByButton.For(action.Id, PledgeAnswer.CantCome),
            ConfirmPledge.For(action),
            ComeAtNewTime.For(action),
            UndoPledge.For(action.Id),
            BringOthers.For(action.Id, 1),
            TakeOffer.For(action.Id),
        ];
        var before = PledgeOf(action);

        foreach (var button in others)
            Assert.Equal(
                _desk.Words.Text("en", "error.too-late"),
                Desk.TextOf(await _desk.PressAsync(Person.Bo, button))
            );

        Assert.Equal(before, PledgeOf(action));
    }

    [Fact]
    public async Task The_tally_counts_what_people_said_and_names_nobody()
    {
        var action = await OverAsync(Person.Bo, Person.Rosa, Person.Organizer);
        await _desk.PressAsync(Person.Bo, SayWhetherCame.For(action.Id, came: true));
        await _desk.PressAsync(Person.Rosa, SayWhetherCame.For(action.Id, came: false));

        var tally = Desk.TextOf(await _desk.CommandAsync(Person.Coordinator, "tally", ("action", action.Id.Code)));

        Assert.Contains("Say that they were there: 1", tally, StringComparison.Ordinal);
        Assert.Contains("Say that they could not make it: 1", tally, StringComparison.Ordinal);
        Assert.Contains("3 people have pledged.", tally, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    /// <summary>An action that these people pledged to, an hour after its start.</summary>
    private async Task<CollectiveAction> OverAsync(params Person[] people)
    {
        var action = await _desk.HearingAsync();
        foreach (var person in people.DefaultIfEmpty(Person.Bo))
            await _desk.PressAsync(person, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        _desk.Home.Time.SetUtcNow(action.Starts.Instant.ToDateTimeOffset().AddHours(1));
        return action;
    }

    private Pledge? PledgeOf(CollectiveAction action) =>
        _desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(Person.Bo)));
}
