using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Tests.Conversation;

namespace Alexandria.OrganizerBot.Tests.Features.Help;

public sealed class HelpTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task Help_for_an_organizer_and_for_a_member() =>
        Snapshot.Matches(
            Snapshot.Of(
                ("en, organizer", await HelpAsync(Person.Organizer)),
                ("es, member", await HelpAsync(Person.Rosa))
            )
        );

    [Fact]
    public async Task Nobody_reads_of_a_command_that_they_may_not_use()
    {
        var member = Desk.TextOf(await HelpAsync(Person.Bo));
        var coordinator = Desk.TextOf(await HelpAsync(Person.Coordinator));

        Assert.DoesNotContain("/tally", member, StringComparison.Ordinal);
        Assert.Contains("/tally", coordinator, StringComparison.Ordinal);
        Assert.DoesNotContain("/action create", coordinator, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<Card> HelpAsync(Person person) =>
        Assert.IsType<Reply.Private>(await _desk.AnswerAsync(_desk.Types("help", person))).Card;
}
