using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Domain.Reminders;

namespace Alexandria.OrganizerBot.Tests.Conversation.Saying;

/// <summary>Talking to the bot where there are no buttons, in every way that people write.</summary>
public sealed class SaidReaderTests : IAsyncDisposable
{
    private readonly Chat _chat = new();

    [Theory]
    [InlineData("1", PledgeAnswer.Attend)]
    [InlineData(" 2. ", PledgeAnswer.Speak)]
    [InlineData("３", PledgeAnswer.Maybe)]
    [InlineData("٢", PledgeAnswer.Speak)]
    [InlineData("4️⃣", PledgeAnswer.CantCome)]
    [InlineData("Yes!", PledgeAnswer.Attend)]
    [InlineData("SI", PledgeAnswer.Attend)]
    [InlineData("sí", PledgeAnswer.Attend)]
    [InlineData("👍🏾", PledgeAnswer.Attend)]
    [InlineData("I’ll speak", PledgeAnswer.Speak)]
    [InlineData("hablaré", PledgeAnswer.Speak)]
    [InlineData("quizas", PledgeAnswer.Maybe)]
    [InlineData("no puedo ir", PledgeAnswer.CantCome)]
    [InlineData("a1", null)]
    [InlineData("A1 2", PledgeAnswer.Speak)]
    [InlineData("a1 sí", PledgeAnswer.Attend)]
    [InlineData("A1   can't come", PledgeAnswer.CantCome)]
    public async Task The_only_action_is_answered_in_private(string text, PledgeAnswer? answer)
    {
        var action = await _chat.AlertAsync();

        var said = await _chat.WritesAsync(Chat.Ana, text);

        Assert.Equal(answer, _chat.PledgeOf(action, Chat.Ana)?.Answer);
        Assert.Contains("Library board meeting", said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I was thinking about the meeting, is it true that parking is free?")]
    [InlineData("A1 17")]
    [InlineData("9")]
    [InlineData("A1 hello")]
    [InlineData("\u202e\u2066")]
    public async Task What_is_not_understood_gets_one_sentence_and_pledges_nothing(string text)
    {
        var action = await _chat.AlertAsync();

        var said = await _chat.WritesAsync(Chat.Ana, text);

        Assert.NotEqual("", said.Text);
        Assert.DoesNotContain('\n', said.Text);
        Assert.Null(_chat.PledgeOf(action, Chat.Ana));
    }

    [Fact]
    public async Task A_long_text_is_not_understood_and_not_repeated()
    {
        var said = await _chat.WritesAsync(Chat.Ana, new string('x', 100_000));

        Assert.InRange(said.Text.Length, 10, 200);
    }

    [Fact]
    public async Task The_language_of_the_words_is_the_language_of_the_answer_from_then_on()
    {
        await _chat.AlertAsync();

        var spanish = await _chat.WritesAsync(Chat.Ana, "asistiré");
        var number = await _chat.WritesAsync(Chat.Ana, "A1 4");

        Assert.Contains("Library board meeting", spanish.Text, StringComparison.Ordinal);
        Assert.Contains("Gracias", spanish.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Thank", number.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop")]
    [InlineData("ALTO")]
    [InlineData("Stop!")]
    [InlineData("basta")]
    public async Task Stop_ends_all_reminders_in_every_language(string word)
    {
        var on = await _chat.WritesAsync(Chat.Ana, "reminders on");
        Assert.NotNull(on.Reply);
        Assert.NotEmpty(Consents());

        await _chat.WritesAsync(Chat.Ana, word);

        Assert.Empty(Consents());

        IReadOnlyList<ReminderConsent> Consents() =>
            _chat.Desk.Store.Read(session =>
                session.ConsentsOf(_chat.Desk.Store.Keys.Of(_chat.Campaign.Id, Networks.Signal, Chat.Ana))
            );
    }

    [Fact]
    public async Task A_code_shows_the_action_and_a_number_then_answers_it()
    {
        await _chat.AlertAsync("First meeting", "1770000000001");
        var second = await _chat.AlertAsync("Second meeting", "1770000000002");

        var shown = await _chat.WritesAsync(Chat.Ana, second.Id.Code);
        await _chat.WritesAsync(Chat.Ana, "2");

        Assert.Contains("Second meeting", shown.Text, StringComparison.Ordinal);
        Assert.Equal(PledgeAnswer.Speak, _chat.PledgeOf(second, Chat.Ana)?.Answer);
    }

    [Fact]
    public async Task With_several_actions_a_bare_word_asks_which_one_is_meant()
    {
        var first = await _chat.AlertAsync("First meeting", "1770000000001");
        var second = await _chat.AlertAsync("Second meeting", "1770000000002");

        var said = await _chat.WritesAsync(Chat.Ana, "yes");

        Assert.Contains(first.Id.Code, said.Text, StringComparison.Ordinal);
        Assert.Contains(second.Id.Code, said.Text, StringComparison.Ordinal);
        Assert.Null(_chat.PledgeOf(first, Chat.Ana));
        Assert.Null(_chat.PledgeOf(second, Chat.Ana));
    }

    [Fact]
    public async Task A_code_that_does_not_exist_is_named_and_nothing_else()
    {
        var said = await _chat.WritesAsync(Chat.Ana, "A77 1");

        Assert.Contains("A77", said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("!help")]
    [InlineData("help")]
    [InlineData("/ayuda")]
    [InlineData("¡Ayuda!")]
    public async Task Help_is_found_by_its_name_in_every_language(string text) =>
        Assert.Contains("/", (await _chat.WritesAsync(Chat.Ana, text)).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Options_are_typed_with_a_colon_and_reach_to_the_next()
    {
        var said = await _chat.WritesInGroupAsync(
            Chat.Ana,
            "!action create title: Budget hearing, part two when:tuesday 7pm place:City Hall, room 2",
            quotes: null,
            $"{Chat.Group}/admin"
        );

        Assert.Contains("Budget hearing, part two", said.Text, StringComparison.Ordinal);
        Assert.Contains("City Hall, room 2", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organizers_command_is_refused_to_who_is_none_in_the_group()
    {
        var said = await _chat.WritesInGroupAsync(
            Chat.Ana,
            "!action create title:Mine when:tuesday 7pm",
            quotes: null,
            $"{Chat.Group}/member"
        );

        Assert.Contains("organizers", said.Text, StringComparison.Ordinal);
        Assert.Empty(_chat.Desk.Store.Read(session => session.ActionsOf(_chat.Campaign.Id)));
    }

    [Fact]
    public async Task A_form_becomes_a_line_to_copy()
    {
        var said = await _chat.WritesInGroupAsync(Chat.Ana, "!action create", quotes: null, $"{Chat.Group}/admin");

        Assert.Contains("title:", said.Text, StringComparison.Ordinal);
        Assert.Contains("/action create", said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", PledgeAnswer.Attend)]
    [InlineData("sí", PledgeAnswer.Attend)]
    [InlineData("hablar", PledgeAnswer.Speak)]
    public async Task In_a_group_a_quote_of_the_alert_answers_it_with_a_mark_and_no_message(
        string text,
        PledgeAnswer answer
    )
    {
        var action = await _chat.AlertAsync();

        var said = await _chat.WritesInGroupAsync(Chat.Ana, text, quotes: "1770000000000");

        Assert.IsType<Reply.Done>(said.Reply);
        Assert.Equal(answer, _chat.PledgeOf(action, Chat.Ana)?.Answer);
    }

    [Fact]
    public async Task In_a_group_talk_that_quotes_the_bot_gets_no_answer()
    {
        await _chat.AlertAsync();

        Assert.Null((await _chat.WritesInGroupAsync(Chat.Ana, "thanks!", quotes: "1770000000000")).Reply);
        Assert.Null((await _chat.WritesInGroupAsync(Chat.Ana, "1", quotes: "1")).Reply);
    }

    [Theory]
    [InlineData("!mine")]
    [InlineData("!mis datos")]
    [InlineData("what do you know about me")]
    [InlineData("!reminders on")]
    [InlineData("!link")]
    public async Task In_a_group_nothing_about_a_person_is_said(string text)
    {
        await _chat.AlertAsync();

        var said = await _chat.WritesInGroupAsync(Chat.Ana, text);

        Assert.Matches("in private|en privado", said.Text);
    }

    [Fact]
    public async Task Where_the_risk_is_high_nobody_pledges_in_front_of_the_group()
    {
        await using var chat = new Chat(RiskLevel.High);
        var action = await chat.AlertAsync();

        var quoted = await chat.WritesInGroupAsync(Chat.Ana, "1", quotes: "1770000000000");
        var reacted = await chat.DoesAsync(
            Chat.Beto,
            new Act.React("1770000000000", "👍", IsRemoved: false),
            inGroup: true
        );

        Assert.Contains("in private", quoted.Text, StringComparison.Ordinal);
        Assert.Null(reacted.Reply);
        Assert.Null(chat.PledgeOf(action, Chat.Ana));
        Assert.Null(chat.PledgeOf(action, Chat.Beto));
    }

    [Fact]
    public async Task A_thumb_up_says_yes_and_taking_it_back_takes_the_pledge_back()
    {
        var action = await _chat.AlertAsync();

        await _chat.DoesAsync(Chat.Ana, new Act.React("1770000000000", "👍🏽", IsRemoved: false), inGroup: true);
        Assert.Equal(PledgeAnswer.Attend, _chat.PledgeOf(action, Chat.Ana)?.Answer);

        await _chat.DoesAsync(Chat.Ana, new Act.React("1770000000000", "👍🏽", IsRemoved: true), inGroup: true);
        Assert.Equal(PledgeAnswer.Withdrawn, _chat.PledgeOf(action, Chat.Ana)?.Answer);
    }

    [Theory]
    [InlineData("❤️", "1770000000000")]
    [InlineData("👍", "1770000000999")]
    public async Task Another_emoji_or_another_message_is_nothing(string emoji, string message)
    {
        var action = await _chat.AlertAsync();

        var said = await _chat.DoesAsync(Chat.Ana, new Act.React(message, emoji, IsRemoved: false), inGroup: true);

        Assert.Null(said.Reply);
        Assert.Null(_chat.PledgeOf(action, Chat.Ana));
    }

    [Fact]
    public async Task A_vote_answers_and_an_empty_vote_takes_it_back()
    {
        var action = await _chat.AlertAsync();

        await _chat.DoesAsync(Chat.Ana, new Act.Vote("1770000000000", [1]), inGroup: true);
        Assert.Equal(PledgeAnswer.Speak, _chat.PledgeOf(action, Chat.Ana)?.Answer);

        await _chat.DoesAsync(Chat.Ana, new Act.Vote("1770000000000", []), inGroup: true);
        Assert.Equal(PledgeAnswer.Withdrawn, _chat.PledgeOf(action, Chat.Ana)?.Answer);
    }

    [Fact]
    public async Task Deleting_the_message_takes_the_pledge_back_and_deleting_another_does_not()
    {
        var action = await _chat.AlertAsync();
        var talk = await _chat.WritesAsync(Chat.Ana, "help");
        var pledge = await _chat.WritesAsync(Chat.Ana, "A1 1");

        await _chat.DoesAsync(Chat.Ana, new Act.Delete(talk.EventId), inGroup: false);
        Assert.Equal(PledgeAnswer.Attend, _chat.PledgeOf(action, Chat.Ana)?.Answer);

        await _chat.DoesAsync(Chat.Ana, new Act.Delete(pledge.EventId), inGroup: false);
        Assert.Equal(PledgeAnswer.Withdrawn, _chat.PledgeOf(action, Chat.Ana)?.Answer);
    }

    [Fact]
    public async Task A_number_written_before_the_latest_question_answers_the_one_before_it()
    {
        var first = await _chat.AlertAsync("First meeting", "1770000000001");
        var second = await _chat.AlertAsync("Second meeting", "1770000000002");
        await _chat.WritesAsync(Chat.Ana, first.Id.Code);
        var shown = await _chat.WritesAsync(Chat.Ana, second.Id.Code);
        Assert.NotNull(shown.AskedAt);

        // Written while the second question was on its way: by then the person had seen only the first.
        await _chat.DoesAsync(
            Chat.Ana,
            new Act.Say("1", Quotes: null),
            inGroup: false,
            writtenAt: shown.AskedAt.Value - 600
        );

        Assert.Equal(PledgeAnswer.Attend, _chat.PledgeOf(first, Chat.Ana)?.Answer);
        Assert.Null(_chat.PledgeOf(second, Chat.Ana));
    }

    [Fact]
    public async Task Undo_takes_the_last_answer_back()
    {
        var action = await _chat.AlertAsync();
        await _chat.WritesAsync(Chat.Ana, "1");

        await _chat.WritesAsync(Chat.Ana, "deshacer");

        Assert.Equal(PledgeAnswer.Withdrawn, _chat.PledgeOf(action, Chat.Ana)?.Answer);
    }

    public ValueTask DisposeAsync() => _chat.DisposeAsync();
}
