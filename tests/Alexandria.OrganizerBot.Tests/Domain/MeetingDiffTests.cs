using Alexandria.OrganizerBot.Domain;
using Alexandria.OrganizerBot.Domain.Actions;
using Alexandria.OrganizerBot.Domain.Calendar;
using Alexandria.OrganizerBot.Domain.Pledges;
using CsCheck;
using NodaTime;

namespace Alexandria.OrganizerBot.Tests.Domain;

/// <summary>What changed of a meeting, and what that would make of the action that was drafted from it.</summary>
public sealed class MeetingDiffTests
{
    private static readonly CampaignId Campaign = new("council-watch");
    private static readonly DateTimeZone Denver = DateTimeZoneProviders.Tzdb["America/Denver"];

    private static readonly Meeting Board = new()
    {
        Campaign = Campaign,
        Feed = "council",
        Id = "201",
        Title = "Transit Board",
        Date = new LocalDate(2027, 3, 16),
        Time = new LocalTime(18, 30),
        Location = "Town Hall, room 2",
        ContentHash = "of-these",
        FetchedAt = Instant.FromUtc(2027, 3, 1, 12, 0),
    };

    private static readonly CollectiveAction Action = new()
    {
        Id = new ActionId(1),
        Campaign = Campaign,
        State = ActionState.Released,
        Title = Board.Title,
        Location = Board.Location,
        Starts = new MeetingTime(Board.Date.At(Board.Time!.Value), Denver),
        Asks = [Ask.Attend],
        Source = new MeetingSource(Board.Feed, Board.Id),
    };

    private static readonly Gen<Meeting> Readings = Gen.Select(
        Choose.From("Transit Board", "Budget Session"),
        Gen.Int[16, 18],
        Choose.From<LocalTime?>(null, new LocalTime(18, 30), new LocalTime(20, 0)),
        Choose.From<string?>(null, "Town Hall, room 2", "Library"),
        Gen.Bool,
        (title, day, time, location, isOff) =>
            Board with
            {
                Title = title,
                Date = new LocalDate(2027, 3, day),
                Time = time,
                Location = location,
                Status = isOff ? MeetingStatus.Cancelled : MeetingStatus.Scheduled,
            }
    );

    public static TheoryData<string, MeetingChanges> OneAtATime =>
        new()
        {
            { "renamed", MeetingChanges.Renamed },
            { "another day", MeetingChanges.DateMoved },
            { "another time", MeetingChanges.TimeMoved },
            { "no time", MeetingChanges.TimeBecameUnknown },
            { "another room", MeetingChanges.Relocated },
            { "no room", MeetingChanges.Relocated },
            { "off", MeetingChanges.Cancelled },
            { "read again", MeetingChanges.None },
            { "new stamps", MeetingChanges.None },
        };

    [Theory]
    [MemberData(nameof(OneAtATime))]
    public void Each_change_is_seen_for_what_it_is(string change, MeetingChanges expected) =>
        Assert.Equal(expected, MeetingDiff.Between(Board, After(change)));

    [Fact]
    public void A_reading_differs_from_itself_in_nothing() =>
        Readings.Sample(reading => MeetingDiff.Between(reading, reading) == MeetingChanges.None);

    /// <summary>The other way round each change is its opposite, so that moving there and back is noticed twice.</summary>
    [Fact]
    public void Backwards_each_change_is_its_opposite() =>
        Gen.Select(Readings, Readings)
            .Sample((one, other) => MeetingDiff.Between(other, one) == Opposite(MeetingDiff.Between(one, other)));

    [Fact]
    public void Whatever_changed_applying_it_makes_the_action_say_what_the_calendar_says() =>
        Gen.Select(Readings, Readings)
            .Where(pair => pair.Item1 is { Time: not null, Status: MeetingStatus.Scheduled })
            .Sample((before, after) => IsFollowed(before, after));

    [Fact]
    public void What_the_calendar_did_not_change_stays_as_the_organizers_wrote_it()
    {
        var own = Action with { Title = "Come and speak!", Starts = At(16, 18, 0) };

        var edit = Assert.IsType<FollowUp.Edit>(
            FollowUp.Of(own, MeetingChanges.DateMoved, Board with { Date = new LocalDate(2027, 3, 17) }, false)
        );

        Assert.Equal(own with { Starts = At(17, 18, 0) }, edit.Edited);
    }

    [Fact]
    public void A_time_that_went_missing_is_not_guessed_and_what_is_known_can_still_be_applied()
    {
        var after = Board with { Time = null, Date = new LocalDate(2027, 3, 17), Location = "Library" };

        var edit = Assert.IsType<FollowUp.Edit>(FollowUp.Of(Action, MeetingDiff.Between(Board, after), after, false));

        Assert.True(edit.LacksTime);
        Assert.Equal(Action with { Location = "Library" }, edit.Edited);
    }

