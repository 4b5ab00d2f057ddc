using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Features.Actions;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Calendar;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Actions;

/// <summary>An action of Tuesday, 2 March 2027 comes again; on the 14th the clocks change. It is noon UTC of 1 March.</summary>
public sealed class RepeatActionTests : IAsyncDisposable
{
    private readonly Desk _desk = new();

    [Fact]
    public async Task What_was_understood_is_shown_and_what_comes_within_two_weeks_is_drafted()
    {
        var text = Desk.TextOf(await RepeatAsync("every tuesday", last: "2027-04-06"));

        Assert.Contains("Every Tuesday at 6:30 PM", text, StringComparison.Ordinal);
        Assert.Contains("Tue, March 2, 6:30 PM (draft A1)", text, StringComparison.Ordinal);
        Assert.Contains("Tue, March 9, 6:30 PM (draft A2)", text, StringComparison.Ordinal);
        Assert.Contains("Tue, April 6, 6:30 PM", text, StringComparison.Ordinal);
        var draft = Find(2);
        Assert.Equal(
            (ActionState.Draft, new LocalDateTime(2027, 3, 9, 18, 30), "Call the board", new ActionId(1)),
            (draft.State, draft.Starts.Local, draft.Title, draft.Series)
        );
        Assert.Null(_desk.Store.Read(session => session.Find(new ActionId(3))));
    }

    [Fact]
    public async Task However_often_it_is_looked_after_each_time_is_drafted_once_at_its_time_on_the_wall()
    {
        await RepeatAsync("every tuesday", last: "2027-04-06");

        await SweepAsync(days: 0);
        await SweepAsync(days: 14);
        await SweepAsync(days: 0);
        await SweepAsync(days: 14);
        await SweepAsync(days: 30);

        Assert.Equal([2, 9, 16, 23, 30, 6], Actions().Select(action => action.Starts.Local.Day));
        Assert.All(Actions(), action => Assert.Equal(new LocalTime(18, 30), action.Starts.Local.TimeOfDay));
        // Denver goes from seven to six hours behind.
        Assert.Equal(Instant.FromUtc(2027, 3, 10, 1, 30), Find(2).Starts.Instant);
        Assert.Equal(Instant.FromUtc(2027, 3, 17, 0, 30), Find(3).Starts.Instant);
        Assert.Equal(5, Notices().Count);
        Assert.Equal(["A2", "A3", "A4", "A5", "A6"], Notices().Select(notice => notice.Values["code"]).Order());
    }

