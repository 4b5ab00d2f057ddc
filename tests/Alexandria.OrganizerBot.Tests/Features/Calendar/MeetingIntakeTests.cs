using Alexandria.OrganizerBot.Conversation;
using Alexandria.OrganizerBot.Delivery;
using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Campaigns;
using Alexandria.OrganizerBot.Domain.Pledges;
using Alexandria.OrganizerBot.Features.Calendar;
using Alexandria.OrganizerBot.Features.Pledges;
using Alexandria.OrganizerBot.Storage;
using Alexandria.OrganizerBot.Tests.Conversation;
using Alexandria.OrganizerBot.Tests.Features.Actions;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Features.Calendar;

/// <summary>What a calendar changes waits for an organizer; the fictional campaign wants two for everything public.</summary>
public sealed class MeetingIntakeTests : IAsyncDisposable
{
    private static readonly CalendarFeed Feed = new(
        "board",
        "legistar",
        new Uri("https://transit.pinonflats.example/v1/pinonflats/events"),
        []
    );

    private readonly Desk _desk = new();
    private readonly MeetingIntake _intake;

    public MeetingIntakeTests() => _intake = new MeetingIntake(_desk.Store, NullLogger<MeetingIntake>.Instance);

    [Fact]
    public async Task A_meeting_of_which_nothing_was_made_is_simply_another_one()
    {
        await ReadAsync(Board());
        await ReadAsync(Board() with { Time = new LocalTime(20, 0) });

        Assert.Equal(new LocalTime(20, 0), Known().Time);
        Assert.Empty(Told());
    }

    [Fact]
    public async Task A_draft_changes_only_once_an_organizer_applies_it_and_nobody_else_hears_of_it()
    {
        var draft = await FromBoardAsync(ActionState.Draft);

        await ReadAsync(Board() with { Time = new LocalTime(20, 0), Location = "Library" });

        Assert.Equal(Facts(draft), Facts(_desk.Stored(draft.Id)));
        Assert.Single(Told());
        await AnswerAsync(draft, AnswerCalendarChange.Apply);
        var edited = _desk.Stored(draft.Id);
        Assert.Equal(
            (new LocalDateTime(2027, 3, 16, 20, 0), "Library", ActionState.Draft),
            (edited.Starts.Local, edited.Location, edited.State)
        );
        Assert.Null(Waiting(draft));
        Assert.DoesNotContain(_desk.Outbox(draft.Id), row => row.Content is MessageContent.Moved);
        Assert.Equal([(AuditDeed.CalendarApplied, AuditResult.Done)], Trail());
    }

    [Fact]
    public async Task A_public_action_changes_once_a_second_organizer_agrees_and_whoever_asked_to_hear_it_hears_it_once()
    {
        var action = await FromBoardAsync(ActionState.Released);
        var (hears, silent) = (TwoOrganizers.Somebody(1), TwoOrganizers.Somebody(2));
        foreach (var person in (Person[])[hears, silent])
            await _desk.PressAsync(person, PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.HearsAsync(hears, action.Id);
        await ReadAsync(Board() with { Title = "Transit Board, budget", Date = new LocalDate(2027, 3, 17) });

        Assert.Equal(
            Words("post.proposed", action, ("minutes", 30)),
            Desk.TextOf(await AnswerAsync(action, AnswerCalendarChange.Apply))
        );
        Assert.Equal(action.Starts, _desk.Stored(action.Id).Starts);
        Assert.NotNull(Waiting(action));
        await _desk.CommandAsync(TwoOrganizers.Second, "action post", ("action", action.Id.Code));

        var moved = _desk.Stored(action.Id);
        Assert.Equal(new LocalDateTime(2027, 3, 17, 18, 30), moved.Starts.Local);
        var told = Assert.Single(
            _desk.Outbox(action.Id),
            row => row is { Content: MessageContent.Moved, To: Recipient.Direct }
        );
        Assert.Equal(new Recipient.Direct(_desk.KeyOf(hears)), told.To);
        Assert.Equal("Transit Board", Assert.IsType<MessageContent.Moved>(told.Content).WasCalled);
        // The pledge stays one for the earlier time, until the person says yes to the new one.
        Assert.Equal(1, _desk.Store.Read(session => session.FindPledge(action.Id, _desk.KeyOf(hears)))!.GivenFor);
        Assert.Equal(
            Words("calendar-change.none", action),
            Desk.TextOf(await AnswerAsync(action, AnswerCalendarChange.Apply))
        );
    }

    [Fact]
    public async Task What_nobody_released_in_time_can_be_applied_again()
    {
        var action = await FromBoardAsync(ActionState.Released);
        await ReadAsync(Board() with { Location = "Library" });
        await AnswerAsync(action, AnswerCalendarChange.Apply);
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(31));
        await _desk.Store.WriteAsync(session => session.DropLapsedProposals(_desk.Now));

        await AnswerAsync(action, AnswerCalendarChange.Apply);

        Assert.Equal("Library", _desk.Stored(action.Id).Proposal?.Edited?.Location);
    }

