using Alexandria.OrganizerBot.Tests.Conversation;

namespace Alexandria.OrganizerBot.Tests.Features.Members;

public sealed class ChooseLanguageTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task The_answer_already_speaks_the_chosen_language_and_so_does_everything_after_it()
    {
        var answer = await _desk.AnswerAsync(_desk.Types("language", Person.Bo, ("language", "es")));

        Assert.Equal(_desk.Words.Text("es", "language.changed"), Desk.TextOf(answer));
        Assert.Equal("es", _desk.Understand(_desk.Types("help", Person.Bo)).Voice.Language);
    }

    [Fact]
    public async Task An_unknown_language_changes_nothing()
    {
        await _desk.AnswerAsync(_desk.Types("language", Person.Rosa, ("language", "tlh")));

        Assert.Null(_desk.Store.Read(session => session.FindMember(_desk.KeyOf(Person.Rosa))));
        Assert.Equal("es", _desk.Understand(_desk.Types("help", Person.Rosa)).Voice.Language);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();
}
