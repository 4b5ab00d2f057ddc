using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Tests.Conversation;

namespace Alexandria.OrganizerBot.Tests.Features.Tally;

public sealed class TallyCardTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task A_tally_in_words()
    {
        var action = await _desk.HearingAsync();
        PledgeAnswer[] answers = [PledgeAnswer.Attend, PledgeAnswer.Attend, PledgeAnswer.Speak, PledgeAnswer.CantCome];
        for (var n = 0; n < answers.Length; n++)
            await _desk.AnswerAsync(
                _desk.Presses(PledgeByButton.For(action.Id, answers[n]), new Person($"71000000000000000{n}"))
            );

        Snapshot.Matches(Snapshot.Of(("en", await TallyAsync("en-US")), ("es", await TallyAsync("es-ES"))));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<Card> TallyAsync(string locale) =>
        Assert
            .IsType<Reply.Private>(
                await _desk.AnswerAsync(
                    _desk.Types("tally", Person.Coordinator with { Locale = locale }, ("action", "A1"))
                )
            )
            .Card;
}