    [Fact]
    public async Task The_latest_state_takes_the_place_of_what_nobody_has_answered_and_an_old_button_says_so()
    {
        var draft = await FromBoardAsync(ActionState.Draft);
        await ReadAsync(Board() with { Time = new LocalTime(20, 0) });
        var old = AnswerCalendarChange.For(Waiting(draft)!, AnswerCalendarChange.Apply);
        await ReadAsync(Board() with { Time = new LocalTime(21, 0), Location = "Library" });

        var answer = Desk.TextOf(await _desk.PressAsync(Person.Organizer, old));

        Assert.StartsWith(_desk.Words.Text("en", "calendar-change.newer"), answer, StringComparison.Ordinal);
        Assert.Contains("9:00", answer, StringComparison.Ordinal);
        Assert.Equal(Facts(draft), Facts(_desk.Stored(draft.Id)));
        await AnswerAsync(draft, AnswerCalendarChange.Apply);
        Assert.Equal(new LocalTime(21, 0), _desk.Stored(draft.Id).Starts.Local.TimeOfDay);
        Assert.Equal("Library", _desk.Stored(draft.Id).Location);
    }

    [Fact]
    public async Task What_went_back_to_what_it_was_waits_for_nobody_any_more()
    {
        var draft = await FromBoardAsync(ActionState.Draft);
        await ReadAsync(Board() with { Time = new LocalTime(20, 0) });

        await ReadAsync(Board());

        Assert.Null(Waiting(draft));
        Assert.Equal(["notice.calendar-as-before"], Notices());
    }

    [Fact]
    public async Task Back_and_forth_after_an_answer_is_a_change_of_its_own()
    {
        var draft = await FromBoardAsync(ActionState.Draft);
        await ReadAsync(Board() with { Time = new LocalTime(20, 0) });
        await AnswerAsync(draft, AnswerCalendarChange.Apply);

        await ReadAsync(Board());
        await AnswerAsync(draft, AnswerCalendarChange.Apply);

        Assert.Equal(draft.Starts, _desk.Stored(draft.Id).Starts);
    }

    [Fact]
    public async Task What_is_ignored_changes_nothing_and_nobody_hears_of_it()
    {
        var action = await FromBoardAsync(ActionState.Released);
        await _desk.PressAsync(TwoOrganizers.Somebody(1), PledgeByButton.For(action.Id, PledgeAnswer.Attend));
        await _desk.HearsAsync(TwoOrganizers.Somebody(1), action.Id);
        await ReadAsync(Board() with { Status = MeetingStatus.Cancelled });

        await AnswerAsync(action, AnswerCalendarChange.Ignore);

        Assert.Equal(Facts(action), Facts(_desk.Stored(action.Id)));
        Assert.Null(Waiting(action));
        Assert.DoesNotContain(_desk.Outbox(action.Id), row => row.To is Recipient.Direct);
        Assert.Equal([(AuditDeed.CalendarIgnored, AuditResult.Done)], Trail());
    }

    [Fact]
    public async Task A_cancelled_meeting_calls_the_action_off_and_a_restored_one_is_drafted_anew()
    {
        var action = await FromBoardAsync(ActionState.Released);
        await ReadAsync(Board() with { Status = MeetingStatus.Cancelled });
        await AnswerAsync(action, AnswerCalendarChange.Apply);
        Assert.Equal(ActionState.Cancelled, _desk.Stored(action.Id).State);

        await ReadAsync(Board() with { Time = new LocalTime(19, 0) });
        await AnswerAsync(action, AnswerCalendarChange.Apply);

        Assert.Equal(ActionState.Cancelled, _desk.Stored(action.Id).State);
        var anew = Assert.Single(
            _desk.Store.Read(session => session.ActionsOf(_desk.BusLine.Id)),
            other => other.Id != action.Id
        );
        Assert.Equal(
            (ActionState.Draft, new LocalTime(19, 0), action.Source),
            (anew.State, anew.Starts.Local.TimeOfDay, anew.Source)
        );
        Assert.Null(Waiting(action));
    }

    [Fact]
    public async Task A_time_that_went_missing_can_not_be_applied()
    {
        var draft = await FromBoardAsync(ActionState.Draft);

        await ReadAsync(Board() with { Time = null, Confidence = MeetingConfidence.TimeUnknown });

        Assert.Equal(
            Words("calendar-change.needs-time", draft),
            Desk.TextOf(await AnswerAsync(draft, AnswerCalendarChange.Apply))
        );
        Assert.Equal(Facts(draft), Facts(_desk.Stored(draft.Id)));
    }