    [Fact]
    public async Task What_becomes_of_one_time_does_not_touch_the_others_and_is_not_drafted_again()
    {
        await RepeatAsync("every tuesday", last: "2027-04-06");
        await AnswerAsync("action edit", ("action", "A1"), ("title", "Something else"));
        await AnswerAsync("action cancel", ("action", "A2"));

        await SweepAsync(days: 14);

        Assert.Equal("Call the board", Find(3).Title);
        Assert.Equal(ActionState.Cancelled, Find(2).State);
        Assert.Equal([1, 2, 3, 4], Actions().Select(action => action.Id.Number));
        var text = Desk.TextOf(await AnswerAsync("action repeat", ("action", "A2")));
        Assert.Contains("A1 comes again: Call the board", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_nothing_more_is_drafted_and_begun_again_nothing_is_doubled()
    {
        await RepeatAsync("every tuesday", last: "2027-04-06");
        await SweepAsync(days: 7);

        var stopped = Desk.TextOf(await AnswerAsync("action repeat", ("action", "A2"), ("every", "stop")));
        Assert.Contains("Stopped: nothing more is drafted.", stopped, StringComparison.Ordinal);
        await SweepAsync(days: 1);
        Assert.Equal([2, 9, 16], Actions().Select(action => action.Starts.Local.Day));

        // From one of its times on, which was drafted before.
        await AnswerAsync("action repeat", ("action", "A2"), ("every", "tuesday"), ("last", "2027-04-06"));
        await SweepAsync(days: 6);
        Assert.Equal([2, 9, 16, 23], Actions().Select(action => action.Starts.Local.Day));
    }

    [Theory]
    [InlineData("every second tuesday", null, "two ways")]
    [InlineData("wednesday", null, "not one of these days")]
    [InlineData("now and then", null, "was not understood")]
    [InlineData("tuesday", "2027-03-05", "would not come again")]
    [InlineData("tuesday", "2028-12-31", "too far ahead")]
    [InlineData("tuesday", "whenever", "date was not understood")]
    [InlineData("tuesday and thursday", "2028-02-28", "more than 60 times")]
    public async Task What_cannot_be_kept_is_told_and_nothing_is_stored(string every, string? last, string answer)
    {
        Assert.Contains(answer, Desk.TextOf(await RepeatAsync(every, last)), StringComparison.Ordinal);
        Assert.Null(_desk.Store.Read(session => session.FindSeries(new ActionId(1))));
        Assert.Single(Actions());
    }

    [Fact]
    public async Task A_running_series_is_not_changed_by_the_way_and_what_is_no_series_says_so()
    {
        await RepeatAsync("every tuesday", last: null);

        Assert.Contains(
            "comes again already",
            Desk.TextOf(await AnswerAsync("action repeat", ("action", "A1"), ("every", "tuesday"))),
            StringComparison.Ordinal
        );
        var alone = await _desk.HearingAsync(ActionState.Draft);
        Assert.Contains(
            "does not come again",
            Desk.TextOf(await AnswerAsync("action repeat", ("action", alone.Id.Code))),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "does not come again",
            Desk.TextOf(await AnswerAsync("action repeat", ("action", alone.Id.Code), ("every", "stop"))),
            StringComparison.Ordinal
        );
        foreach (var code in new[] { "A999", "nonsense" })
            Assert.Contains(
                $"no action with the code {code} here",
                Desk.TextOf(await AnswerAsync("action repeat", ("action", code), ("every", "tuesday"))),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public async Task A_replayed_command_is_answered_alike_and_does_nothing_twice()
    {
        await DraftAsync();
        var typed = _desk.Types("action repeat", Person.Organizer, ("action", "A1"), ("every", "tuesday"));

        var first = Desk.TextOf(await _desk.AnswerAsync(typed));
        var again = Desk.TextOf(await _desk.AnswerAsync(typed));

        Assert.Equal(first, again);
        Assert.Equal(2, Actions().Count);
    }

    [Fact]
    public async Task The_file_of_the_whole_is_the_same_times_to_two_programs()
    {
        await RepeatAsync("every tuesday", last: "2027-04-06");
        var before = FileIn(await AnswerAsync("action repeat", ("action", "A1")));
        await AnswerAsync("action cancel", ("action", "A2"));
        await SweepAsync(days: 14);
        await AnswerAsync("action edit", ("action", "A3"), ("when", "2027-03-17 20:00"), ("title", "Later this once"));
        var after = FileIn(await AnswerAsync("action repeat", ("action", "A1")));

        var seen = Assert.Single(await CalendarReaders.BothSeeAsync(before, after));

        Assert.Equal("series-A1@bus-line-7", seen.Uid);
        Assert.Equal(
            Times(
                ("2027-03-03T01:30", "Call the board"),
                ("2027-03-18T02:00", "Later this once"),
                ("2027-03-24T00:30", "Call the board"),
                ("2027-03-31T00:30", "Call the board"),
                ("2027-04-07T00:30", "Call the board")
            ),
            seen.Times
        );
        Assert.Equal(6, Assert.Single(await CalendarReaders.BothSeeAsync(before)).Times.Count);
    }

    [Fact]
    public async Task A_series_is_forgotten_when_it_is_over()
    {
        await RepeatAsync("every tuesday", last: "2027-03-16");
        var over = Instant.FromUtc(2027, 3, 17, 0, 30);

        await _desk.Store.WriteAsync(session => session.PurgeEnded(_desk.BusLine.Id, over));
        Assert.NotNull(_desk.Store.Read(session => session.FindSeries(new ActionId(1))));
        await _desk.Store.WriteAsync(session => session.PurgeEnded(_desk.BusLine.Id, over + Duration.FromHours(1)));
        Assert.Null(_desk.Store.Read(session => session.FindSeries(new ActionId(1))));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private Task<CollectiveAction> DraftAsync() =>
        _desk.HearingAsync(
            ActionState.Draft,
            action =>
                action with
                {
                    Title = "Call the board",
                    Starts = new MeetingTime(new LocalDateTime(2027, 3, 2, 18, 30), _desk.BusLine.Zone),
                }
        );

    private async Task<Reply> RepeatAsync(string every, string? last)
    {
        await DraftAsync();
        return last is null
            ? await AnswerAsync("action repeat", ("action", "A1"), ("every", every))
            : await AnswerAsync("action repeat", ("action", "A1"), ("every", every), ("last", last));
    }

    private Task<Reply> AnswerAsync(string command, params (string Name, string Value)[] options) =>
        _desk.AnswerAsync(_desk.Types(command, Person.Organizer, options));

    private async Task SweepAsync(int days)
    {
        _desk.Home.Time.Advance(TimeSpan.FromDays(days));
        await new SeriesSweep(_desk.Store, _desk.Campaigns).SweepAsync(
            _desk.Now,
            TestContext.Current.CancellationToken
        );
    }

    private CollectiveAction Find(int number) => _desk.Store.Read(session => session.Find(new ActionId(number)))!;

    private IReadOnlyList<CollectiveAction> Actions() =>
        _desk.Store.Read(session => session.ActionsOf(_desk.BusLine.Id));

    private List<MessageContent.Notice> Notices() =>
        [
            .. _desk
                .Store.Read(session => session.ReadyMessages(Networks.Discord, _desk.Now, limit: 100))
                .Select(message => message.Content)
                .OfType<MessageContent.Notice>(),
        ];

    private static ReadOnlyMemory<byte> FileIn(Reply reply) =>
        Assert.Single(Assert.IsType<Reply.Private>(reply).Card.Files).Content;

    private static List<string> Times(params (string Utc, string Title)[] times) =>
        [
            .. times.Select(time =>
                $"{NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(time.Utc).Value.InUtc().ToInstant().ToUnixTimeSeconds()} {time.Title}"
            ),
        ];
}
