using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;

namespace Alexandria.OrganizerBot.Tests.Conversation.Saying;

/// <summary>A word answers the question that was asked: does it hold, can you come now, did you make it?</summary>
public sealed class QuestionWordsTests : IAsyncDisposable
{
    private readonly Chat _chat = new();

    /// <summary>What the chat's clock said before anybody wrote; each message there comes a second after the one before.</summary>
    private readonly long _began;

    public QuestionWordsTests() => _began = _chat.Desk.Now.ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("yes")]
    [InlineData("sí")]
    [InlineData("I'll be there")]
    [InlineData("confirmo")]
    [InlineData("1")]
    [InlineData("A1 confirm")]
    public async Task A_speakers_yes_confirms_and_does_not_make_them_a_listener(string text)
    {
        var action = await SpeakerAsync();
        await AskedAsync(ConfirmPledge.For(action), PledgeByButton.For(action.Id, PledgeAnswer.CantCome));

        await _chat.WritesAsync(Chat.Ana, text);

        var pledge = _chat.PledgeOf(action, Chat.Ana)!;
        Assert.Equal(PledgeAnswer.Speak, pledge.Answer);
        Assert.NotNull(pledge.ConfirmedAt);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("no puedo ir")]
    [InlineData("2")]
    public async Task A_no_takes_the_pledge_back(string text)
    {
        var action = await SpeakerAsync();
        await AskedAsync(ConfirmPledge.For(action), PledgeByButton.For(action.Id, PledgeAnswer.CantCome));

        await _chat.WritesAsync(Chat.Ana, text);

        Assert.Equal(PledgeAnswer.CantCome, _chat.PledgeOf(action, Chat.Ana)!.Answer);
    }

    [Fact]
    public async Task A_yes_to_nothing_in_particular_means_the_answer_that_stands()
    {
        var action = await SpeakerAsync();
        await AskedAsync(PledgeByButton.For(action.Id, PledgeAnswer.CantCome));

        await _chat.WritesAsync(Chat.Ana, "yes");

        Assert.Equal(PledgeAnswer.Speak, _chat.PledgeOf(action, Chat.Ana)!.Answer);
    }

    [Theory]
    [InlineData("yes", true)]
    [InlineData("estuve ahí", true)]
    [InlineData("1", true)]
    [InlineData("no", false)]
    [InlineData("no pude", false)]
    [InlineData("2", false)]
    public async Task Whether_one_was_there_can_be_said_in_words_when_it_is_over(string text, bool came)
    {
        var action = await SpeakerAsync();
        _chat.Desk.Home.Time.SetUtcNow(action.Starts.Instant.ToDateTimeOffset().AddHours(2));
        await AskedAsync(SayWhetherCame.For(action.Id, came: true), SayWhetherCame.For(action.Id, came: false));

        await _chat.WritesAsync(Chat.Ana, text);

        Assert.Equal(came, _chat.PledgeOf(action, Chat.Ana)!.Came);
        Assert.Equal(PledgeAnswer.Speak, _chat.PledgeOf(action, Chat.Ana)!.Answer);
    }

    public ValueTask DisposeAsync() => _chat.DisposeAsync();

    private async Task<CollectiveAction> SpeakerAsync()
    {
        var action = await _chat.AlertAsync();
        await _chat.WritesAsync(Chat.Ana, "A1 2");
        return action;
    }

    /// <summary>The bot asked this last.</summary>
    private Task AskedAsync(params ButtonId[] choices) =>
        _chat.Desk.Store.WriteAsync(session =>
            session.Remember(
                _chat.Desk.Store.Keys.PersonKey(OrganizerBot.Domain.Networks.Signal, Chat.Ana),
                new Prompt(_began + 1_600, [.. choices.Select(choice => choice.Encode())])
            )
        );
}