    [Fact]
    public async Task A_draft_that_its_calendar_contradicts_is_not_posted_before_somebody_has_looked()
    {
        var draft = await FromBoardAsync(ActionState.Draft);
        await ReadAsync(Board() with { Time = new LocalTime(20, 0) });

        var refused = await _desk.CommandAsync(Person.Organizer, "action post", ("action", draft.Id.Code));
        await AnswerAsync(draft, AnswerCalendarChange.Ignore);
        await _desk.CommandAsync(Person.Organizer, "action post", ("action", draft.Id.Code));

        Assert.Equal(Words("post.calendar-changed", draft), Desk.TextOf(refused));
        Assert.Equal(ActionState.Proposed, _desk.Stored(draft.Id).State);
    }

    [Fact]
    public async Task A_reading_that_is_taken_in_twice_or_late_writes_nothing_more()
    {
        var action = await FromBoardAsync(ActionState.Released);
        var (early, late) = (Board() with { Location = "Library" }, Board() with { Location = "Library annex" });
        var (earlyAt, lateAt) = (_desk.Now, _desk.Now + Duration.FromMinutes(30));
        await TakeAsync(earlyAt, early);
        await TakeAsync(lateAt, late);
        var (rows, waiting) = (_desk.Everything(action.Id), Waiting(action));

        await TakeAsync(lateAt, late);
        await TakeAsync(earlyAt, early);

        Assert.Equal(rows, _desk.Everything(action.Id));
        Assert.Equal(waiting, Waiting(action));
        Assert.Equal("Library annex", Known().Location);
    }

    [Fact]
    public async Task D_29_a_meeting_that_is_gone_twice_is_missing_and_never_called_off()
    {
        var action = await FromBoardAsync(ActionState.Released);

        Assert.False(await ReadAsync(Other()));
        Assert.Empty(Told());
        Assert.True(await ReadAsync(Other()));
        Assert.True(await ReadAsync(Other()));

        Assert.Equal(["notice.calendar-missing"], Notices());
        Assert.Equal(Facts(action), Facts(_desk.Stored(action.Id)));
        Assert.Null(Waiting(action));

        await ReadAsync(Board(), Other());
        Assert.Equal(["notice.calendar-listed-again", "notice.calendar-missing"], Notices());
    }

    [Fact]
    public async Task D_29_the_same_reading_again_is_no_second_absence()
    {
        await FromBoardAsync(ActionState.Released);
        var at = _desk.Now;

        Assert.False(await TakeAsync(at, Other()));
        Assert.False(await TakeAsync(at, Other()));

        Assert.Empty(Told());
    }

    [Fact]
    public async Task An_entry_that_can_not_be_read_or_has_another_number_is_not_gone()
    {
        await FromBoardAsync(ActionState.Released);
        DroppedEntry[] dropped = [new(0, Board().Id, DropReason.Malformed)];
        for (var reading = 0; reading < 2; reading++)
            Assert.True(await TakeAsync(Next(), dropped, Other()));
        for (var reading = 0; reading < 2; reading++)
            Assert.True(await ReadAsync(Other(), Board() with { Id = "301" }));

        Assert.Empty(Told());
    }

    [Fact]
    public async Task An_entry_of_a_body_that_is_not_followed_any_more_is_gone()
    {
        await FromBoardAsync(ActionState.Released);
        DroppedEntry[] dropped = [new(0, Board().Id, DropReason.OtherBody)];

        for (var reading = 0; reading < 2; reading++)
            await TakeAsync(Next(), dropped, Other());

        Assert.Equal(["notice.calendar-missing"], Notices());
    }

    [Fact]
    public async Task D_78_a_calendar_that_is_suddenly_empty_is_not_believed()
    {
        var action = await FromBoardAsync(ActionState.Released);

        for (var reading = 0; reading < 3; reading++)
            Assert.False(await ReadAsync());

        Assert.Null(Known().Absence);
        Assert.Equal(Facts(action), Facts(_desk.Stored(action.Id)));
        Assert.Equal(["notice.calendar-empty"], Notices());
        _desk.Home.Time.Advance(TimeSpan.FromDays(1));
        await ReadAsync();
        Assert.Equal(["notice.calendar-empty", "notice.calendar-empty"], Notices());
    }

    [Fact]
    public async Task An_entry_that_is_not_clear_any_more_is_told_and_changes_nothing()
    {
        var action = await FromBoardAsync(ActionState.Released);

        await ReadAsync(Board() with { Confidence = MeetingConfidence.NeedsReview });

        Assert.Equal(["notice.calendar-unclear"], Notices());
        Assert.Equal(Facts(action), Facts(_desk.Stored(action.Id)));
    }

