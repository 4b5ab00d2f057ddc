using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calls;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Calls;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Calls;

/// <summary>A call-in day, from its draft to its numbers.</summary>
public sealed class CallInDayTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Theory]
    [InlineData("2027-03-16", "9am", null, null, "Until what time do people call?")]
    [InlineData("2027-03-16", "9am", "8am", null, "is before the start")]
    [InlineData("2027-03-16", "9am", "5pm", "many", "must be a number from 1 to 100000")]
    [InlineData("2027-03-20", "9am", "5pm", "40", "The offices are closed on")]
    [InlineData("2027-03-16", "9am", "5pm", "40", "Call for line 7")]
    public async Task A_draft_says_what_is_missing(string date, string time, string? end, string? goal, string answer)
    {
        var options = new List<(string, string)>
        {
            ("kind", "call-in"),
            ("title", "Call for line 7"),
            ("date", date),
            ("time", time),
        };
        if (end is not null)
            options.Add(("end", end));
        if (goal is not null)
            options.Add(("goal", goal));

        var reply = await _desk.CommandAsync(Person.Organizer, "action create", [.. options]);

        Assert.Contains(answer, Desk.TextOf(reply), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_gets_an_office_a_script_and_six_answers()
    {
        var action = await DayAsync();

        var card = CardOf(await CallAsync(action, Person.Bo));

        var text = Desk.TextOf(card);
        Assert.Contains("Piñon Flats Transit Office", text, StringComparison.Ordinal);
        Assert.Contains("555-0107", text, StringComparison.Ordinal);
        Assert.Contains("keep line 7 running", text, StringComparison.Ordinal);
        Assert.Contains("Please be polite", text, StringComparison.Ordinal);
        Assert.Equal(6, card.Buttons.Count);
    }

    [Fact]
    public async Task A_caller_reads_their_own_language()
    {
        var action = await DayAsync();

        var text = Desk.TextOf(await CallAsync(action, Person.Rosa));

        Assert.Contains("Oficina de Transporte", text, StringComparison.Ordinal);
        Assert.Contains("que la línea 7 siga", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_tap_corrects_the_first_and_counts_once()
    {
        var action = await DayAsync();
        await CallAsync(action, Person.Bo);

        await LogAsync(action, Person.Bo, "transit-office", CallOutcome.Spoke);
        await LogAsync(action, Person.Bo, "transit-office", CallOutcome.Spoke);
        await LogAsync(action, Person.Bo, "transit-office", CallOutcome.Voicemail);

        var call = Assert.Single(Calls(action));
        Assert.Equal((CallOutcome.Voicemail, "transit-office"), (call.Outcome, call.Target));
    }

    [Fact]
    public async Task After_ten_minutes_what_is_counted_stays()
    {
        var action = await DayAsync();
        await LogAsync(action, Person.Bo, "mayor", CallOutcome.Spoke);
        _desk.Home.Time.Advance(LoggedCall.UndoStands.ToTimeSpan());

        var corrected = await LogAsync(action, Person.Bo, "mayor", CallOutcome.Refused);
        var undone = await _desk.PressAsync(Person.Bo, UndoCall.For(action.Id, "mayor"));

        Assert.Contains("is counted today already", Desk.TextOf(corrected), StringComparison.Ordinal);
        Assert.Contains("too long ago", Desk.TextOf(undone), StringComparison.Ordinal);
        Assert.Equal(CallOutcome.Spoke, Assert.Single(Calls(action)).Outcome);
    }

    [Fact]
    public async Task A_call_that_is_taken_back_is_asked_for_again()
    {
        var action = await DayAsync();
        await LogAsync(action, Person.Bo, "transit-office", CallOutcome.Spoke);

        var undone = await _desk.PressAsync(Person.Bo, UndoCall.For(action.Id, "transit-office"));

        Assert.Empty(Calls(action));
        Assert.Contains("What came of it?", Desk.TextOf(undone), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mayor", "sang")]
    [InlineData("nobody", "spoke")]
    public async Task A_button_that_names_nothing_known_gets_a_kind_answer(string target, string outcome)
    {
        var action = await DayAsync();

        var reply = await _desk.PressAsync(Person.Bo, new ButtonId(LogCall.Button, action.Id.Code, target, outcome));

        Assert.Contains("no longer", Desk.TextOf(reply), StringComparison.Ordinal);
        Assert.Empty(Calls(action));
    }

    [Fact]
    public async Task Before_and_after_the_day_nobody_calls()
    {
        var action = await DayAsync();
        _desk.Home.Time.SetUtcNow(new DateTimeOffset(2027, 3, 16, 23, 0, 0, TimeSpan.Zero));
        var after = await CallAsync(action, Person.Bo);
        var hearing = await _desk.HearingAsync(but: made =>
            made with
            {
                Starts = new MeetingTime(new LocalDateTime(2027, 3, 20, 9, 0), made.Starts.Zone),
            }
        );
        var meeting = await CallAsync(hearing, Person.Bo);

        Assert.Contains("is over", Desk.TextOf(after), StringComparison.Ordinal);
        Assert.Contains("is not a call-in day", Desk.TextOf(meeting), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Coordinators_read_the_calls_by_office_with_what_came_of_them()
    {
        var action = await DayAsync();
        await LogAsync(action, Person.Bo, "mayor", CallOutcome.Spoke);
        await LogAsync(action, Person.Rosa, "mayor", CallOutcome.MailboxFull);
        await LogAsync(action, Person.Rosa, "planning", CallOutcome.NoAnswer);

        var reply = await _desk.CommandAsync(Person.Coordinator, "tally", ("action", action.Id.Code));

        var text = Desk.TextOf(reply);
        Assert.Contains("3 calls of 40 so far ░░░░░░░░░░", text, StringComparison.Ordinal);
        Assert.Contains(
            "Office of the Mayor of Piñon Flats: 2 (Spoke to somebody: 1; Mailbox full: 1)",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("Piñon Flats Transit Office: 0", text, StringComparison.Ordinal);
        var table = System.Text.Encoding.UTF8.GetString(
            CardOf(reply).Files.Single(file => file.ContentType == "text/csv").Content.Span
        );
        Assert.Contains(",call,mayor/mailbox-full,1", table, StringComparison.Ordinal);
        Assert.Contains(",call-hour,2027-03-16T10,3", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_forgotten_is_taken_out_of_the_count()
    {
        var action = await DayAsync();
        await LogAsync(action, Person.Bo, "mayor", CallOutcome.Spoke);
        Assert.Contains(
            "That you made 1 call",
            Desk.TextOf(await _desk.CommandAsync(Person.Bo, "privacy")),
            StringComparison.Ordinal
        );

        await _desk.PressAsync(Person.Bo, new ButtonId("forget", "yes", "en"));

        Assert.Empty(Calls(action));
    }

    [Theory]
    [InlineData(0, 40, "░░░░░░░░░░")]
    [InlineData(39, 40, "▓▓▓▓▓▓▓▓▓░")]
    [InlineData(40, 40, "▓▓▓▓▓▓▓▓▓▓")]
    [InlineData(1000, 40, "▓▓▓▓▓▓▓▓▓▓")]
    public void The_bar_is_full_when_the_goal_is_reached_and_not_before(int calls, int goal, string bar) =>
        Assert.Equal(bar, CallNumbers.Bar(calls, goal));

    /// <summary>A call-in day that is going on: ten in the morning where the campaign is.</summary>
    private async Task<CollectiveAction> DayAsync()
    {
        var action = await _desk.HearingAsync(but: made =>
            made with
            {
                Kind = ActionKind.CallIn,
                Title = "Call for line 7",
                Starts = new MeetingTime(new LocalDateTime(2027, 3, 16, 9, 0), made.Starts.Zone),
                Asks = [Ask.Call],
                Milestones = [new Milestone(MilestoneKind.End, new LocalDateTime(2027, 3, 16, 17, 0))],
                CallGoal = 40,
            }
        );
        _desk.Home.Time.SetUtcNow(
            new LocalDateTime(2027, 3, 16, 10, 0).InZoneLeniently(action.Starts.Zone).ToDateTimeOffset()
        );
        return action;
    }

    private Task<Reply> CallAsync(CollectiveAction action, Person person) =>
        _desk.CommandAsync(person, "call", ("action", action.Id.Code));

    private Task<Reply> LogAsync(CollectiveAction action, Person person, string target, CallOutcome outcome) =>
        _desk.PressAsync(person, LogCall.For(action.Id, target, outcome));

    private IReadOnlyList<LoggedCall> Calls(CollectiveAction action) =>
        _desk.Store.Read(session => session.CallsOf(action.Id));

    private static Card CardOf(Reply reply) =>
        reply switch
        {
            Reply.Private(var card) => card,
            Reply.Replace(var card) => card,
            _ => throw new ArgumentException(reply.GetType().Name, nameof(reply)),
        };
}
