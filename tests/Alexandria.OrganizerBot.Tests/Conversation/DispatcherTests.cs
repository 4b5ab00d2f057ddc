using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Features.Reminders;
using Alexandria.OrganizerBot.Hosting;
using Alexandria.OrganizerBot.Tests.Delivery;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Alexandria.OrganizerBot.Tests.Conversation;

/// <summary>The dispatcher with the real catalogue and store; only the way back to the person is ours.</summary>
public sealed class DispatcherTests : IAsyncDisposable
{
    private readonly Desk _desk = new();
    private readonly WorkInProgress _work = new();
    private readonly FakeLogger<Dispatcher> _logger = new();
    private readonly DeliveryOutcomes _outcomes;
    private readonly Dispatcher _dispatcher;

    public DispatcherTests()
    {
        _outcomes = new DeliveryOutcomes(_desk.Store, new ProtocolTime(new FakeTimeProvider()));
        _dispatcher = new Dispatcher(_desk.Catalog, _desk.Readers, _outcomes, _work, _logger);
    }

    [Fact]
    public async Task A_pressed_button_is_answered_and_the_work_ends()
    {
        var action = await _desk.HearingAsync();
        var answer = await HandleAsync(_desk.Presses(PledgeByButton.For(action.Id, PledgeAnswer.Speak), Person.Bo));

        Assert.Contains("Transit Board", Desk.TextOf(answer.Reply), StringComparison.Ordinal);
        Assert.Equal(
            PledgeAnswer.Speak,
            _desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(Person.Bo)))!.Answer
        );
        Assert.True(_work.IsIdle);
    }

    [Fact]
    public async Task A_replayed_press_changes_nothing_even_after_another_answer()
    {
        var action = await _desk.HearingAsync();
        var press = _desk.Presses(PledgeByButton.For(action.Id, PledgeAnswer.Speak), Person.Bo);
        await HandleAsync(press);
        await HandleAsync(_desk.Presses(PledgeByButton.For(action.Id, PledgeAnswer.CantCome), Person.Bo));

        await HandleAsync(press);

        Assert.Equal(
            PledgeAnswer.CantCome,
            _desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(Person.Bo)))!.Answer
        );
    }

    [Fact]
    public async Task A_replayed_wish_for_reminders_does_not_overrule_a_later_no()
    {
        var on = _desk.Types("reminders on", Person.Bo);
        await _desk.AnswerAsync(on);
        await _desk.AnswerAsync(_desk.Types("reminders off", Person.Bo));

        await _desk.AnswerAsync(on);

        Assert.Empty(_desk.Store.Read(session => session.ConsentsOf(_desk.KeyOf(Person.Bo))));
        Assert.Null(_desk.Store.Read(session => session.FindAddress(_desk.KeyOf(Person.Bo), Networks.Discord)));
    }

    [Fact]
    public async Task A_replayed_no_to_reminders_does_not_overrule_a_later_wish()
    {
        var off = _desk.Types("reminders off", Person.Bo);
        await _desk.AnswerAsync(off);
        await _desk.AnswerAsync(_desk.Types("reminders on", Person.Bo));

        await _desk.AnswerAsync(off);

        Assert.Single(_desk.Store.Read(session => session.ConsentsOf(_desk.KeyOf(Person.Bo))));
    }

    [Fact]
    public async Task A_replayed_choice_of_language_does_not_overrule_a_later_one()
    {
        var spanish = _desk.Types("language", Person.Bo, ("language", "es"));
        await _desk.AnswerAsync(spanish);
        await _desk.AnswerAsync(_desk.Types("language", Person.Bo, ("language", "en")));

        await _desk.AnswerAsync(spanish);

        Assert.Equal("en", _desk.Store.Read(session => session.FindMember(_desk.KeyOf(Person.Bo)))!.ChosenLanguage);
    }

    [Theory]
    [InlineData("en-GB", "Something went wrong")]
    [InlineData("es-419", "Algo salió mal")]
    public async Task A_defect_is_answered_with_an_apology_and_logged_without_what_was_written(
        string locale,
        string apology
    )
    {
        // A store that is closed under the bot: any feature that writes fails.
        await _desk.Store.DisposeAsync();

        var answer = await HandleAsync(
            _desk.Types("tally", Person.Bo with { Locale = locale }, ("action", "my-secret"))
        );

        Assert.StartsWith(apology, Desk.TextOf(answer.Reply), StringComparison.Ordinal);
        var record = Assert.Single(_logger.Collector.GetSnapshot(), record => record.Level == LogLevel.Error);
        Assert.Contains(nameof(ObjectDisposedException), record.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("my-secret", record.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Person.Bo.Id, record.Message, StringComparison.Ordinal);
        Assert.Null(record.Exception);
        Assert.True(_work.IsIdle);
    }

    [Fact]
    public async Task Where_even_the_apology_does_not_get_through_the_next_one_is_served()
    {
        var deaf = new ScriptedResponder { Fault = new IOException("gone") };
        _dispatcher.Handle(_desk.Types("help", Person.Bo), deaf, CancellationToken.None);

        var answer = await HandleAsync(_desk.Types("help", Person.Bo));

        Assert.NotNull(answer.Reply);
        Assert.Equal(2, deaf.Tries);
        Assert.Equal(2, _logger.Collector.GetSnapshot().Count(record => record.Level == LogLevel.Error));
    }

    [Theory]
    [InlineData("en-GB", "may or may not have been saved", "/mine")]
    [InlineData("es-419", "puede que se haya guardado o que no", "/mis-compromisos")]
    public async Task The_apology_is_true_also_where_something_was_saved(string locale, string sentence, string command)
    {
        var action = await _desk.HearingAsync();
        var responder = new ScriptedResponder { FirstFault = new IOException("the confirmation did not get through") };

        _dispatcher.Handle(
            _desk.Presses(PledgeByButton.For(action.Id, PledgeAnswer.Attend), Person.Bo with { Locale = locale }),
            responder,
            CancellationToken.None
        );
        await _dispatcher.DrainAsync();

        Assert.NotNull(_desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(Person.Bo))));
        Assert.Contains(sentence, Desk.TextOf(responder.Reply), StringComparison.Ordinal);
        Assert.Contains(command, Desk.TextOf(responder.Reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_use_a_command_is_offered_nothing_while_typing_it()
    {
        await _desk.HearingAsync(ActionState.Draft);
        var typing = new Act.Complete("action post", "action", "");

        var member = await HandleAsync(_desk.Does(typing, Person.Bo));
        var organizer = await HandleAsync(_desk.Does(typing, Person.Organizer));

        Assert.Empty(Assert.IsType<Reply.Completions>(member.Reply).Choices);
        Assert.Equal("A1", Assert.Single(Assert.IsType<Reply.Completions>(organizer.Reply).Choices).Value);
    }

    [Theory]
    [InlineData("action create", "error.organizers-only")]
    [InlineData("tally", "error.coordinators-only")]
    public async Task Who_may_not_use_a_command_reads_why(string command, string key)
    {
        var answer = await HandleAsync(_desk.Types(command, Person.Bo));

        Assert.Equal(_desk.Words.Text("en", key), Desk.TextOf(answer.Reply));
    }

    [Fact]
    public async Task What_the_catalogue_does_not_know_is_answered_and_never_thrown()
    {
        var button = await HandleAsync(_desk.Presses(new ButtonId("steal", "everything"), Person.Bo));
        var command = await HandleAsync(_desk.Types("rm -rf", Person.Bo));
        var option = await HandleAsync(_desk.Does(new Act.Complete("help", "nonsense", "x"), Person.Bo));

        Assert.Equal(_desk.Words.Text("en", "error.button-too-old"), Desk.TextOf(button.Reply));
        Assert.Equal(_desk.Words.Text("en", "error.unknown-command"), Desk.TextOf(command.Reply));
        Assert.Empty(Assert.IsType<Reply.Completions>(option.Reply).Choices);
    }

    [Fact]
    public async Task Only_what_the_catalogue_says_is_deferred_and_before_it_is_answered()
    {
        var action = await _desk.HearingAsync();

        var tally = await HandleAsync(_desk.Types("tally", Person.Coordinator, ("action", action.Id.Code)));
        var help = await HandleAsync(_desk.Types("help", Person.Bo));

        Assert.Equal(["defer", "answer"], tally.Calls);
        Assert.Equal(["answer"], help.Calls);
    }

    [Theory]
    [InlineData(nameof(DeliveryState.Sent), "reminders.on-for-action")]
    [InlineData(nameof(DeliveryState.Dead), "reminders.closed")]
    [InlineData(nameof(DeliveryState.Retry), "reminders.test-coming")]
    public async Task A_wish_for_reminders_is_confirmed_by_what_became_of_the_test_message(string state, string key)
    {
        var action = await _desk.HearingAsync();
        var responder = new ScriptedResponder();
        _dispatcher.Handle(_desk.Presses(RemindMe.For(action.Id), Person.Bo), responder, CancellationToken.None);
        // The pump's part: it claims the test message and tells what became of it.
        await new UntilCommitted(_desk.Store).HoldsAsync(session =>
            session.ReadyMessages(Networks.Discord, _desk.Now, 1).Count == 1
        );
        var test = Assert.Single(await _desk.Store.WriteAsync(s => s.ClaimReady(Networks.Discord, _desk.Now, 1)));
        var tried = test with { State = Enum.Parse<DeliveryState>(state) };
        await _desk.Store.WriteAsync(session => session.Save(tried));
        _outcomes.Tried(tried);

        await _dispatcher.DrainAsync();

        var expected = _desk.Words.Text("en", key, ("title", action.Title), ("until", "Fri, March 19"));
        Assert.Equal(expected, Desk.TextOf(responder.Reply));
    }

    [Fact]
    public async Task A_stop_gives_up_without_an_apology()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var responder = new ScriptedResponder();

        _dispatcher.Handle(_desk.Types("reminders on", Person.Bo), responder, stop.Token);
        await _dispatcher.DrainAsync();

        Assert.Equal(["defer"], responder.Calls);
        Assert.DoesNotContain(_logger.Collector.GetSnapshot(), record => record.Level == LogLevel.Error);
        Assert.True(_work.IsIdle);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private async Task<ScriptedResponder> HandleAsync(Incoming incoming)
    {
        var responder = new ScriptedResponder();
        _dispatcher.Handle(incoming, responder, TestContext.Current.CancellationToken);
        await _dispatcher.DrainAsync();
        return responder;
    }

    /// <summary>The way back to a person, kept in memory.</summary>
    private sealed class ScriptedResponder : IResponder
    {
        private Reply? _reply;

        public List<string> Calls { get; } = [];
        public Exception? Fault { get; init; }

        /// <summary>Hits the first answer only: the apology gets through.</summary>
        public Exception? FirstFault { get; init; }
        public int Tries { get; private set; }
        public Reply Reply => _reply ?? throw new InvalidOperationException("Nobody answered.");

        public Task DeferAsync(CancellationToken cancellationToken)
        {
            Calls.Add("defer");
            return Task.CompletedTask;
        }

        public Task AnswerAsync(Reply reply, CancellationToken cancellationToken)
        {
            Tries++;
            Calls.Add("answer");
            if (Fault is not null)
                throw Fault;
            if (FirstFault is not null && Tries == 1)
                throw FirstFault;
            _reply = reply;
            return Task.CompletedTask;
        }
    }
}