    [Fact]
    public async Task Who_asks_sees_what_waits()
    {
        var draft = await FromBoardAsync(ActionState.Draft);
        var none = await _desk.CommandAsync(Person.Organizer, AnswerCalendarChange.Command);
        await ReadAsync(Board() with { Time = new LocalTime(20, 0) });

        var one = await _desk.CommandAsync(Person.Organizer, AnswerCalendarChange.Command);

        Assert.Equal(_desk.Words.Text("en", "calendar-change.none-waits"), Desk.TextOf(none));
        Assert.Contains("8:00", Desk.TextOf(one), StringComparison.Ordinal);
        Assert.Equal(
            [AnswerCalendarChange.Apply, AnswerCalendarChange.Ignore],
            one.CardShown!.Buttons.Select(button => button.Id.Arguments[1])
        );
        Assert.Equal(Facts(draft), Facts(_desk.Stored(draft.Id)));
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    private static Meeting Entry(string id, string title, int day) =>
        new()
        {
            Campaign = new CampaignId("bus-line-7"),
            Feed = Feed.Id,
            Id = id,
            Title = title,
            Date = new LocalDate(2027, 3, day),
            Time = new LocalTime(18, 30),
            Location = "Town Hall, room 2",
            ContentHash = "",
            FetchedAt = default,
        };

    private static Meeting Board() => Entry("201", "Transit Board", 16);

    private static Meeting Other() => Entry("202", "Fares Committee", 23);

    /// <summary>Everything about an action that a change of its meeting could touch.</summary>
    private static (string, string?, MeetingTime, ActionState, int) Facts(CollectiveAction action) =>
        (action.Title, action.Location, action.Starts, action.State, action.Version);

    private Meeting Known() => _desk.Store.Read(session => session.FindMeeting(_desk.BusLine.Id, Feed.Id, Board().Id))!;

    private CalendarChange? Waiting(CollectiveAction action) =>
        _desk.Store.Read(session => session.FindCalendarChange(action.Id));

    /// <summary>The calendar lists the board's meeting, and an action was made from it.</summary>
    private async Task<CollectiveAction> FromBoardAsync(ActionState state)
    {
        await ReadAsync(Board(), Other());
        return await _desk.HearingAsync(
            state,
            action =>
                action with
                {
                    Title = Board().Title,
                    Location = Board().Location,
                    Source = new MeetingSource(Feed.Id, Board().Id),
                }
        );
    }

    private Task<bool> ReadAsync(params Meeting[] meetings) => TakeAsync(Next(), meetings);

    private Task<bool> TakeAsync(Instant at, params Meeting[] meetings) => TakeAsync(at, [], meetings);

    private Task<bool> TakeAsync(Instant at, IReadOnlyList<DroppedEntry> dropped, params Meeting[] meetings) =>
        _intake.TakeAsync(
            _desk.BusLine,
            Feed,
            new CalendarReading.Understood(
                [
                    .. meetings.Select(meeting =>
                        meeting with
                        {
                            FetchedAt = at,
                            ContentHash =
                                $"{meeting.Title}|{meeting.Date}|{meeting.Time}|{meeting.Location}|{meeting.Status}",
                        }
                    ),
                ],
                dropped
            ),
            at,
            TestContext.Current.CancellationToken
        );

    /// <summary>Half an hour later.</summary>
    private Instant Next()
    {
        _desk.Home.Time.Advance(TimeSpan.FromMinutes(30));
        return _desk.Now;
    }

    /// <summary>An organizer answers what stands now.</summary>
    private Task<Reply> AnswerAsync(CollectiveAction action, string answer) =>
        _desk.CommandAsync(
            Person.Organizer,
            AnswerCalendarChange.Command,
            ("action", action.Id.Code),
            ("answer", answer)
        );

    private string Words(string key, CollectiveAction action, params (string Name, object Value)[] values) =>
        _desk.Words.Text("en", key, [("code", action.Id.Code), .. values]);

    /// <summary>What the coordinators were told of the calendar.</summary>
    private List<OutboxMessage> Told() =>
        _desk.Store.Read(session =>
            session
                .ReadyMessages("discord", _desk.Now, 100)
                .Where(row => row.Id.Contains("calendar", StringComparison.Ordinal))
                .ToList()
        );

    private IEnumerable<string> Notices() =>
        Told()
            .Select(row => row.Content)
            .OfType<MessageContent.Notice>()
            .Select(notice => notice.Key)
            .Order(StringComparer.Ordinal);

    private IEnumerable<(AuditDeed Deed, AuditResult Result)> Trail() =>
        _desk
            .Store.Read(session => session.AuditOf(_desk.BusLine.Id))
            .Entries.Select(entry => (entry.Deed, entry.Result));
}
