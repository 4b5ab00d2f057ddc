using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Tests.Conversation;

namespace Alexandria.OrganizerBot.Tests.Features.Pledges;

public sealed class PledgeCardTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task A_confirmation_of_each_answer()
    {
        var action = await _desk.HearingAsync();
        PledgeAnswer[] answers = [PledgeAnswer.Attend, PledgeAnswer.Speak, PledgeAnswer.Bring, PledgeAnswer.CantCome];
        var shown = new List<(string, Card)>();
        foreach (var person in new[] { Person.Bo, Person.Rosa })
        foreach (var answer in answers)
            shown.Add(($"{person.Locale}, {answer}", await CardAsync(PledgeByButton.For(action.Id, answer), person)));

        Snapshot.Matches(Snapshot.Of([.. shown]));
    }

    [Fact]
    public async Task Undo_goes_back_one_answer_and_then_to_none()
    {
        var action = await _desk.HearingAsync();
        await CardAsync(PledgeByButton.For(action.Id, PledgeAnswer.Attend), Person.Bo);
        await CardAsync(PledgeByButton.For(action.Id, PledgeAnswer.CantCome), Person.Bo);

        var back = await CardAsync(UndoPledge.For(action.Id), Person.Bo);
        var none = await CardAsync(UndoPledge.For(action.Id), Person.Bo);

        Snapshot.Matches(Snapshot.Of(("once", back), ("twice", none)));
    }

    [Fact]
    public async Task Reminders_are_offered_only_to_who_has_none()
    {
        var action = await _desk.HearingAsync();
        await _desk.AnswerAsync(_desk.Presses(RemindMe.For(action.Id), Person.Bo));

        var card = await CardAsync(PledgeByButton.For(action.Id, PledgeAnswer.Attend), Person.Bo);

        Assert.DoesNotContain(card.Buttons, button => button.Id.Name == RemindMe.Button);
        Assert.Contains(_desk.Words.Text("en", "pledge.remind-set"), Desk.TextOf(card), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ActionState.Draft), "error.button-too-old")]
    [InlineData(nameof(ActionState.Cancelled), "error.cancelled")]
    [InlineData(nameof(ActionState.Done), "error.too-late")]
    public async Task What_is_not_open_takes_no_pledge(string state, string key)
    {
        var action = await _desk.HearingAsync(Enum.Parse<ActionState>(state));

        var reply = await _desk.AnswerAsync(
            _desk.Presses(PledgeByButton.For(action.Id, PledgeAnswer.Attend), Person.Bo)
        );

        Assert.Equal(_desk.Words.Text("en", key), Desk.TextOf(reply));
        Assert.Empty(_desk.Store.Read(session => session.PledgesOf(action.Id)));
    }

    [Theory]
    [InlineData("pledge:A1:call")] // not asked by this action
    [InlineData("pledge:A1:withdrawn")] // only undo withdraws
    [InlineData("pledge:A1:nonsense")]
    [InlineData("pledge:A1")]
    [InlineData("pledge:A2:attend")] // no such action
    [InlineData("pledge")]
    public async Task A_forged_button_is_an_old_button(string button)
    {
        var action = await _desk.HearingAsync();

        var reply = await _desk.AnswerAsync(_desk.Presses(ButtonId.Decode(button), Person.Bo));

        Assert.Equal(_desk.Words.Text("en", "error.button-too-old"), Desk.TextOf(reply));
        Assert.Empty(_desk.Store.Read(session => session.PledgesOf(action.Id)));
    }

    [Fact]
    public async Task From_its_start_on_an_action_takes_no_pledge()
    {
        var action = await _desk.HearingAsync();
        _desk.Home.Time.SetUtcNow(action.Starts.Instant.ToDateTimeOffset());

        var reply = await _desk.AnswerAsync(
            _desk.Presses(PledgeByButton.For(action.Id, PledgeAnswer.Attend), Person.Bo)
        );

        Assert.Equal(_desk.Words.Text("en", "error.too-late"), Desk.TextOf(reply));
    }

    [Fact]
    public void Every_answer_has_a_name_of_its_own_that_is_read_back()
    {
        var answers = Enum.GetValues<PledgeAnswer>();

        Assert.Distinct(answers.Select(AnswerWords.Name));
        Assert.All(answers, answer => Assert.Equal(answer, AnswerWords.Parse(AnswerWords.Name(answer))));
        Assert.Null(AnswerWords.Parse("Attend"));
        Assert.Null(AnswerWords.Parse(""));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<Card> CardAsync(ButtonId button, Person person) =>
        await _desk.AnswerAsync(_desk.Presses(button, person)) switch
        {
            Reply.Private(var card) => card,
            Reply.Done(var card) => card,
            Reply.Replace(var card) => card,
            var other => throw new InvalidOperationException(other.ToString()),
        };
}