    [Theory]
    [InlineData(ActionState.Draft)]
    [InlineData(ActionState.Proposed)]
    [InlineData(ActionState.Released)]
    public void A_cancelled_meeting_would_call_an_open_action_off(ActionState state)
    {
        var off = Board with { Status = MeetingStatus.Cancelled };

        Assert.IsType<FollowUp.CallOff>(
            FollowUp.Of(Action with { State = state }, MeetingChanges.Cancelled, off, hasSuccessor: false)
        );
    }

    [Fact]
    public void A_restored_meeting_can_be_drafted_anew_once()
    {
        var calledOff = Action with { State = ActionState.Cancelled };

        Assert.IsType<FollowUp.DraftAnew>(FollowUp.Of(calledOff, MeetingChanges.Restored, Board, false));
        Assert.IsType<FollowUp.Nothing>(FollowUp.Of(calledOff, MeetingChanges.Restored, Board, hasSuccessor: true));
        Assert.IsType<FollowUp.Nothing>(FollowUp.Of(calledOff, MeetingChanges.Relocated, Board, false));
        Assert.IsType<FollowUp.Nothing>(FollowUp.Of(Action, MeetingChanges.Restored, Board, false));
    }

    [Fact]
    public void An_absence_counts_each_reading_once_and_is_believed_from_the_second_on()
    {
        var first = Absence.After(null, Board.FetchedAt);
        var again = Absence.After(first, Board.FetchedAt);
        var second = Absence.After(again, Board.FetchedAt + Duration.FromMinutes(30));

        Assert.False(first.IsMissing);
        Assert.Equal(first, again);
        Assert.True(second.IsMissing);
    }

    private static MeetingTime At(int day, int hour, int minute) =>
        new(new LocalDateTime(2027, 3, day, hour, minute), Denver);

    private static Meeting After(string change) =>
        change switch
        {
            "renamed" => Board with { Title = "Budget Session" },
            "another day" => Board with { Date = new LocalDate(2027, 3, 17) },
            "another time" => Board with { Time = new LocalTime(20, 0) },
            "no time" => Board with { Time = null, Confidence = MeetingConfidence.TimeUnknown },
            "another room" => Board with { Location = "Library" },
            "no room" => Board with { Location = null },
            "off" => Board with { Status = MeetingStatus.Cancelled },
            "read again" => Board with { FetchedAt = Board.FetchedAt + Duration.FromMinutes(30) },
            "new stamps" => Board with { Docket = new Docket(null, "2027-03-02T10:00:00") },
            _ => throw new ArgumentOutOfRangeException(nameof(change), change, null),
        };

    private static MeetingChanges Opposite(MeetingChanges changes)
    {
        var same =
            changes
            & (MeetingChanges.Renamed | MeetingChanges.DateMoved | MeetingChanges.TimeMoved | MeetingChanges.Relocated);
        return same
            | Swap(changes, MeetingChanges.TimeBecameUnknown, MeetingChanges.TimeBecameKnown)
            | Swap(changes, MeetingChanges.Cancelled, MeetingChanges.Restored);
    }

    private static MeetingChanges Swap(MeetingChanges changes, MeetingChanges one, MeetingChanges other) =>
        (changes.HasFlag(one) ? other : MeetingChanges.None) | (changes.HasFlag(other) ? one : MeetingChanges.None);

    private static bool IsFollowed(Meeting before, Meeting after)
    {
        var action = Action with
        {
            Title = before.Title,
            Location = before.Location,
            Starts = new MeetingTime(before.Date.At(before.Time!.Value), Denver),
        };
        var changes = MeetingDiff.Between(before, after);
        return FollowUp.Of(action, changes, after, hasSuccessor: false) switch
        {
            FollowUp.CallOff => after.Status == MeetingStatus.Cancelled,
            FollowUp.Edit(var edited, var lacksTime) => after.Status == MeetingStatus.Scheduled
                && edited.Title == after.Title
                && edited.Location == after.Location
                && lacksTime == (after.Time is null)
                && (lacksTime || edited.Starts.Local == after.Date.At(after.Time!.Value))
                // Once it is applied there is nothing left, but for a time that nobody knows.
                && (lacksTime || FollowUp.Of(edited, changes, after, hasSuccessor: false) is FollowUp.Nothing),
            FollowUp.Nothing => changes == MeetingChanges.None,
            _ => false,
        };
    }
}
